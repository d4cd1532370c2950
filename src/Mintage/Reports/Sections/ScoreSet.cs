using Mintage.Networks.Weights;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The values of one measure at one training set size.</summary>
/// <param name="Size">Name of the training set size.</param>
/// <param name="Name">Name of the measure in the records.</param>
/// <param name="Extractor">Feature extractor.</param>
/// <param name="FeatureDimension">Width of the features.</param>
/// <param name="Scores">At least one value.</param>
internal sealed record ScoreSet(
    string Size, string Name, string Extractor, int FeatureDimension, IReadOnlyList<ScoreRecord> Scores)
{
    /// <summary>True for Fréchet distances, FID among them.</summary>
    public bool IsFrechet { get; } = Name.StartsWith("fid", StringComparison.Ordinal)
        || Name.StartsWith("frechet", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The measure with its extractor. Only what the records call "fid" is a FID: the Inception V3 network of
    /// 2015-12-05 with its resize. Every other Fréchet distance is named after its extractor.
    /// </summary>
    public string Title => $"{Measure} ({Extractor}{(IsOfficial ? "" : ", unofficial weights")})";

    /// <summary>The measure without its extractor.</summary>
    public string Measure => Name switch
    {
        "fid" => "FID",
        "fid-infinity" => "FID-infinity",
        "kid" => "KID × 1,000",
        "kernel-distance" => "Kernel distance × 1,000",
        "near-copies" => "Near copies",
        "near-test-images" => "Nearer to a test image than real images are",
        _ => IsFrechet ? "Fréchet distance" : Name,
    };

    /// <summary>The value extrapolated to infinitely many images.</summary>
    public bool IsExtrapolated => Name == "fid-infinity";

    /// <summary>False where the Inception network had other weights than the published ones.</summary>
    private bool IsOfficial => Extractor != FeatureSource.InceptionName
        || Scores.All(s => s.Metric.WeightsSha256 is null
            || s.Metric.WeightsSha256 == WeightCatalogue.Inception.Sha256);

    /// <summary>The GANs (and "real") that were measured, in the order of the records.</summary>
    public IReadOnlyList<(string Name, bool Leaky)> Sources { get; } =
        [.. Scores.Select(s => (s.Source, s.Leaky)).Distinct()];

    /// <summary>The numbers of images measured, ascending.</summary>
    public IReadOnlyList<int> Counts { get; } = [.. Scores.Select(s => s.Metric.NSynthetic).Distinct().Order()];

    /// <summary>Replicates behind the values.</summary>
    public int Replicates => Scores.DistinctBy(s => s.Replicate).Count();

    /// <summary>The number of real reference images, or its range.</summary>
    public string References => Scores.Min(s => s.Metric.NReal) == Scores.Max(s => s.Metric.NReal)
        ? Count(Scores[0].Metric.NReal)
        : $"{Count(Scores.Min(s => s.Metric.NReal))} to {Count(Scores.Max(s => s.Metric.NReal))}";

    /// <summary>
    /// True for measures whose covariance these few images cannot fill, n images spanning n - 1 directions; an
    /// extrapolation is fitted to distances of half as many images, and needs twice the features there.
    /// </summary>
    public bool IsShort(int images) => IsFrechet && images <= (IsExtrapolated ? 4 : 1) * FeatureDimension;

    /// <summary>The largest finite value, which sets the decimals of all.</summary>
    public double Largest => Values.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(1).Max();

    /// <summary>All values as they are shown.</summary>
    public IEnumerable<double> Values => Scores.Select(s => Scale * s.Metric.Value);

    /// <summary>Kernel distances are shown in thousandths, as in most papers.</summary>
    private double Scale => Name is "kid" or "kernel-distance" ? 1_000 : 1;

    /// <summary>The interval of a value that is of one replicate; null where there is none.</summary>
    public PointsInterval? Interval((string Name, bool Leaky) source, int images) =>
        Of(source, images) is [{ Metric.Interval: [var low, var high] }]
            ? new PointsInterval(Scale * low, Scale * high)
            : null;

    /// <summary>Whether any value has an interval to show.</summary>
    public bool HasIntervals => Sources.Any(source => Counts.Any(n => Interval(source, n) is not null));

    /// <summary>The mean over replicates; null where this source was not measured with this many images.</summary>
    public double? Mean((string Name, bool Leaky) source, int images)
    {
        var scores = Of(source, images);
        return scores.Count == 0 ? null : Scale * scores.Average(s => s.Metric.Value);
    }

    private List<ScoreRecord> Of((string Name, bool Leaky) source, int images) =>
        [.. Scores.Where(s => (s.Source, s.Leaky) == source && s.Metric.NSynthetic == images)];
}
