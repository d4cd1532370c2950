using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>Fréchet distances of <see cref="SampleResults"/>: they fall with the number of images, as the article shows.</summary>
internal static class SampleScores
{
    private static readonly int[] Counts = [100, 200, 500, 1000, 2000, 5000];
    private static readonly (string Source, bool Leaky, double Floor)[] Sources =
        [("cgan", false, 6.1), ("wgan", false, 7.9), ("cgan-60k", true, 4.4), ("wgan-60k", true, 5.2), ("real", false, 0.02)];

    public static IEnumerable<ScoreRecord> All(int replicates) =>
        from size in new[] { "reduced", "original" }
        from source in Sources
        where size == "reduced" || !source.Leaky
        from replicate in Enumerable.Range(0, replicates)
        from n in Counts
        select new ScoreRecord
        {
            Source = source.Source,
            Size = size,
            Replicate = replicate,
            Leaky = source.Leaky,
            FeatureDimension = 128,
            Metric = new MetricRecord
            {
                Name = "frechet",
                Value = source.Floor + (1400.0 / n) + (0.05 * replicate),
                Interval = null,
                IntervalMethod = null,
                NReal = 5000,
                NSynthetic = n,
                Extractor = SampleResults.Extractor,
                Preprocessing = null,
                WeightsSha256 = null,
                Warnings = n <= 128 ? ["Fewer images than feature dimensions: the covariance has no full rank."] : [],
            },
        };
}
