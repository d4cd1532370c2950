namespace Mintage.Results;

/// <summary>What to do with what a study found at one size: which arm to train with, how sure that is, and what
/// is left.</summary>
public sealed record DecisionRecord
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>
    /// The arm to train with; null where the run proves the plumbing only, nothing of it finished, or not even the best
    /// choice is clearly better than a guess.
    /// </summary>
    public required string? Arm { get; init; }

    /// <summary>What that arm reaches in the study's measure, in percent, mean over the replicates; null without
    /// one.</summary>
    public double? Percent { get; init; }

    /// <summary>Whether that arm sees synthetic images.</summary>
    public required bool UsesSynthetic { get; init; }

    /// <summary>
    /// What the study's measure gives without a look at the images, in percent: always the most frequent class, or any
    /// answer where classes count alike; null where nothing finished.
    /// </summary>
    public double? GuessPercent { get; init; }

    /// <summary>Its classifier of the first finished replicate, relative to the study folder; null without an arm, and
    /// where the classifier is a program or was trained elsewhere.</summary>
    public required string? ModelFile { get; init; }

    /// <summary>The decision in words, the weightiest first.</summary>
    public required IReadOnlyList<DecisionLine> Lines { get; init; }

    /// <summary>
    /// Arms outside the family that do clearly better than its best arm: exploratory, but too good to overlook.
    /// </summary>
    public IReadOnlyList<ArmDifference> ClearlyBetter { get; init; } = [];

    /// <summary>What the arm takes for what, the most frequent first; at most five.</summary>
    public IReadOnlyList<ConfusionRecord> Confusions { get; init; } = [];
}

/// <summary>A part of a decision.</summary>
/// <param name="Question">What it answers, e.g. "How sure is that?".</param>
/// <param name="Answer">One or more full sentences.</param>
public sealed record DecisionLine(string Question, string Answer);

/// <summary>The difference between two arms by the study's measure.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="EstimatePoints">Arm minus the other, in points; mean over the replicates that both finished.</param>
/// <param name="IntervalPoints">Its interval; null with fewer than two replicates.</param>
/// <param name="ConfidencePercent">What that interval holds with.</param>
public sealed record ArmDifference(
    string Arm, string Against, double EstimatePoints, PointsInterval? IntervalPoints, double ConfidencePercent);

/// <summary>A class that is taken for another.</summary>
/// <param name="True">The class.</param>
/// <param name="Predicted">What it is taken for.</param>
/// <param name="Images">How many of its test images, mean over replicates.</param>
/// <param name="Percent">What share of its test images, mean over replicates.</param>
public sealed record ConfusionRecord(string True, string Predicted, double Images, double Percent);
