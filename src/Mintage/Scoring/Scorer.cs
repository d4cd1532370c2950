using Mintage.Classification;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks.Weights;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Scoring;

/// <summary>What <see cref="Scorer"/> found.</summary>
/// <param name="Metrics">One record per value.</param>
/// <param name="ClosestPairs">Synthetic images beside their nearest training images (PNG), or null.</param>
public sealed record ScoreResult(IReadOnlyList<MetricRecord> Metrics, byte[]? ClosestPairs);

/// <summary>Measures a synthetic set with every extractor that is asked for.</summary>
public static class Scorer
{
    /// <summary>Measures.</summary>
    /// <param name="request">What, on what.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserInputException">
    /// The request has faults (all are listed), or the sets cannot be compared.
    /// </exception>
    public static ScoreResult Run(
        ScoreRequest request, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (request.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults("score", faults);
        ScoreInput.Require(request.Real, request.Synthetic);
        // every draw then depends on the images, not on their order in a file
        request = request.InClassesOfReal().InContentOrder();
        if (request.Metrics.Contains(ScoreMetric.Cas)) RequireUnseen(request);
        var sets = ScoreSets.Of(request);
        var records = new List<MetricRecord>();
        byte[]? pairs = null;
        foreach (var open in Extractors(request, sets, progress, cancellation))
        {
            using var extraction = open();
            var (found, sheet) = new ExtractorScores(request, sets, extraction).Measure();
            records.AddRange(found);
            pairs ??= sheet;
        }
        if (request.Metrics.Contains(ScoreMetric.Cas)) records.AddRange(Cas(request, progress, cancellation));
        return new ScoreResult(records, pairs);
    }

    private static IEnumerable<Func<Extraction>> Extractors(
        ScoreRequest request, ScoreSets sets, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        if (request.InceptionWeights is { } weights)
        {
            var use = new InceptionUse(request.Preparation, request.UseBFloat16, request.Batch, request.Workers)
            {
                Device = request.Device,
            };
            yield return () => Extraction.Fid(WeightFile.Read(weights), use, progress, cancellation);
        }
        if (request.UseResNet18)
        {
            var use = new ResNet18Use(request.ResNet18Side, request.ResNet18Weights, request.Workers)
            {
                Device = request.Device,
            };
            yield return () => Extraction.ResNet18(use, request.Real.Channels, progress, cancellation);
        }
        if (request.UseCnn) yield return () => Extraction.Cnn(request, sets, progress, cancellation);
    }

    /// <summary>Test images that the synthetic images come from, or that are among them.</summary>
    private static int Leaked(ScoreRequest request)
    {
        var (synthetic, test) = (request.Synthetic, request.Test!);
        var seen = Enumerable.Range(0, synthetic.Count).Select(synthetic.ImageFingerprint)
            .Concat(request.Provenance?.Lineage ?? []).ToHashSet();
        return Enumerable.Range(0, test.Count).Count(i => seen.Contains(test.ImageFingerprint(i)));
    }

    private static void RequireUnseen(ScoreRequest request)
    {
        if (request.AllowsOverlap || Leaked(request) is not (> 0 and var leaked)) return;
        throw new UserInputException(
            $"A classifier that learns from synthetic images must be tested on images that the generator has not seen, "
            + $"but {leaked:N0} of the {request.Test!.Count:N0} images of '{request.Test.Name}' are behind or among "
            + $"those of '{request.Synthetic.Name}'. Name other images as --test, leave it out, or use "
            + "--allow-overlap if you know that the score will be too good.");
    }

    private static IEnumerable<MetricRecord> Cas(
        ScoreRequest request, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var (synthetic, test) = (request.Synthetic, request.Test!);
        var result =
            ClassificationAccuracyScore.Of(synthetic, test, SeedTree.FromSeed(request.Seed)
            .Child("cas"), ScoreStage.Begin("cas", progress), cancellation);
        List<string> warnings = [];
        if (result.TrainingImages < ClassificationAccuracyScore.Images)
            warnings.Add(
                $"Trained on {result.TrainingImages:N0} images instead of {ClassificationAccuracyScore.Images:N0}: "
                + "compare it only with scores at the same number.");
        var leaked = Leaked(request);
        if (leaked > 0)
            warnings.Add(
                $"The generator or the classifier was trained on {leaked:N0} of the {test.Count:N0} test images.");
        var source =
            new FeatureSource(
                $"{ClassifierOptions.For(test.Height, test.Width).NetworkName} trained on synthetic images");
        return ByClass.Records(source, "classification-accuracy-score", result.Accuracy, test, result.TestImages,
            result.TrainingImages, warnings);
    }
}

/// <summary>A share with its values by class.</summary>
internal static class ByClass
{
    /// <summary>The record of the whole, then one per class, named NAME/CLASS.</summary>
    public static IEnumerable<MetricRecord> Records(
        FeatureSource source, string name, RepeatedTrainings found, LabelledImages named,
        int nReal, int nSynthetic, IReadOnlyList<string> warnings) =>
        found.ByClass.Select((v, label) =>
            v is { } known ? source.Record($"{name}/{named.ClassNames[label]}", known, nReal, nSynthetic, []) : null)
            .OfType<MetricRecord>()
            .Prepend(source.Record(name, found.Share, nReal, nSynthetic, warnings).With(found.Interval));
}
