using System.Globalization;
using Mintage.Results;

namespace Mintage.Classification;

/// <summary>Whether a training ended too early, as far as the images that it learns from tell.</summary>
public static class LearningCurve
{
    private const double Falls = 0.1, Learned = 0.99;

    /// <summary>
    /// A sentence where the training loss still fell by a tenth in the last quarter; null where it did not, where
    /// nearly all training images are recognised, or where the curve is too short to tell.
    /// </summary>
    /// <param name="curve">Of a training at a constant rate: a falling one lowers the loss by itself.</param>
    public static string? StillFalling(IReadOnlyList<EpochRecord> curve)
    {
        if (curve.Count < 4) return null;
        var (before, end) = (curve[curve.Count * 3 / 4 - 1].TrainLoss, curve[^1].TrainLoss);
        return end > (1 - Falls) * before || curve[^1].TrainAccuracy >= Learned
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"It was still learning: the training loss fell from {before:0.##} to {end:0.##} in the last quarter.");
    }
}
