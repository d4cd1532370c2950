namespace Mintage.Benchmarks;

/// <summary>What timings are told by: a few that something else disturbed do not move it.</summary>
internal static class Median
{
    /// <summary>The middle value, of an even number the higher one.</summary>
    public static double Of(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
