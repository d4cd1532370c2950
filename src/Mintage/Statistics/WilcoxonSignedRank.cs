namespace Mintage.Statistics;

/// <summary>
/// Wilcoxon's signed rank test: are differences as often and as strongly above 0 as below? Descriptive; with 5 replicates its
/// smallest two-sided p is 1/16.
/// </summary>
/// <param name="Count">Differences that are not 0; zeros are left out, as Wilcoxon did.</param>
/// <param name="PositiveRanks">W+, the sum of the ranks of |d| over positive d; ties share their mean rank.</param>
/// <param name="NegativeRanks">W-, the same over negative d.</param>
/// <param name="TwoSided">min(1, 2 min(Greater, Less)); 1 where all are 0.</param>
/// <param name="Greater">P(W+ at least as large as seen) without an effect.</param>
/// <param name="Less">P(W+ at most as large as seen) without an effect.</param>
/// <param name="Exact">
/// Up to <see cref="LargestExact"/> differences the p values are exact, given the ties seen; beyond, normal with the variance
/// corrected for ties and without a continuity correction.
/// </param>
/// <remarks>Wilcoxon, Biometrics Bulletin 1, 80-83 (1945).</remarks>
public sealed record WilcoxonSignedRank(int Count, double PositiveRanks, double NegativeRanks, double TwoSided, double Greater, double Less, bool Exact)
{
    /// <summary>The largest number of differences with exact p values: 2^50 sign patterns are still counted exactly in doubles.</summary>
    public const int LargestExact = 50;

    /// <summary>The test.</summary>
    /// <param name="differences">Finite; may be empty. Equal differences must be equal to the last bit to count as ties.</param>
    public static WilcoxonSignedRank Of(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        Refuse.UnlessFinite(differences, nameof(differences));
        double[] values = [.. differences.Where(d => d != 0).OrderBy(Math.Abs)];
        var doubled = DoubledRanks(values);
        int positive = 0, total = 0;
        for (var i = 0; i < values.Length; i++)
        {
            total += doubled[i];
            if (values[i] > 0) positive += doubled[i];
        }
        var exact = values.Length <= LargestExact;
        var (greater, less) = exact ? ExactTails(doubled, total, positive) : NormalTails(doubled, total, positive);
        return new WilcoxonSignedRank(values.Length, positive / 2.0, (total - positive) / 2.0, Math.Min(1, 2 * Math.Min(greater, less)), greater, less, exact);
    }

    /// <summary>Twice the mid-ranks, which are whole numbers.</summary>
    private static int[] DoubledRanks(double[] sorted)
    {
        var ranks = new int[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && Math.Abs(sorted[end]) == Math.Abs(sorted[start])) end++;
            for (var i = start; i < end; i++) ranks[i] = start + 1 + end;
        }
        return ranks;
    }

    /// <summary>Counts the sign patterns of every rank sum.</summary>
    private static (double Greater, double Less) ExactTails(int[] ranks, int total, int seen)
    {
        var patterns = new double[total + 1];
        patterns[0] = 1;
        var reached = 0;
        foreach (var rank in ranks)
        {
            for (var sum = reached; sum >= 0; sum--) patterns[sum + rank] += patterns[sum];
            reached += rank;
        }
        double all = Math.Pow(2, ranks.Length), greater = 0, less = 0;
        for (var sum = 0; sum <= total; sum++)
        {
            if (sum >= seen) greater += patterns[sum];
            if (sum <= seen) less += patterns[sum];
        }
        return (greater / all, less / all);
    }

    private static (double Greater, double Less) NormalTails(int[] ranks, int total, int seen)
    {
        // Each doubled rank r counts with chance 1/2: variance r^2 / 4, ties included.
        var z = (seen - (total / 2.0)) / Math.Sqrt(ranks.Sum(r => (double)r * r) / 4);
        return (StandardNormal.Cdf(-z), StandardNormal.Cdf(z));
    }
}
