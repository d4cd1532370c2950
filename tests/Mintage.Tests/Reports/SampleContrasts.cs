using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The comparisons of <see cref="SampleFair"/>.</summary>
internal static class SampleContrasts
{
    /// <summary>Points of t for one interval and for four at once, at 4 degrees of freedom; close enough for a sample.</summary>
    private const double Pointwise = 2.776, Simultaneous = 4.315;

    public static IReadOnlyList<ContrastRecord> All { get; } =
    [
        Of("reduced", "cgan", "real", "improves", 0.0041, null, 0.61, 0.84, 0.72, 0.95, 0.58),
        Of("reduced", "wgan", "real", "not enough evidence", 0.398, 14, 0.31, -0.12, 0.55, 0.08, 0.42),
        Of("reduced", "classical+cgan", "classical", "no relevant effect", 0.79, null, 0.05, -0.04, 0.08, -0.02, 0.03),
        Of("reduced", "classical+wgan", "classical", "not enough evidence", 0.29, 11, -0.31, -0.05, -0.62, -0.22),
        Of("original", "cgan", "real", "no relevant effect", 0.84, null, 0.03, -0.02, 0.05, 0.04, 0.01),
        Of("original", "wgan", "real", "harms", 0.00042, null, -0.81, -0.66, -0.79, -0.84, -0.70),
        Of("original", "classical+cgan", "classical", "no relevant effect", 0.5, null, -0.04, 0.02, -0.03, 0.01, -0.01) with
        {
            Steps = null,
            StandardErrorPoints = null,
            DegreesOfFreedom = null,
            PointwisePoints = null,
            SimultaneousPoints = null,
            PValue = null,
            AdjustedPValue = null,
            Verdict = "not enough evidence",
            SmallestDetectablePoints = null,
            Classes = [],
            Sentence = "classical+cgan against classical: void, since the classifiers did not run equal numbers of steps.",
        },
        Of("original", "classical+wgan", "classical", "no relevant effect", 0.61, null, -0.06, -0.02, -0.08, -0.03, -0.06),
        Exploratory("reduced", "classical", "real", 1.02, 1.31, 1.10, 1.22, 1.10),
        Exploratory("reduced", "more-real", "real", 2.01, 2.22, 2.30, 1.95, 2.12),
        Exploratory("reduced", "synthetic-only:cgan", "real", -1.61, -1.22, -1.75, -1.20, -1.37),
        Exploratory("reduced", "synthetic-only:wgan", "real", -3.01, -3.82, -3.35, -3.10, -3.32),
        Exploratory("reduced", "cgan", "wgan", 0.30, 0.96, 0.17, 0.87, 0.16),
        Exploratory("reduced", "cgan x0.33", "real", 0.22, 0.31, 0.18, 0.35, 0.24),
        Exploratory("reduced", "cgan x1", "real", 0.51, 0.62, 0.48, 0.66, 0.48),
        Exploratory("reduced", "wgan x0.33", "real", 0.12, 0.24, 0.08, 0.28, 0.18),
        Exploratory("reduced", "wgan x1", "real", 0.21, 0.30, 0.24, 0.32, 0.28),
        Exploratory("reduced", "cgan", "real", 0.42, 0.71, 0.55, 0.80, 0.39) with { Evaluation = "nested folds" },
        Exploratory("reduced", "classical+cgan", "classical", 0.02, -0.11, 0.05, 0.06, 0.03) with { Evaluation = "nested folds" },
        Exploratory("original", "classical", "real", 0.30, 0.35, 0.29, 0.36, 0.30),
        Exploratory("original", "synthetic-only:cgan", "real", -2.7, -3.1, -2.8, -2.9, -2.9),
    ];

    private static ContrastRecord Exploratory(string size, string arm, string against, params double[] differences) =>
        Of(size, arm, against, "", 1, null, differences) with
        {
            InFamily = false,
            Verdict = null,
            AdjustedPValue = null,
            SimultaneousPoints = null,
            SmallestDetectablePoints = null,
            Sentence = $"{arm} against {against}, exploratory: {differences.Average():+0.00;-0.00} points.",
            Classes = [],
        };

    private static ContrastRecord Of(string size, string arm, string against, string verdict, double p, int? settle, params double[] differences)
    {
        var mean = differences.Length == 0 ? (double?)null : differences.Average();
        var spread = Math.Sqrt(differences.Sum(d => Math.Pow(d - (mean ?? 0), 2)) / 4);
        var error = mean is null ? (double?)null : Math.Sqrt((spread * spread / 5) + (size == "reduced" ? 0.006 : 0.0007));
        return new()
        {
            Size = size,
            Measure = "accuracy",
            Measures = mean is null ? [] : [new("accuracy", mean.Value, new(mean.Value - 0.4, mean.Value + 0.4)), new("balanced accuracy", mean.Value + 0.1, null), new("macro-F1", mean.Value - 0.05, new(-1, 1))],
            Arm = arm,
            Against = against,
            InFamily = true,
            Evaluation = "test set",
            Method = "variance over replicates and over test images (two-way random effects)",
            Replicates = differences.Length,
            ReplicatesPlanned = SampleFair.Replicates,
            Steps = size == "reduced" ? 1010 : 5460,
            DifferencesPoints = differences,
            EstimatePoints = mean,
            StandardErrorPoints = error,
            DegreesOfFreedom = differences.Length - 1,
            PointwisePoints = Around(mean, error * Pointwise),
            SimultaneousPoints = Around(mean, error * Simultaneous),
            PValue = p / 3,
            AdjustedPValue = p,
            Verdict = verdict,
            Sentence = Sentence($"{arm} against {against}", verdict, $"{mean:+0.00;−0.00} points (95 % interval {mean - (error * Simultaneous):+0.00;−0.00} to "
                + $"{mean + (error * Simultaneous):+0.00;−0.00}, for all 4 comparisons together; {differences.Length} replicates of "
                + $"{(size == "reduced" ? "1,010" : "5,460")} steps)", settle),
            SmallestDetectablePoints = error * 3.6,
            ToSettle = settle is { } n ? new SettlingRecord(n, 3 * n, "improves") : null,
            Detection = [new(0.25, 40), new(0.5, 9), new(1, null)],
            Classes = mean is null ? [] : [.. Enumerable.Range(0, 10).Select(c => Class(c, mean.Value, error!.Value))],
        };
    }

    private static string Sentence(string pair, string verdict, string figures, int? settle) => verdict switch
    {
        "improves" => $"{pair}: improves by {figures}.",
        "harms" => $"{pair}: harms, {figures}.",
        "no relevant effect" => $"{pair}: no relevant effect. {figures}, inside the 0.5 points either way that count as irrelevant.",
        _ => $"{pair}: not enough evidence. {figures}. A new study with a new seed would probably settle it with {settle} replicates.",
    };

    private static ClassEffectRecord Class(int label, double mean, double error)
    {
        var estimate = (mean * (0.3 + (0.15 * label))) + (0.4 * error * Math.Sin(label * 2.1));
        return new()
        {
            Class = $"{label}",
            Images = 980 + (label * 3),
            EstimatePoints = estimate,
            SimultaneousPoints = Around(estimate, error * 6),
            QValue = Math.Clamp(1 - Math.Abs(estimate / (error * 5)), 0.001, 1),
        };
    }

    private static PointsInterval? Around(double? middle, double? half) => middle is { } m && half is { } h ? new(m - h, m + h) : null;
}
