namespace Mintage.Statistics;

/// <summary>Estimates a difference and its standard error in the way that fits how the data came about.</summary>
public static class Effects
{
    /// <summary>
    /// The difference of two arms over replicates with their own training data, tested on one finite test set. The interval is
    /// for new training data <em>and</em> new test images.
    /// </summary>
    /// <param name="outcomes">Needs two replicates and two images for a standard error.</param>
    /// <remarks>
    /// SE^2 = s^2 / R + max(0, MS_I - MS_RI) / (R n): s^2 is the variance of the replicates' differences; the second part is the
    /// variance over images of their expected difference, without the noise of single replicates, which s^2 holds already
    /// (two-way random effects; docs/decisions/0007-inference.md).
    /// </remarks>
    public static Effect TwoPart(PairedOutcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        double r = outcomes.Replicates, n = outcomes.Images;
        if (r < 2 || n < 2) return Effect.WithoutSpread(outcomes.Mean, outcomes.Replicates, EffectMethod.TwoPart);
        var squares = TwoWay.Of(outcomes);
        var replicate = squares.Replicates / n;
        var test = Math.Max(0, squares.Images - squares.Interaction) / (r * n);
        // A standard error is at least one test image (1 / n), else equal outcomes would claim certainty. What is missing counts
        // as the replicates' share, whose t distribution is the more careful one.
        replicate = Math.Max(replicate, r * ((1 / (n * n)) - test));
        var variance = (replicate / r) + test;
        return new Effect(outcomes.Mean, Math.Sqrt(variance), r - 1, outcomes.Replicates, replicate, test, EffectMethod.TwoPart);
    }

    /// <summary>
    /// The mean of independent differences, by the ordinary t test: replicates with training <em>and</em> test images of their
    /// own. Folds of one replicate are averaged to one difference first.
    /// </summary>
    /// <param name="differences">Finite fractions, one per replicate, at least 1; 2 that differ are needed for a standard error.</param>
    public static Effect PairedT(IReadOnlyList<double> differences) => OfDifferences(differences, 0, EffectMethod.PairedT);

    /// <summary>
    /// The mean difference over train/test runs on overlapping parts of one pool (repeated splits, folds), whose plain variance
    /// would be far too small.
    /// </summary>
    /// <param name="differences">
    /// One finite fraction per run, every fold by itself: folds averaged first hide the overlap that the correction stands for.
    /// 2 that differ are needed for a standard error.
    /// </param>
    /// <param name="trainCount">Training images per run, at least 1.</param>
    /// <param name="testCount">Test images per run, at least 1.</param>
    /// <remarks>
    /// SE^2 = (1/J + n_test/n_train) s^2 over J runs, J - 1 degrees of freedom: Nadeau and Bengio, Inference for the
    /// Generalization Error, Machine Learning 52, 239-281 (2003), doi:10.1023/A:1024068626366. An approximation that assumes
    /// how strongly runs correlate; docs/evidence.md says how well it covers.
    /// </remarks>
    public static Effect CorrectedResampledT(IReadOnlyList<double> differences, int trainCount, int testCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testCount, 1);
        return OfDifferences(differences, (double)testCount / trainCount, EffectMethod.CorrectedResampledT);
    }

    private static Effect OfDifferences(IReadOnlyList<double> differences, double testShare, EffectMethod method)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Count == 0) throw new ArgumentException("There must be at least one difference.", nameof(differences));
        Refuse.UnlessFinite(differences, nameof(differences));
        var mean = differences.Average();
        // Also where all are equal but for rounding: such a spread says that the scale is coarse, not that the mean is certain.
        var (least, most) = (differences.Min(), differences.Max());
        if (most - least <= 1e-12 * Math.Max(1, Math.Max(-least, most))) return Effect.WithoutSpread(mean, differences.Count, method);
        var variance = differences.Sum(d => Square(d - mean)) / (differences.Count - 1);
        var test = testShare * variance;
        return new Effect(mean, Math.Sqrt((variance / differences.Count) + test), differences.Count - 1, differences.Count, variance, test, method);
    }

    private static double Square(double value) => value * value;
}
