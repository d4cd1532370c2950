using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>Draws of a mixture, through a filter where there is one, with a count of what the filter did.</summary>
/// <param name="gans">Not disposed.</param>
/// <param name="filter">Null for none; not disposed.</param>
internal sealed class FilteredDraws(IReadOnlyList<TrainedGan> gans, SampleFilter? filter)
{
    private int drawn, kept;

    /// <summary>What draws.</summary>
    public GanMixture Gans { get; } = new(gans);

    /// <summary>What the filter did so far; null without one.</summary>
    public FilterFacts? Facts => filter?.Facts(drawn, kept);

    /// <summary>Fingerprints of all real images that GANs and filter saw.</summary>
    public IEnumerable<string> Lineage => filter is null ? Gans.Lineage : Gans.Lineage.Union(filter.Lineage);

    /// <summary>One image per label, in the labels' order.</summary>
    /// <exception cref="UserInputException">The filter accepts too few images of a class.</exception>
    public LabelledImages Of(int[] labels, SeedTree seed)
    {
        if (filter is null) return Gans.Sample(labels, seed);
        var (images, draws) = filter.Sample(Gans, labels, seed);
        drawn += draws;
        kept += labels.Length;
        return images;
    }
}
