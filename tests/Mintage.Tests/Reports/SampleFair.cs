using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>
/// A study of both protocols with five replicates: two GANs, every fair arm, doses, two sizes, all four verdicts, a
/// void comparison, a missing replicate. The figures are invented, of the size that MNIST gives.
/// </summary>
internal static class SampleFair
{
    public const int Replicates = 5;

    /// <summary>The replicate that "classical+wgan" lacks at the reduced size.</summary>
    public const int Lost = 2;

    public static StudyResults Create() => AddTo(SampleResults.Create(Replicates));

    /// <summary>The same figures in a study of its pictures.</summary>
    public static StudyResults AddTo(StudyResults sample) => sample with
    {
        Profile = "evidence",
        Gans = [.. sample.Gans.Where(g => g.Replicate < 2)], // each has two charts; more would only take time
        NestedFolds = 5,
        FoldTable = [.. sample.FoldTable, .. sample.FoldTable.Where(f => f is { Leaky: false, Size: "reduced" }).Select(f => f with { Pooled = false, Nested = true })],
        Protocols = ["article", "fair"],
        FairArms = SampleFairArms.All,
        Contrasts = SampleContrasts.All,
        Budgets = SampleBudgets.All,
        Decompositions = SampleParts.All,
        Conclusions =
        [
            Conclusion("reduced",
                "1 of 5 replicates of “classical+wgan” is missing: its classifier did not finish.",
                "The GANs were trained for 4,700 updates; longer training may change what they are worth."),
            Conclusion("original",
                "All replicates share the 60,000 training images: only seeds differ, so another sample of images could differ by more than the intervals say.",
                "The comparison of classical+cgan against classical is void: its arms ran 5,460 and 5,450 steps.",
                "The GANs were trained for 4,700 updates; longer training may change what they are worth."),
        ],
        Fits = [.. sample.Fits, .. SampleFairArms.All.SelectMany(SampleFits.OfFair)],
    };

    private static ConclusionRecord Conclusion(string size, params string[] limits) => new()
    {
        Size = size,
        Verdicts = [.. SampleContrasts.All.Where(c => c.InFamily && c.Size == size).Select(c => c.Sentence)],
        Controls = [$"The ceiling at {size}: 1.50 points; cgan reaches 40 %."],
        Limits = limits,
    };
}
