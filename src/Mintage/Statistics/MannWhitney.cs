namespace Mintage.Statistics;

/// <summary>Mann and Whitney's U of two samples, with its normal score.</summary>
/// <param name="U">Number of pairs in which x is greater than y; ties count half. Exact.</param>
/// <param name="Z">(U - nm/2) / sqrt(nm(n+m+1)/12): standard normal for large samples of one distribution, not
/// corrected for ties.</param>
internal sealed record MannWhitney(double U, double Z)
{
    /// <summary>Compares two samples in O((n + m) log m).</summary>
    /// <param name="x">n finite values, n at least 1.</param>
    /// <param name="y">m finite values, m at least 1.</param>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static MannWhitney Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.IsEmpty || y.IsEmpty)
            throw new ArgumentException("Both samples need at least one value.", x.IsEmpty ? nameof(x) : nameof(y));
        var sorted = y.ToArray();
        Array.Sort(sorted);
        long twiceU = 0;
        foreach (var value in x)
            twiceU += CountBelow(sorted, value, orEqual: false) + CountBelow(sorted, value, orEqual: true);
        var u = twiceU / 2.0;
        double pairs = (double)x.Length * y.Length;
        var deviation = Math.Sqrt(pairs * (x.Length + y.Length + 1) / 12);
        return new MannWhitney(u, (u - (pairs / 2)) / deviation);
    }

    private static int CountBelow(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
