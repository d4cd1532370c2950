namespace Mintage.Statistics;

/// <summary>The method behind the standard error of an <see cref="Effect"/>.</summary>
public enum EffectMethod
{
    /// <summary>
    /// Replicates with their own training images and one shared test set:
    /// <see cref="Effects.TwoPart(PairedOutcomes)"/>.
    /// </summary>
    TwoPart,

    /// <summary>Independent differences: <see cref="Effects.PairedT"/>.</summary>
    PairedT,

    /// <summary>Repeated splits or folds of one pool: <see cref="Effects.CorrectedResampledT"/>.</summary>
    CorrectedResampledT,
}

/// <summary>
/// An estimated difference, as a fraction (0.01 = one point of accuracy). Where the spread cannot be estimated (with
/// fewer than two replicates, for example), the standard error, interval and p value are null. Immutable; safe to use
/// from several threads.
/// </summary>
/// <param name="Estimate">Mean difference.</param>
/// <param name="StandardError">Standard error of the estimate. Its square is ReplicateVariance / Replicates +
/// TestVariance.</param>
/// <param name="DegreesOfFreedom">
/// Replicates - 1. Estimate / StandardError is compared with Student's t with these degrees of freedom, except for
/// <see cref="EffectMethod.TwoPart"/>: there p = w P(|T| >= |t|) + (1 - w) P(|Z| >= |t|), with Z normal and w the share
/// of
/// ReplicateVariance / Replicates in the squared standard error.
/// </param>
/// <param name="Replicates">Number of differences behind the mean.</param>
/// <param name="ReplicateVariance">Variance of one replicate's difference. Its part of the error shrinks with more
/// replicates.</param>
/// <param name="TestVariance">The part of the squared standard error that more replicates do not shrink.</param>
/// <param name="Method">The method behind the standard error.</param>
public sealed record Effect(
    double Estimate,
    double? StandardError,
    double? DegreesOfFreedom,
    int Replicates,
    double? ReplicateVariance,
    double? TestVariance,
    EffectMethod Method)
{
    /// <summary>
    /// Degrees of freedom of the test part, at least 1, where a class has few test images; null for the normal
    /// distribution.
    /// </summary>
    public double? TestFreedom { get; init; }

    /// <summary>Makes an effect of unknown spread. It claims nothing but keeps its place in a family.</summary>
    /// <param name="estimate">Mean difference; 0 if there is none.</param>
    /// <param name="replicates">Number of differences behind the mean; may be 0.</param>
    /// <param name="method">The method that would have been used.</param>
    public static Effect WithoutSpread(double estimate, int replicates, EffectMethod method) =>
        new(estimate, null, null, replicates, null, null, method);

    /// <summary>Two-sided p value of "the true difference is 0"; null without a standard error.</summary>
    public double? PValue() => StandardError is { } error ? Reference(Replicates).TwoSidedTail(Estimate / error) : null;

    /// <summary>Interval that covers the true difference in this share of studies; null without a standard
    /// error.</summary>
    /// <param name="confidence">Above 0 and below 1, e.g. 0.95.</param>
    public Interval? Interval(double confidence)
    {
        Refuse.UnlessProbability(confidence, nameof(confidence));
        if (StandardError is not { } error) return null;
        var half = Reference(Replicates).Critical(1 - confidence) * error;
        return new Interval(Estimate - half, Estimate + half);
    }

    /// <summary>
    /// What no standard error is below, however many replicates there are: the most that one test image changes.
    /// </summary>
    internal double LeastStandardError { get; init; }

    /// <summary>The standard error that the study would have with another number of replicates.</summary>
    internal double StandardErrorWith(int replicates) => Math.Sqrt(ReplicatePart(replicates) + TestVariance!.Value);

    /// <summary>What lacks to the least standard error counts as the replicates'.</summary>
    private double ReplicatePart(int replicates) => Math.Max(
        ReplicateVariance!.Value / replicates, (LeastStandardError * LeastStandardError) - TestVariance!.Value);

    /// <summary>The distribution for estimate / standard error if the study had another number of replicates.</summary>
    internal ReferenceDistribution Reference(int replicates)
    {
        if (Method != EffectMethod.TwoPart) return new ReferenceDistribution(replicates - 1, 1);
        var part = ReplicatePart(replicates);
        var share = part / (part + TestVariance!.Value);
        return new ReferenceDistribution(replicates - 1, share, TestFreedom ?? double.PositiveInfinity);
    }
}

/// <summary>
/// The distribution that estimate / standard error is compared with: a mixture of Student's t, weighted by the
/// replicate part of the squared standard error, and the normal distribution for the rest. (The test part comes from a
/// thousand images, not five replicates.)
/// </summary>
/// <param name="Freedom">Degrees of freedom of the replicate part.</param>
/// <param name="ReplicateShare">
/// The replicate part's share of the squared standard error, above 0 to 1; 1 is the ordinary t test.
/// </param>
/// <param name="TestFreedom">Degrees of freedom of the test part; infinite gives the normal distribution.</param>
/// <remarks>
/// Satterthwaite's degrees of freedom will not do: they are themselves estimated from few replicates and are too many
/// exactly when s^2 came out small (docs/decisions/0007-inference.md has the figures).
/// </remarks>
internal readonly record struct ReferenceDistribution(
    double Freedom, double ReplicateShare, double TestFreedom = double.PositiveInfinity)
{
    /// <summary>P(|statistic| >= |t|) when there is no effect.</summary>
    public double TwoSidedTail(double t) =>
        (ReplicateShare * StudentT.TwoSidedTail(t, Freedom))
            + ((1 - ReplicateShare) * StudentT.TwoSidedTail(t, TestFreedom));

    /// <summary>The t with a two-sided tail of <paramref name="alpha"/>.</summary>
    public double Critical(double alpha)
    {
        if (ReplicateShare == 1) return -StudentT.Quantile(alpha / 2, Freedom);
        var high = -StudentT.Quantile(alpha / 2, Math.Min(Freedom, TestFreedom));
        // The two quantiles enclose it. Regula falsi on logarithms; the end that stays put is halved (Illinois).
        var low = -StudentT.Quantile(alpha / 2, Math.Max(Freedom, TestFreedom));
        double atLow = Math.Log(TwoSidedTail(low) / alpha), atHigh = Math.Log(TwoSidedTail(high) / alpha);
        for (var step = 0; step < 100; step++)
        {
            var middle = atLow > 0 && atHigh < 0 ? low + ((high - low) * atLow / (atLow - atHigh)) : (low + high) / 2;
            var at = Math.Log(TwoSidedTail(middle) / alpha);
            if (Math.Abs(at) < 1e-12) return middle;
            if (at > 0) (low, atLow, atHigh) = (middle, at, atHigh / 2);
            else (high, atHigh, atLow) = (middle, at, atLow / 2);
        }
        return (low + high) / 2;
    }
}
