using Mintage.Runtime;

namespace Mintage.Statistics;

/// <summary>
/// Resamples a contrast in both directions at once: replicates and images are drawn independently, each with replacement.
/// For description: with few replicates it is too short ((R - 1) / R of their variance), and it counts the noise of single
/// classifiers about three times (Owen, The pigeonhole bootstrap, Annals of Applied Statistics 1, 386-411 (2007)).
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Resampled mean differences, as fractions, in the order drawn.</summary>
    /// <param name="outcomes">One contrast.</param>
    /// <param name="resamples">At least 2; a thousand and more for intervals.</param>
    /// <param name="seed">Resample b comes from its child "resample" b.</param>
    public static double[] Means(PairedOutcomes outcomes, int resamples, SeedTree seed)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        ArgumentNullException.ThrowIfNull(seed);
        var (replicates, images) = (outcomes.Replicates, outcomes.Images);
        var drawn = new int[images];
        var means = new double[resamples];
        for (var b = 0; b < resamples; b++)
        {
            var random = seed.Child("resample", b).Random();
            for (var i = 0; i < images; i++) drawn[i] = random.NextInt32(images);
            long sum = 0;
            for (var r = 0; r < replicates; r++)
            {
                var row = outcomes.Row(random.NextInt32(replicates));
                foreach (var i in drawn) sum += row[i];
            }
            means[b] = (double)sum / ((long)replicates * images);
        }
        return means;
    }

    /// <summary>The percentile interval of <see cref="Means"/>.</summary>
    /// <param name="outcomes">One contrast.</param>
    /// <param name="resamples">At least 2; a thousand and more are sensible.</param>
    /// <param name="seed">As for <see cref="Means"/>.</param>
    /// <param name="confidence">Above 0 and below 1, e.g. 0.95.</param>
    public static Interval Percentile(PairedOutcomes outcomes, int resamples, SeedTree seed, double confidence = 0.95)
    {
        Refuse.UnlessProbability(confidence, nameof(confidence));
        double[] sorted = [.. Means(outcomes, resamples, seed).Order()];
        var tail = (1 - confidence) / 2;
        return new Interval(BootstrapResult.Quantile(sorted, tail), BootstrapResult.Quantile(sorted, 1 - tail));
    }
}
