using System.Numerics;
using Mintage.Results;
using Mintage.Results.TensorBoard;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Writes events/ in a GAN's folder: the curve and some of the sheets for TensorBoard. Everything is rebuilt from the
/// curve and the sheets, so an interrupted training needs no state for it. The time of an epoch is the time of its
/// sheet.
/// </summary>
/// <param name="folder">The GAN's folder.</param>
/// <param name="classNames">Class names in label order.</param>
internal sealed class TrainingEvents(string folder, IReadOnlyList<string> classNames)
{
    /// <param name="curve">Finished epochs.</param>
    /// <param name="kept">Sheet and updates of the kept generator; null before the end.</param>
    public void Write(IReadOnlyList<GanEpochRecord> curve, (string Sheet, int Updates)? kept = null)
    {
        if (curve.Count == 0) return;
        var file = new EventFile(TimeOf(SheetPath(folder, 1)));
        foreach (var record in curve)
        {
            var sheet = SheetPath(folder, record.Epoch - (record.Epoch % SheetsEvery(record.Epoch)));
            // TensorBoard shows about ten pictures per tag, so epochs 1, 2, 4, 8, ... keep the file small and lose
            // nothing.
            var isShown = BitOperations.IsPow2(record.Epoch) && File.Exists(sheet);
            file.Add(record.GeneratorUpdates, TimeOf(sheet), Scalars(record),
                isShown ? [("samples/sheet", File.ReadAllBytes(sheet))] : []);
        }
        if (kept is { } last)
            file.Add(curve[^1].GeneratorUpdates, TimeOf(last.Sheet), [("samples/kept_update", last.Updates)],
                [("samples/kept", File.ReadAllBytes(last.Sheet))]);
        file.Write(Path.Combine(folder, "events", EventFile.FileName));
    }

    /// <summary>
    /// From epoch 16 on, eight sheets are kept for every doubling: what changes later changes slower, and a small data
    /// set has a thousand epochs.
    /// </summary>
    public static bool HasSheet(int epoch) => epoch % SheetsEvery(epoch) == 0;

    /// <summary>Sheets kept of a training.</summary>
    public static int Sheets(int epochs) => Enumerable.Range(1, epochs).Count(HasSheet);

    private static int SheetsEvery(int epoch) => Math.Max(1, 1 << Math.Max(0, BitOperations.Log2((uint)epoch) - 3));

    public static string SheetPath(string folder, int epoch) => Path.Combine(folder, "sheets", $"epoch-{epoch:D4}.png");

    private static DateTimeOffset TimeOf(string sheet) =>
        File.Exists(sheet) ? File.GetLastWriteTimeUtc(sheet) : Clock.UtcNow;

    private IEnumerable<(string Tag, double Value)> Scalars(GanEpochRecord record)
    {
        yield return ("loss/discriminator", record.DiscriminatorLoss);
        yield return ("loss/generator", record.GeneratorLoss);
        yield return ("discriminator/critic_estimate", record.CriticEstimate);
        if (record.RealRight is { } real) yield return ("discriminator/real_right", real);
        if (record.FakeRight is { } fake) yield return ("discriminator/fake_right", fake);
        if (record.AugmentationProbability is { } probability) yield return ("augmentation/probability", probability);
        for (var c = 0; c < record.Diversity?.Count; c++)
        {
            if (record.Diversity[c] is { } diversity) yield return ($"diversity/{classNames[c]}", diversity);
        }
        if (record.Slice is [.., var point]) yield return ("slice/distance", point.Distance);
    }
}
