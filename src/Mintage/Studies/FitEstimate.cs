using Mintage.Classification;

namespace Mintage.Studies;

/// <summary>
/// Rough costs of a classifier on one core: between those measured with AVX-512 and with AVX2 alone, which are up to
/// twice as high.
/// </summary>
internal static class FitEstimate
{
    private const int DigitPixels = 28 * 28;
    private const double HeadStepSeconds = 5e-4, BackboneImageSeconds = 0.027, TrainedSide = 224;

    /// <summary>Seconds of an optimiser step.</summary>
    /// <param name="options">The classifier.</param>
    /// <param name="area">Height times width of an image: channels count in the first layer only.</param>
    public static double StepSeconds(ClassifierOptions options, int area) => options switch
    {
        { LearnsFromFeatures: true } => HeadStepSeconds,
        { Program: not null } => options.BatchSize / 128.0 * area / DigitPixels * 0.01, // a guess
        { Pretrained: { } pretrained } =>
            options.BatchSize * FeatureSeconds(pretrained.Side)
                * (pretrained.Learns == PretrainedPart.LastStage ? 1.6 : 3),
        { Residual: { } wide } =>
            options.BatchSize / 128.0 * Math.Min(area, 1_024) / 1_024 * wide.Blocks * wide.Maps * wide.Maps * 2.8e-4,
        { Width: { } width } => options.BatchSize / 128.0 * area / DigitPixels
            * (0.0015 + (width.Filters1 * (width.Filters2 + 4) * 1.1e-5)),
        _ => options.BatchSize / 128.0 * area / DigitPixels
            * options.Small!.Value * (1e-3 + (options.Small.Value * 6.5e-5)),
    };

    /// <summary>Seconds of an image through a pretrained backbone.</summary>
    /// <param name="side">Side of the square that images are resized to.</param>
    public static double FeatureSeconds(int side) => BackboneImageSeconds * Math.Pow(side / TrainedSide, 2);

    /// <summary>Size of the weights.</summary>
    /// <param name="options">The classifier.</param>
    public static double Megabytes(ClassifierOptions options) => options switch
    {
        { Program: not null } => 0,
        { LearnsFromFeatures: true } => 0.1,
        { Pretrained: not null } => 66,
        { Residual: { } wide } => 4e-6 * 300 * wide.Blocks * wide.Maps * wide.Maps,
        { Width: { } width } => 4e-6 * width.Hidden * width.Filters2 * 49,
        _ => 4e-6 * 1_600 * options.Small!.Value * options.Small.Value, // of images of 48 pixels
    };
}
