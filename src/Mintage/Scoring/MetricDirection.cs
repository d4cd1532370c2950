namespace Mintage.Scoring;

/// <summary>Which values of a metric are better.</summary>
public static class MetricDirection
{
    private static readonly string[] Lower =
    [
        "fid", "fid-infinity", "frechet-distance", "frechet-distance-infinity", "kid", "kernel-distance", "near-copies",
        "near-test-images",
    ];

    private static readonly string[] Higher =
    [
        "inception-score", "classifier-score", "precision", "recall", "density", "coverage", "label-agreement",
        "classification-accuracy-score", "auth-pct",
    ];

    /// <summary>"lower is better", "higher is better", or "" where a value is compared with another one, or is not
    /// about the synthetic images.</summary>
    /// <param name="name">Name of a record; of a class, "NAME/CLASS".</param>
    public static string Of(string name)
    {
        var metric = name.Split('/')[0];
        return Lower.Contains(metric) ? "lower is better" : Higher.Contains(metric) ? "higher is better"
            : metric == "c-t" ? "far below 0 is copying" : "";
    }
}
