using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>Draws from a mixture, through an optional filter, and counts the filter's work.</summary>
/// <param name="gans">Not disposed.</param>
/// <param name="filter">Null for none; not disposed.</param>
internal sealed class FilteredDraws(IReadOnlyList<TrainedGan> gans, SampleFilter? filter)
{
    private int drawn, kept;

    public GanMixture Gans { get; } = new(gans);

    /// <summary>The filter's work so far; null without a filter.</summary>
    public FilterFacts? Facts => filter?.Facts(drawn, kept);

    /// <summary>Fingerprints of all real images that the GANs and the filter saw.</summary>
    public IEnumerable<string> Lineage => filter is null ? Gans.Lineage : Gans.Lineage.Union(filter.Lineage);

    /// <summary>Draws one image per label, in the labels' order.</summary>
    /// <exception cref="UserInputException">The GANs saw no image of a class, or the filter accepts too few.</exception>
    public LabelledImages Of(int[] labels, SeedTree seed)
    {
        var unseen = Array.FindIndex(labels, label => Gans.ClassCounts[label] == 0);
        if (unseen >= 0)
        {
            throw new UserInputException($"A GAN can draw only classes that it was trained on, but it saw no image of "
                + $"class '{gans[0].Facts.ClassNames[labels[unseen]]}'. Leave that class out, or train the GAN with images of it.");
        }
        if (filter is null) return Gans.Sample(labels, seed);
        var (images, draws) = filter.Sample(Gans, labels, seed);
        drawn += draws;
        kept += labels.Length;
        return images;
    }
}
