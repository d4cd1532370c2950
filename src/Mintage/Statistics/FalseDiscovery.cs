namespace Mintage.Statistics;

/// <summary>
/// Benjamini and Hochberg's correction. Of all findings with an adjusted value (q value) up to 5 %, about 5 % are
/// expected to be false at most, if the tests are independent or depend positively.
/// </summary>
/// <remarks>Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 289-300 (1995).</remarks>
internal static class FalseDiscovery
{
    /// <summary>q values, in the order of the p values. A q value is never below its own p.</summary>
    /// <param name="pValues">Each 0 to 1; may be empty.</param>
    /// <exception cref="ArgumentException">A p value is NaN or outside 0 to 1.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.Any(p => !(p >= 0 && p <= 1)))
            throw new ArgumentException("p values must lie between 0 and 1.", nameof(pValues));
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderByDescending(i => pValues[i])];
        var adjusted = new double[order.Length];
        var least = 1.0;
        for (var i = 0; i < order.Length; i++)
        {
            var rank = order.Length - i;
            least = Math.Min(least, pValues[order[i]] * ((double)order.Length / rank));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }
}
