using System.Globalization;
using Mintage.Results;

namespace Mintage.Gans;

/// <summary>Finds warnings about the generator in a training's curve, as full sentences.</summary>
internal static class GanWarnings
{
    /// <summary>
    /// Diversity below this is called collapse. It is less than that of two equally frequent pictures that differ as
    /// much as two real images of the class.
    /// </summary>
    public const double CollapsedBelow = 0.5;

    /// <summary>A discriminator that is right about at least this share of real and of fake images is called
    /// saturated.</summary>
    public const double SaturatedFrom = 0.99;

    /// <summary>Share of the training, at its end, in which every epoch must be saturated. Fewer may be
    /// chance.</summary>
    private const double SaturatedShare = 0.1;

    /// <summary>Lists warnings about the end of the curve. Empty if there are none.</summary>
    /// <param name="curve">Epochs of the training.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="keptAt">Generator updates behind the kept generator; later epochs do not count. Null for the last
    /// one.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<GanEpochRecord> curve, IReadOnlyList<string> classNames, int? keptAt = null)
    {
        var before = keptAt is { } updates ? curve.TakeWhile(r => r.GeneratorUpdates < updates).Count() : curve.Count;
        GanEpochRecord[] counted = [.. curve.Take(before + 1)];
        return [.. Collapse(counted, classNames), .. Saturation(counted)];
    }

    private static IEnumerable<string> Collapse(IReadOnlyList<GanEpochRecord> curve, IReadOnlyList<string> classNames)
    {
        var measured = curve.Where(r => r.Diversity is not null).ToList();
        if (measured.Count == 0) yield break;
        string[] collapsed =
            [.. Enumerable.Range(0, classNames.Count).Where(label => IsCollapsed(measured[^1], label))
            .Select(Describe)];
        if (collapsed.Length == 0) yield break;
        yield return $"Collapse: images of {collapsed.Length} of {classNames.Count} classes differ among themselves "
            + $"less than half as much as real ones: {string.Join(", ", collapsed)}. The generator shows few pictures "
            + "of them, or was not trained long enough; look at the sheets.";

        string Describe(int label)
        {
            var since = measured.FindLastIndex(r => !IsCollapsed(r, label)) + 1;
            var from = since == 0 ? "from the beginning" : $"since update {measured[since].GeneratorUpdates}";
            return Text($"'{classNames[label]}' {measured[^1].Diversity![label]:F2} times ({from})");
        }
    }

    private static bool IsCollapsed(GanEpochRecord record, int label) => record.Diversity![label] < CollapsedBelow;

    private static IEnumerable<string> Saturation(IReadOnlyList<GanEpochRecord> curve)
    {
        var epochs = curve.Reverse()
            .TakeWhile(r => r is { RealRight: >= SaturatedFrom, FakeRight: >= SaturatedFrom }).Count();
        var before = curve.Count > epochs ? curve[^(epochs + 1)].GeneratorUpdates : 0;
        if (epochs == 0 || curve[^1].GeneratorUpdates - before < SaturatedShare * curve[^1].GeneratorUpdates)
            yield break;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Saturation: for the last {(epochs == 1 ? "epoch" : $"{epochs} epochs")} (since update {before}) the "
            + $"discriminator was right about at least {SaturatedFrom:P0} of real and of fake images. ")
            + "The generator learns little from a discriminator that it cannot deceive.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
