namespace Mintage.Results;

/// <summary>
/// A comparison with other numbers of optimiser steps than the family's: shown with its interval, without a verdict.
/// </summary>
public sealed record BudgetRecord
{
    /// <summary>Name of the training set size.</summary>
    public required string Size { get; init; }

    /// <summary>
    /// "S/3", "S", "3 S" (both arms run a third, once or three times the steps of the size) or "spent" (the control
    /// trains on real images for the processor time that the GAN took).
    /// </summary>
    public required string Budget { get; init; }

    /// <summary>The arm, e.g. "classical+cgan".</summary>
    public required string Arm { get; init; }

    /// <summary>Its control.</summary>
    public required string Against { get; init; }

    /// <summary>Optimiser steps of the arm.</summary>
    public required int Steps { get; init; }

    /// <summary>Optimiser steps of the control.</summary>
    public required int AgainstSteps { get; init; }

    /// <summary>Replicates that both finished.</summary>
    public required int Replicates { get; init; }

    /// <summary>Mean difference in points of the study's measure; positive when the arm is better.</summary>
    public required double EstimatePoints { get; init; }

    /// <summary>95 % interval for this difference alone; null with fewer than two replicates.</summary>
    public required PointsInterval? PointwisePoints { get; init; }
}
