using Mintage.Data;
using Mintage.Gans;
using Mintage.Metrics;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Scoring;

/// <summary>A quick look at a GAN that was just trained: do its samples show the classes that were asked for?</summary>
public static class SampleCheck
{
    private const int MostSamples = 1_000, MostOfClass = 50;

    /// <summary>Samples the GAN and asks a classifier that is trained on its images, which takes seconds.</summary>
    /// <param name="gan">The GAN; not disposed.</param>
    /// <param name="training">The images that it was trained on.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A sentence; null where no class has images.</returns>
    public static string? Classes(
        TrainedGan gan, LabelledImages training, IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        int[] shown = [.. training.ClassCounts().Index().Where(c => c.Item > 0).Select(c => c.Index)];
        var each = Math.Clamp(MostSamples / Math.Max(1, shown.Length), 1, MostOfClass);
        int[] labels = [.. shown.SelectMany(label => Enumerable.Repeat(label, each))];
        var seeds = SeedTree.FromSeed(gan.Facts.Seed).Child("sample check");
        var samples = GanSampler.Sample(
            gan.Generator, labels, training.ClassNames, "samples", seeds.Child("samples"));
        using var judge = InDomainExtractor.Train(
            training, training, seeds.Child("judge").Seed, null,
            ScoreStage.Begin("do samples show their classes", progress), cancellation);
        var agreement = LabelAgreement.Of([judge.Network], samples);
        var source = new FeatureSource(judge.Name);
        var sentences = ScoreSummary.Of(
        [
            .. ByClass.Records(source, "label-agreement", agreement, samples, 0, samples.Count, []),
            source.Record("judge-accuracy", judge.Accuracy, training.Count, 0, []),
        ]);
        return sentences is [var first, ..] ? first : null;
    }
}
