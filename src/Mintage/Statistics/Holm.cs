namespace Mintage.Statistics;

/// <summary>
/// Holm's step-down correction. If every adjusted p value up to alpha is rejected, the chance of even one false
/// rejection is at most alpha, however the tests depend on each other.
/// </summary>
/// <remarks>Holm, Scandinavian Journal of Statistics 6, 65-70 (1979).</remarks>
internal static class Holm
{
    /// <summary>Adjusts p values and keeps their order. An adjusted value is never below its own p.</summary>
    /// <param name="pValues">Each 0 to 1; may be empty.</param>
    /// <exception cref="ArgumentException">A p value is NaN or outside 0 to 1.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var order = new int[pValues.Count];
        for (var i = 0; i < order.Length; i++)
        {
            if (!(pValues[i] >= 0 && pValues[i] <= 1))
                throw new ArgumentException(
                    $"p values lie between 0 and 1; number {i} (from 0) is {pValues[i]}.", nameof(pValues));
            order[i] = i;
        }
        Array.Sort(order, (a, b) => pValues[a].CompareTo(pValues[b]));
        var adjusted = new double[order.Length];
        var largest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
