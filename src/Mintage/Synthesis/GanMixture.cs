using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// GANs that learned from the same images with other seeds and draw in turn, each the same share of every class: what one of them has
/// lost, another may show. Two are worth about 0.3 points of the classification accuracy score (docs/gans.md).
/// </summary>
internal sealed class GanMixture
{
    private readonly IReadOnlyList<TrainedGan> gans;

    /// <summary>One GAN is a mixture too.</summary>
    /// <param name="gans">Not disposed.</param>
    /// <exception cref="UserInputException">There is none, or one comes twice, or they did not learn from the same images.</exception>
    public GanMixture(IReadOnlyList<TrainedGan> gans)
    {
        this.gans = gans;
        if (gans.Count == 0) throw new UserInputException("Synthetic images need a GAN to draw them, but none was given.");
        var first = gans[0].Facts;
        foreach (var facts in gans.Skip(1).Select(g => g.Facts))
        {
            if (facts.TrainingFingerprint == first.TrainingFingerprint && facts.ClassNames.SequenceEqual(first.ClassNames)) continue;
            throw new UserInputException(
                $"GANs that draw together must have learned from the same images, but one learned from '{first.TrainingSet}' ({first.ClassCounts.Sum():N0} images) and another from other images, '{facts.TrainingSet}' ({facts.ClassCounts.Sum():N0}). Draw from each by itself.");
        }
        if (gans.GroupBy(g => g.Facts.GeneratorSha256).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UserInputException($"GANs that draw together must be different ones, but {same.Count()} have the same generator ({same.Key[..12]}). Train them with different seeds.");
    }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames => gans[0].Facts.ClassNames;

    /// <summary>Training images per class.</summary>
    public IReadOnlyList<int> ClassCounts => gans[0].Facts.ClassCounts;

    /// <summary>Height of what they draw, in pixels.</summary>
    public int Height => gans[0].Generator.Height;

    /// <summary>Width in pixels.</summary>
    public int Width => gans[0].Generator.Width;

    /// <summary>1 or 3.</summary>
    public int Channels => gans[0].Generator.Channels;

    /// <summary>Name of what they draw.</summary>
    public string Name => string.Join(" + ", gans.Select(g => $"{g.Facts.Options.Preset} ({g.Facts.GeneratorSha256[..12]})"));

    /// <summary>Fingerprints of all images that any of them saw.</summary>
    public IReadOnlyList<string> Lineage => gans.Count == 1 ? gans[0].Facts.Lineage : [.. gans.SelectMany(g => g.Facts.Lineage).Distinct()];

    /// <summary>Where the images come from.</summary>
    public IReadOnlyList<GanOrigin> Origins => [.. gans.Select(g => GanOrigin.Of(g.Facts))];

    /// <summary>Model of the device that draws.</summary>
    public string Device => gans[0].Device.Model;

    /// <summary>One image per label, in the labels' order. A single GAN draws what it would draw alone.</summary>
    /// <param name="labels">Asked-for classes.</param>
    /// <param name="seed">Stream of the latents; every further GAN has one of its own below it.</param>
    public LabelledImages Sample(int[] labels, SeedTree seed)
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

    private LabelledImages Draw(int gan, int[] labels, SeedTree seed) => GanSampler.Sample(gans[gan].Generator, labels, ClassNames, Name, seed);

    /// <summary>Whose turn every image is: in turn within each class, the classes beginning with different GANs.</summary>
    private int[] Turns(int[] labels)
    {
        var next = new int[ClassNames.Count];
        return Array.ConvertAll(labels, label => (label + next[label]++) % gans.Count);
    }
}
