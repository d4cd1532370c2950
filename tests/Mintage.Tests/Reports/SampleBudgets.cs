using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The comparisons of <see cref="SampleFair"/> at other numbers of steps.</summary>
internal static class SampleBudgets
{
    public static IReadOnlyList<BudgetRecord> All { get; } =
    [
        Of("S/3", "classical", 336, 336, 0.4), Of("S", "classical", 1010, 1010, 0.02), Of("3 S", "classical", 3030, 3030, -0.11),
        Of("spent", "spent-on-training:cgan", 1010, 9120, -0.62),
    ];

    private static BudgetRecord Of(string budget, string against, int steps, int againstSteps, double estimate) => new()
    {
        Size = "reduced",
        Budget = budget,
        Arm = "classical+cgan",
        Against = against,
        Steps = steps,
        AgainstSteps = againstSteps,
        Replicates = SampleFair.Replicates,
        EstimatePoints = estimate,
        PointwisePoints = new(estimate - 0.3, estimate + 0.3),
    };
}
