using System.Collections;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// GANs that were trained on the same images with different seeds and are sampled together. Each draws the same share
/// of every class: what one has lost, another may show. Two add about 0.3 points of classification accuracy score
/// (docs/gans.md). A single GAN counts as a mixture. Disposing the mixture disposes its GANs. Not thread-safe.
/// </summary>
public sealed class GanMixture : IReadOnlyList<TrainedGan>, IDisposable
{
    private readonly IReadOnlyList<TrainedGan> gans;

    /// <summary>Makes a mixture of GANs that are loaded.</summary>
    /// <param name="gans">At least one, each different, trained on the same images.</param>
    /// <exception cref="UserInputException">There are no GANs, one is listed twice, or they were not trained on the
    /// same images.</exception>
    public GanMixture(IReadOnlyList<TrainedGan> gans)
    {
        this.gans = gans;
        if (gans.Count == 0)
            throw new UserInputException("Drawing synthetic images needs at least one GAN, but there is none.");
        var first = gans[0].Facts;
        foreach (var facts in gans.Skip(1).Select(g => g.Facts))
        {
            if (facts.TrainingFingerprint == first.TrainingFingerprint
                && facts.ClassNames.SequenceEqual(first.ClassNames))
                continue;
            throw new UserInputException(
                "GANs that are sampled together must share their training images, but one was trained on "
                + $"'{first.TrainingSet}' ({first.ClassCounts.Sum():N0} images) and another on different images, "
                + $"'{facts.TrainingSet}' ({facts.ClassCounts.Sum():N0}). Sample each GAN alone.");
        }
        if (gans.GroupBy(g => g.Facts.GeneratorSha256).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UserInputException(
                $"GANs that are sampled together must differ, but {same.Count()} have the same generator "
                + $"({same.Key[..12]}). Train them with different seeds.");
    }

    /// <summary>Reads the GANs of several folders. Call outside any dispose scope.</summary>
    /// <param name="folders">Folders of finished trainings, with or without members.</param>
    /// <param name="device">The device to draw images on; null for the processor.</param>
    /// <exception cref="UserInputException">
    /// A folder has no finished GAN, or one with changed weights or custom networks; or the GANs do not go together.
    /// </exception>
    public static GanMixture Load(IEnumerable<string> folders, ComputeDevice? device = null)
    {
        var loaded = new List<TrainedGan>();
        try
        {
            foreach (var folder in folders.SelectMany(GanMember.FoldersIn))
                loaded.Add(TrainedGan.Load(folder, device: device));
            return new GanMixture(loaded);
        }
        catch
        {
            foreach (var gan in loaded) gan.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count => gans.Count;

    /// <inheritdoc/>
    public TrainedGan this[int index] => gans[index];

    /// <inheritdoc/>
    public IEnumerator<TrainedGan> GetEnumerator() => gans.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gan in gans) gan.Dispose();
    }

    internal IReadOnlyList<string> ClassNames => gans[0].Facts.ClassNames;

    internal IReadOnlyList<int> ClassCounts => gans[0].Facts.ClassCounts;

    internal int Height => gans[0].Generator.Height;

    internal int Width => gans[0].Generator.Width;

    internal int Channels => gans[0].Generator.Channels;

    internal string Name =>
        string.Join(" + ", gans.Select(g => $"{g.Facts.Options.Preset} ({g.Facts.GeneratorSha256[..12]})"));

    /// <summary>Fingerprints of all images that any of the GANs saw.</summary>
    internal IReadOnlyList<string> Lineage =>
        gans.Count == 1 ? gans[0].Facts.Lineage : [.. gans.SelectMany(g => g.Facts.Lineage).Distinct()];

    internal IReadOnlyList<GanOrigin> Origins => [.. gans.Select(g => GanOrigin.Of(g.Facts))];

    internal string Device => gans[0].Device.Model;

    /// <summary>Draws one image per label, in the labels' order. A single GAN draws the same images as it would
    /// alone.</summary>
    /// <param name="labels">Wanted classes.</param>
    /// <param name="seed">Stream of the latents. Every further GAN has a stream of its own below it.</param>
    internal LabelledImages Sample(int[] labels, SeedTree seed)
    {
        if (gans.Count == 1) return Draw(0, labels, seed);
        var (turns, size) = (Turns(labels), Height * Width * Channels);
        var pixels = new byte[(long)labels.Length * size];
        for (var g = 0; g < gans.Count; g++)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(i => turns[i] == g)];
            var drawn = Draw(g, Array.ConvertAll(rows, i => labels[i]), g == 0 ? seed : seed.Child("gan", g));
            for (var i = 0; i < rows.Length; i++) drawn.Image(i).CopyTo(pixels.AsSpan(rows[i] * size));
        }
        return new LabelledImages(Name, pixels, labels, Height, Width, Channels, ClassNames);
    }

    private LabelledImages Draw(int gan, int[] labels, SeedTree seed) =>
        GanSampler.Sample(gans[gan].Generator, labels, ClassNames, Name, seed);

    /// <summary>Picks a GAN for every image. The GANs take turns within each class, and each class starts with a
    /// different GAN.</summary>
    private int[] Turns(int[] labels)
    {
        var next = new int[ClassNames.Count];
        return Array.ConvertAll(labels, label => (label + next[label]++) % gans.Count);
    }
}
