namespace Mintage.Statistics;

/// <summary>
/// Expected calibration error: how far confidence and accuracy lie apart, over bins of equal confidence (Naeini et al.
/// 2015; Guo et al. 2017, arXiv:1706.04599).
/// </summary>
/// <remarks>Chance alone keeps it above 0, the more so with few images in a bin; in a difference of two arms that
/// mostly cancels.</remarks>
internal static class CalibrationError
{
    /// <summary>Bins of equal width between 0 and 1, as in Guo et al.</summary>
    public const int Bins = 15;

    /// <summary>
    /// Gives one number per image, whose mean is the error (0 to 1): confidence minus right or wrong, with the sign of
    /// its bin's gap. With the signs known, their variance over n is the error's sampling variance.
    /// </summary>
    /// <param name="confidences">Probability of the predicted class of every image, 0 to 1; at least one.</param>
    /// <param name="correct">Whether it was predicted rightly; as many.</param>
    public static double[] Contributions(IReadOnlyList<float> confidences, IReadOnlyList<bool> correct)
    {
        if (confidences.Count == 0 || confidences.Count != correct.Count)
            throw new ArgumentException(
                $"There must be as many confidences as outcomes, at least one, but there are {confidences.Count} and "
                + $"{correct.Count}.", nameof(confidences));
        double[] gaps = [.. confidences.Zip(correct, (confidence, right) => confidence - (right ? 1.0 : 0))];
        int[] bins = [.. confidences.Select(c => Math.Clamp((int)Math.Ceiling(c * Bins) - 1, 0, Bins - 1))];
        var sums = new double[Bins];
        for (var i = 0; i < gaps.Length; i++) sums[bins[i]] += gaps[i];
        return [.. gaps.Zip(bins, (gap, bin) => Math.Sign(sums[bin]) * gap)];
    }
}
