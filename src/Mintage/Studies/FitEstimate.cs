using Mintage.Classification;

namespace Mintage.Studies;

/// <summary>Rough costs of a classifier: fitted to measured step times on one core.</summary>
internal static class FitEstimate
{
    private const int DigitPixels = 28 * 28;

    /// <summary>Seconds of an optimiser step.</summary>
    /// <param name="options">The classifier.</param>
    /// <param name="area">Height times width of an image: channels count in the first layer only.</param>
    public static double StepSeconds(ClassifierOptions options, int area)
    {
        var ofDigits = options.Width is { } width
            ? 0.004 + (width.Filters1 * (width.Filters2 + 4) * 3e-5)
            : options.Residual!.Value * (1.5e-3 + (options.Residual.Value * 1e-4));
        return options.BatchSize / 128.0 * area / DigitPixels * ofDigits;
    }

    /// <summary>Size of the weights.</summary>
    /// <param name="options">The classifier.</param>
    public static double Megabytes(ClassifierOptions options) => options.Width is { } width
        ? 4e-6 * width.Hidden * width.Filters2 * 49
        : 4e-6 * 1_600 * options.Residual!.Value * options.Residual.Value; // of images of 48 pixels
}
