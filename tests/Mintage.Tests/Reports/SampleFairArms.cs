using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The fair protocol's arms of <see cref="SampleFair"/>.</summary>
internal static class SampleFairArms
{
    public static IReadOnlyList<FairArmRow> All { get; } =
    [
        Arm("reduced", "real", "Real images alone", null, 96.26),
        Arm("reduced", "classical", "Real images, shifted, rotated and scaled at random", null, 97.41),
        Gan("reduced", "cgan", "cgan", 97.00),
        Gan("reduced", "wgan", "wgan", 96.51),
        Classical("reduced", "cgan", 97.43),
        Classical("reduced", "wgan", 97.11) with { Replicates = 4 },
        SyntheticOnly("reduced", "cgan", 94.83),
        SyntheticOnly("reduced", "wgan", 92.94),
        Arm("reduced", "more-real", "Real images and 10,000 further real ones", null, 98.38) with { RealImages = 13000 },
        Arm("reduced", "real-tuned", "A wider network, stopped on a slice of its training images", null, 97.62) with { EqualSteps = false, Steps = 1840 },
        Gan("reduced", "cgan x0.33", "cgan", 96.52, 1000) with { Dose = 1.0 / 3, SyntheticShare = 0.25 },
        Gan("reduced", "cgan x1", "cgan", 96.81, 3000) with { Dose = 1 },
        Gan("reduced", "wgan x0.33", "wgan", 96.44, 1000) with { Dose = 1.0 / 3, SyntheticShare = 0.25 },
        Gan("reduced", "wgan x1", "wgan", 96.53, 3000) with { Dose = 1 },
        Gan("reduced", "cgan x4", "cgan", 96.92, 12000) with { Dose = 4, SyntheticShare = 0.8 },
        Gan("reduced", "wgan x4", "wgan", 96.21, 12000) with { Dose = 4, SyntheticShare = 0.8 },
        Arm("original", "real", "Real images alone", null, 98.89),
        Arm("original", "classical", "Real images, shifted, rotated and scaled at random", null, 99.21),
        Gan("original", "cgan", "cgan", 98.91),
        Gan("original", "wgan", "wgan", 98.13),
        Classical("original", "cgan", 99.20),
        Classical("original", "wgan", 99.16),
        SyntheticOnly("original", "cgan", 96.02),
        Arm("original", "real-tuned", "A wider network, stopped on a slice of its training images", null, 99.32) with { EqualSteps = false, Steps = 7020 },
    ];

    private static FairArmRow Gan(string size, string arm, string gan, double percent, int images = 10000) =>
        Arm(size, arm, $"Real images, part of every batch from {images:N0} of {gan}", gan, percent) with { SyntheticImages = images, SyntheticShare = 0.5 };

    private static FairArmRow Classical(string size, string gan, double percent) => Gan(size, $"classical+{gan}", gan, percent) with
    {
        Description = $"As {gan}, all images shifted, rotated and scaled at random",
    };

    private static FairArmRow SyntheticOnly(string size, string gan, double percent) => Gan(size, $"synthetic-only:{gan}", gan, percent) with
    {
        Description = $"10,000 images of {gan} and no real one",
        RealImages = 0,
        SyntheticShare = 1,
    };

    /// <summary>Test loss that goes with an accuracy.</summary>
    internal static double Loss(double percent) => 0.033 * (100 - percent);

    private static FairArmRow Arm(string size, string arm, string description, string? gan, double percent) => new()
    {
        Size = size,
        Arm = arm,
        Description = description,
        Gan = gan,
        Dose = null,
        EqualSteps = true,
        Replicates = SampleFair.Replicates,
        Steps = size == "reduced" ? 1010 : 5460,
        RealImages = size == "reduced" ? 3000 : 60000,
        SyntheticImages = 0,
        SyntheticShare = 0,
        Accuracy = percent / 100,
        AccuracyPercent = new(percent - (12 * (100 - percent) / 100), percent + (11 * (100 - percent) / 100)),
        AccuracyDeviation = 0.07 * (1 - (percent / 100)),
        Outcomes =
        [
            new("negative log-likelihood", "nats", Loss(percent), new(Loss(percent) * 0.9, Loss(percent) * 1.1)),
            new("calibration error", "points", 0.4 * (100 - percent), new(0.2 * (100 - percent), 0.6 * (100 - percent))),
        ],
    };
}
