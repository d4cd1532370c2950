using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>What the probabilities of a classifier are worth, beside its right and wrong answers.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Scale">From contributions to the unit.</param>
/// <param name="Contributions">Every test image's part of it; their mean, scaled, is the outcome.</param>
internal sealed record Outcome(
    string Name, string Unit, double Scale, Func<FitPredictions, double[]> Contributions)
{
    /// <summary>Name of the calibration error.</summary>
    public const string Calibration = "calibration error";

    /// <summary>All of them; lower is better in each.</summary>
    public static IReadOnlyList<Outcome> All { get; } =
    [
        new("negative log-likelihood", "nats", 1, p => p.Losses),
        new(Calibration, "points", 100, p => p.CalibrationContributions()),
    ];

    /// <summary>A single image may change them by any amount, so that no floor applies.</summary>
    public static TestInfluence AnyInfluence { get; } = new(0, null);
}
