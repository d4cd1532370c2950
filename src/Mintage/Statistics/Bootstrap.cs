using Mintage.Runtime;

namespace Mintage.Statistics;

/// <summary>The bootstrap of a statistic of independent values.</summary>
/// <remarks>
/// Efron, Journal of the American Statistical Association 82, 171-185 (1987); Efron and Tibshirani, An Introduction to the
/// Bootstrap (1993), chapters 13 and 14. Of few values (below about 20) its intervals are too short.
/// </remarks>
public static class Bootstrap
{
    /// <summary>Positions to draw: <paramref name="resamples"/> rows of <paramref name="count"/> positions from 0 to count - 1.</summary>
    /// <param name="count">Number of values, at least 1.</param>
    /// <param name="resamples">At least 2; a thousand and more for intervals.</param>
    /// <param name="seed">Row b comes from its child "resample" b.</param>
    public static int[][] Draw(int count, int resamples, SeedTree seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        ArgumentNullException.ThrowIfNull(seed);
        var rows = new int[resamples][];
        for (var b = 0; b < resamples; b++)
        {
            var random = seed.Child("resample", b).Random();
            rows[b] = new int[count];
            for (var i = 0; i < count; i++) rows[b][i] = random.NextInt32(count);
        }
        return rows;
    }

    /// <summary>Measures the statistic on every resample.</summary>
    /// <param name="values">Finite, at least 2.</param>
    /// <param name="statistic">Of a sample of any size from one less than all values; must not keep or change its argument.</param>
    /// <param name="draws">From <see cref="Draw"/>: positions in <paramref name="values"/>, one row per resample, at least 2 rows.</param>
    /// <param name="confidence">Above 0 and below 1, e.g. 0.95.</param>
    public static BootstrapResult Of(IReadOnlyList<double> values, Func<double[], double> statistic, IReadOnlyList<int[]> draws, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(draws);
        Refuse.UnlessProbability(confidence, nameof(confidence));
        Refuse.UnlessFinite(values, nameof(values));
        if (values.Count < 2) throw new ArgumentException("The bootstrap needs at least two values.", nameof(values));
        if (draws.Count < 2) throw new ArgumentException("The bootstrap needs at least two resamples.", nameof(draws));
        double[] all = [.. values];
        var resamples = new double[draws.Count];
        for (var b = 0; b < resamples.Length; b++)
        {
            var sample = new double[draws[b].Length];
            for (var i = 0; i < sample.Length; i++) sample[i] = all[draws[b][i]];
            resamples[b] = statistic(sample);
        }
        var leftOut = new double[all.Length];
        for (var i = 0; i < leftOut.Length; i++) leftOut[i] = statistic([.. all[..i], .. all[(i + 1)..]]);
        return BootstrapResult.Of(statistic(all), resamples, leftOut, confidence);
    }
}
