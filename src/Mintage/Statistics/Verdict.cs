namespace Mintage.Statistics;

/// <summary>What a study may say about one contrast.</summary>
public enum Verdict
{
    /// <summary>The arm is better: Holm's adjusted p is at most alpha, the estimate is positive, the replicates suffice.</summary>
    Improves,

    /// <summary>The arm is worse, under the same conditions.</summary>
    Harms,

    /// <summary>The simultaneous interval lies wholly within plus and minus the relevant difference.</summary>
    NoRelevantEffect,

    /// <summary>Anything else, also where nothing can be estimated.</summary>
    NotEnoughEvidence,
}
