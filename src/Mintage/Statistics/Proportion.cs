namespace Mintage.Statistics;

/// <summary>Stub.</summary>
public static class Proportion
{
    /// <summary>Stub.</summary>
    public static Interval Wilson(int successes, int n, double confidence) => new(0, 1);
}
