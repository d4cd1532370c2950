namespace Mintage.Results;

/// <summary>
/// Two studies side by side. It makes no test: whatever differs between their plans may be behind a difference.
/// </summary>
public sealed record StudyComparison
{
    /// <summary>The first study, as it was named.</summary>
    public required string A { get; init; }

    /// <summary>The second.</summary>
    public required string B { get; init; }

    /// <summary>What all figures are about: the measure of the first study.</summary>
    public required string Measure { get; init; }

    /// <summary>Measure that the second study judges by, which may be another.</summary>
    public required string MeasureOfB { get; init; }

    /// <summary>Whether both were evaluated on the same test images.</summary>
    public required bool SameTestImages { get; init; }

    /// <summary>What differs between the plans, e.g. "replicates: 5 in A, 3 in B".</summary>
    public required IReadOnlyList<string> PlanDifferences { get; init; }

    /// <summary>The arms of the fair protocol that either has, by size.</summary>
    public required IReadOnlyList<ArmComparison> Arms { get; init; }

    /// <summary>The comparisons of the family that either has, by size.</summary>
    public required IReadOnlyList<VerdictComparison> Verdicts { get; init; }
}

/// <summary>One arm in both studies.</summary>
/// <param name="Size">Name of the training set size.</param>
/// <param name="Arm">The arm.</param>
/// <param name="A">Its figure in the first; null where it lacks the arm.</param>
/// <param name="B">Its figure in the second.</param>
public sealed record ArmComparison(string Size, string Arm, MeasureFigure? A, MeasureFigure? B)
{
    /// <summary>B minus A in points; null where one lacks the arm.</summary>
    public double? DifferencePoints => B?.Percent - A?.Percent;
}

/// <summary>One comparison of the family in both studies.</summary>
/// <param name="Size">Name of the training set size.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Against">Its control.</param>
/// <param name="A">What the first says; null where it lacks the comparison.</param>
/// <param name="B">What the second says.</param>
public sealed record VerdictComparison(string Size, string Arm, string Against, ComparedVerdict? A, ComparedVerdict? B);

/// <summary>What a study says of a comparison.</summary>
/// <param name="Points">Difference in points of the measure; null where there is none.</param>
/// <param name="Interval">Its simultaneous interval, or its own 95 % where the study judges by another measure.</param>
/// <param name="Verdict">The verdict, or why there is none.</param>
public sealed record ComparedVerdict(double? Points, PointsInterval? Interval, string Verdict);
