using Mintage.Metrics;

namespace Mintage.Studies;

/// <summary>
/// Rough costs of measuring with the Inception network: fitted to measurements on one core (docs/metrics.md).
/// </summary>
internal static class InceptionEstimate
{
    private const int Dimension = 2048, IntervalParts = 10, KernelParts = 100, KernelImages = 1000;
    private const double SecondsPerImage = 0.08, LoadSeconds = 3;

    /// <summary>Seconds for features.</summary>
    public static double FeatureSeconds(int images) => LoadSeconds + (images * SecondsPerImage);

    /// <summary>Seconds for FID with its interval, FID-infinity and KID at one number of images.</summary>
    public static double DistanceSeconds(int images, int reference)
    {
        var part = Math.Min(KernelImages, Math.Min(images, reference) / 2) / (double)KernelImages;
        return (IntervalParts * (CovarianceSeconds(reference / 2) + FrechetSeconds(images / 2, reference / 2)))
            + (FrechetInfinity.DefaultSizes * FrechetSeconds(images * 3 / 4, reference))
            + (KernelParts * 0.3 * part * part);
    }

    /// <summary>Size of features on the disk.</summary>
    public static double Megabytes(int images) => images * Dimension * 4e-6;

    private static double FrechetSeconds(int images, int reference)
    {
        var (few, many) = (Math.Min(images, reference), Math.Max(images, reference));
        double smaller = Math.Min(few, Dimension), larger = Math.Min(many, Dimension);
        return (2.9e-10 * larger * smaller * smaller) + CovarianceSeconds(images);
    }

    /// <summary>A set of fewer images than features is kept as its rows.</summary>
    private static double CovarianceSeconds(int images) => images <= Dimension ? 0 : 1.5 + (2.6e-4 * images);
}
