using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Splitting;
using static TorchSharp.torch;

namespace Mintage.Scoring;

/// <summary>Everything that is measured in the feature space of one extractor.</summary>
internal sealed class ExtractorScores(ScoreRequest request, ScoreSets sets, Extraction extraction)
{
    /// <summary>Images on each side of density and coverage, where there are as many.</summary>
    private const int ManifoldImages = 5_000;

    private readonly FeatureCache cache =
        new(request.CacheFolder is null ? null : Path.Combine(request.CacheFolder, "features"));
    private readonly SeedTree seeds = SeedTree.FromSeed(request.Seed).Child("score");
    private readonly FeatureSource source = extraction.Source;

    public (IReadOnlyList<MetricRecord> Records, byte[]? Pairs) Measure()
    {
        using var real = extraction.Of(sets.Reference, cache);
        using var synthetic = extraction.Of(request.Synthetic, cache);
        using var distances = new DistanceScores(real, source, seeds);
        List<MetricRecord> records = [];
        foreach (var metric in request.Metrics)
        {
            records.AddRange(metric switch
            {
                ScoreMetric.Fid => Frechet(distances, synthetic),
                ScoreMetric.Kid => distances.Kernel(synthetic),
                ScoreMetric.Is when extraction.Inception is { } network =>
                    InceptionScoreOf(network.Logits(synthetic, withBias: false)),
                ScoreMetric.Pr => Manifold(real, synthetic, (r, s) => PrecisionRecall.Of(r, s).Records(source)),
                ScoreMetric.Prdc => Manifold(real, synthetic, (r, s) => DensityCoverage.Of(r, s).Records(source)),
                ScoreMetric.Agreement when extraction.Judges is [var judge, ..] => Agreement(judge),
                _ => [],
            });
        }
        var pairs = request.Metrics.Contains(ScoreMetric.Memorisation) ? Memorised(synthetic, records) : null;
        string[] common = [.. extraction.Warnings, .. sets.ReferenceWarnings];
        return ([.. records.Select(r => r with { Warnings = [.. r.Warnings, .. common] })], pairs);
    }

    /// <summary>
    /// Of the whole set, then of the numbers of the curve, whose images are drawn as a study draws them.
    /// </summary>
    private IEnumerable<MetricRecord> Frechet(DistanceScores distances, Tensor synthetic)
    {
        foreach (var record in distances.FrechetWithInterval(synthetic)) yield return record;
        var order = StratifiedOrder.Of(request.Synthetic, seeds.Child("curve").Random());
        foreach (var size in request.Curve)
        {
            using var part = FeatureSubset.Rows(synthetic, order.AsSpan(0, size));
            foreach (var record in distances.Frechet(part)) yield return record;
        }
        foreach (var record in distances.FrechetInfinite(synthetic)) yield return record;
    }

    private IEnumerable<MetricRecord> InceptionScoreOf(Tensor logits)
    {
        using (logits) return InceptionScore.OfLogits(logits, order: seeds.Child("inception-score")).Records(source);
    }

    /// <summary>
    /// Real images on one side, synthetic ones on the other, equally many; then other real images in the place of the
    /// synthetic ones, which is what a perfect generator would reach at that number.
    /// </summary>
    private IEnumerable<MetricRecord> Manifold(
        Tensor real, Tensor synthetic, Func<Tensor, Tensor, IReadOnlyList<MetricRecord>> measure)
    {
        var (first, second) = HeldOut(real);
        using var held = first;
        using var other = second;
        var count = (int)Math.Min(held.shape[0], Math.Min(other.shape[0], synthetic.shape[0]));
        using var heldPart =
            FeatureSubset.Rows(held, FeatureSubset.Draw((int)held.shape[0], count, seeds.Child("manifold held-out")));
        using var otherPart =
            FeatureSubset.Rows(other, FeatureSubset.Draw((int)other.shape[0], count, seeds.Child("manifold real")));
        using var syntheticPart =
            FeatureSubset.Rows(
                synthetic, FeatureSubset.Draw((int)synthetic.shape[0], count, seeds.Child("manifold synthetic")));
        return
        [
            .. measure(heldPart, syntheticPart),
            .. measure(heldPart, otherPart)
                .Select(
                    r => r with { Name = $"{r.Name}-real", Warnings = [.. r.Warnings, "Real images in the place of the "
                    + "synthetic ones: the value to compare with."] }),
        ];
    }

    /// <summary>Held-out images against the reference where they are given; else two halves of the reference.</summary>
    private (Tensor Held, Tensor Other) HeldOut(Tensor real)
    {
        if (request.Holdout is not null)
            return (
                extraction.Of(request.Holdout, cache),
                FeatureSubset.Rows(
                    real, FeatureSubset.Draw(
                        (int)real.shape[0], (int)Math.Min(real.shape[0], ManifoldImages),
                        seeds.Child("manifold part"))));
        var order = seeds.Child("manifold halves").Random().Permutation((int)real.shape[0]);
        var half = Math.Min(ManifoldImages, order.Length / 2);
        return (FeatureSubset.Rows(real, order.AsSpan(0, half)), FeatureSubset.Rows(real, order.AsSpan(half, half)));
    }

    private IEnumerable<MetricRecord> Agreement(InDomainExtractor judge)
    {
        var agreement = LabelAgreement.Of(extraction.Judges.Select(j => j.Network), request.Synthetic);
        return ByClass.Records(
            source, "label-agreement", agreement, request.Synthetic, 0, request.Synthetic.Count, [])
            .Append(
                source.Record("judge-accuracy", judge.Accuracy, sets.Reference.Count, 0,
                ["The judge's accuracy on the reference images: what label agreement can reach."]));
    }

    private byte[]? Memorised(Tensor synthetic, List<MetricRecord> records)
    {
        using var train = extraction.Of(request.Train!, cache);
        var holdoutImages = request.Holdout ?? Unseen();
        using var holdout = holdoutImages is null ? null : extraction.Of(holdoutImages, cache);
        var result = Memorisation.Of(train, holdout, synthetic, seeds.Child("memorisation"));
        records.AddRange(result.Records(source));
        return PairSheet.Png(request.Synthetic, request.Train!, result.ClosestPairs);
    }

    /// <summary>
    /// Reference images that are not training images, as many as there are training images; null when there are none.
    /// </summary>
    private LabelledImages? Unseen()
    {
        var train = Enumerable.Range(0, request.Train!.Count).Select(request.Train.ImageFingerprint).ToHashSet();
        var rows = Enumerable.Range(0, sets.Reference.Count)
            .Where(i => !train.Contains(sets.Reference.ImageFingerprint(i))).ToArray();
        if (rows.Length < 2) return null;
        var order = seeds.Child("unseen").Random().Permutation(rows.Length)
            .Take(Math.Min(rows.Length, request.Train.Count)).Order();
        return sets.Reference.Select([.. order.Select(i => rows[i])], "held-out");
    }
}
