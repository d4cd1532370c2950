using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// GANs that were trained on the same images with different seeds and are sampled together. Each draws the same share
/// of every class: what one has lost, another may show. Two add about 0.3 points of classification accuracy score
/// (docs/gans.md).
/// </summary>
internal sealed class GanMixture
{
    private readonly IReadOnlyList<TrainedGan> gans;

    /// <summary>A single GAN counts as a mixture.</summary>
    /// <param name="gans">Not disposed.</param>
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

    public IReadOnlyList<string> ClassNames => gans[0].Facts.ClassNames;

    public IReadOnlyList<int> ClassCounts => gans[0].Facts.ClassCounts;

    public int Height => gans[0].Generator.Height;

    public int Width => gans[0].Generator.Width;

    public int Channels => gans[0].Generator.Channels;

    public string Name =>
        string.Join(" + ", gans.Select(g => $"{g.Facts.Options.Preset} ({g.Facts.GeneratorSha256[..12]})"));

    /// <summary>Fingerprints of all images that any of the GANs saw.</summary>
    public IReadOnlyList<string> Lineage =>
        gans.Count == 1 ? gans[0].Facts.Lineage : [.. gans.SelectMany(g => g.Facts.Lineage).Distinct()];

    public IReadOnlyList<GanOrigin> Origins => [.. gans.Select(g => GanOrigin.Of(g.Facts))];

    public string Device => gans[0].Device.Model;

    /// <summary>Draws one image per label, in the labels' order. A single GAN draws the same images as it would
    /// alone.</summary>
    /// <param name="labels">Wanted classes.</param>
    /// <param name="seed">Stream of the latents. Every further GAN has a stream of its own below it.</param>
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
