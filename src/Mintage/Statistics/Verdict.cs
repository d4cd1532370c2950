namespace Mintage.Statistics;

/// <summary>The conclusion that a study draws about one contrast.</summary>
public enum Verdict
{
    /// <summary>The arm is better: Holm's adjusted p is at most alpha, the estimate is positive, and there are enough
    /// replicates.</summary>
    Improves,

    /// <summary>The arm is worse, under the same conditions.</summary>
    Harms,

    /// <summary>The simultaneous interval lies wholly between minus and plus the relevant difference.</summary>
    NoRelevantEffect,

    /// <summary>None of the others holds, or nothing can be estimated.</summary>
    NotEnoughEvidence,
}
