using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Weights;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Tests.Data;
using Mintage.Tests.Networks.Inception;

namespace Mintage.Tests.Studies;

/// <summary>What a study measures, and on which images.</summary>
public sealed class MeasurementTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_test_set_sorted_by_class_is_measured_like_its_shuffle()
    {
        var sorted = TinyStudy.Test.Select([.. Enumerable.Range(0, TinyStudy.Test.Count).OrderBy(i => TinyStudy.Test.Labels[i])]);
        var (a, b) = (await Real("sorted", sorted), await Real("shuffled", TinyStudy.Test));
        Assert.NotEqual(sorted.Fingerprint, TinyStudy.Test.Fingerprint);
        Assert.Equal([20, 40, 60], a.Select(s => s.Metric.NSynthetic));
        Assert.Equal(b.Select(s => s.Metric.NSynthetic), a.Select(s => s.Metric.NSynthetic));
        // The same images, in the same order: float32 features may differ in their last bits with the batch they came in.
        Assert.All(a.Zip(b), pair => Assert.InRange(pair.First.Metric.Value / pair.Second.Metric.Value, 1 - 1e-6, 1 + 1e-6));
        // Of one class alone the distance would be many times as large as that of all three; a third of the images are about twice off.
        Assert.InRange(a[0].Metric.Value / a[2].Metric.Value, 0.2, 5);

        async Task<List<ScoreRecord>> Real(string name, LabelledImages test)
        {
            var plan = TinyStudy.Plan() with { Article = null, Fair = null, Replicates = 1, Gans = [] };
            plan = plan with { Frechet = plan.Frechet! with { Shared = true, Counts = [20, 40, 60] } };
            var outcome = await TinyStudy.RunAsync(folder[name], plan, TinyStudy.Train, test);
            return [.. outcome.Results.Scores.Where(s => s.Source == "real")];
        }
    }

    [Fact]
    public void Test_images_of_a_plumbing_run_are_a_stratified_draw()
    {
        var sorted = TinyStudy.Test.Select([.. Enumerable.Range(0, TinyStudy.Test.Count).OrderBy(i => TinyStudy.Test.Labels[i])]);
        var plan = TinyStudy.Plan() with { TestImages = 30, PlumbingOnly = true };
        LabelledImages Drawn(LabelledImages test)
        {
            var data = new StudyData(plan, TinyStudy.Train, test);
            return data.Images(data.Test(0));
        }
        Assert.Equal(Drawn(TinyStudy.Test).Fingerprint, Drawn(sorted).Fingerprint);
        // Half of each class, less than one image off.
        Assert.All(Drawn(sorted).ClassCounts().Zip(sorted.ClassCounts()), c => Assert.InRange(c.First - (c.Second / 2.0), -0.99, 0.99));
    }

    [Fact]
    public async Task With_Inception_weights_FID_stands_beside_KID_and_its_extrapolation_as_score_gives_them()
    {
        var weights = Formula();
        var plan = Small();
        var outcome = await TinyStudy.RunAsync(folder["study"], plan, weights);
        Assert.Empty(outcome.Failures);
        var scores = outcome.Results.Scores.Where(s => s.Metric.Extractor == FeatureSource.InceptionName).ToList();
        foreach (var source in new[] { "real", "cgan" })
        {
            Assert.Equal([20, 40], Counts(source, "fid"));
            Assert.Equal([20, 40], Counts(source, "kid"));
            Assert.Equal([40], Counts(source, "fid-infinity")); // 15 different numbers of images need 32
        }
        Assert.All(scores, s => Assert.Equal((weights.Sha256, "pytorch-fid", 2048), (s.Metric.WeightsSha256, s.Metric.Preprocessing, s.FeatureDimension)));
        Assert.All(scores, s => Assert.Contains($"unofficial weights (sha256 {weights.Sha256})", s.Metric.Warnings));
        Assert.All(scores.Where(s => s.Metric.Name == "fid"), s => Assert.Contains(s.Metric.Warnings, w => w.Contains("2048 features", StringComparison.Ordinal)));
        Assert.All(scores.Where(s => s is { Metric: { Name: "fid" or "kid", NSynthetic: 40 } }), s => Assert.Equal(2, s.Metric.Interval!.Count));
        Assert.Contains(outcome.Results.ScoreNotes, n => n.Contains("unofficial", StringComparison.Ordinal));
        Assert.Equal(2, outcome.Results.Scores.Count(s => s is { Source: "real", Metric.Name: "frechet-distance" })); // in-domain, as without weights
        AsScoreGivesThem(plan, weights, scores.Single(s => s is { Source: "real", Metric: { Name: "fid", NSynthetic: 40 } }).Metric.Value);

        IEnumerable<int> Counts(string source, string name) => scores.Where(s => s.Source == source && s.Metric.Name == name).Select(s => s.Metric.NSynthetic);
    }

    /// <summary>The 40 held-out images are all there are, so that a study and a score measure the same sets.</summary>
    private static void AsScoreGivesThem(StudyPlan plan, CachedWeights weights, double fid)
    {
        var data = new StudyData(plan, TinyStudy.Train, TinyStudy.Test);
        var scored = Scorer.Run(new ScoreRequest
        {
            Real = data.Images(data.Common(RealPart.Reference)),
            Synthetic = data.Images(data.Common(RealPart.HeldOut)),
            Metrics = [ScoreMetric.Fid],
            UseCnn = false,
            InceptionWeights = weights.Path,
        }).Metrics.First(m => m.Name == "fid").Value;
        // The same features in another order: float32 noise of a batch's place, relative to a FID that is far from 0.
        Assert.InRange(fid / scored, 1 - 1e-4, 1 + 1e-4);
    }

    [Fact]
    public async Task ResNet_18_measures_beside_the_in_domain_classifier_and_looks_for_near_copies()
    {
        var plan = Small() with { Frechet = Small().Frechet! with { BackboneSide = 32, InceptionReplicates = 0 } };
        var outcome = await TinyStudy.RunAsync(folder["backbone"], plan);
        Assert.Empty(outcome.Failures);
        var scores = outcome.Results.Scores.Where(s => s.Metric.Extractor.StartsWith("resnet18:", StringComparison.Ordinal)).ToList();
        Assert.All(scores, s => Assert.Equal((512, WeightCatalogue.ResNet18.Sha256), (s.FeatureDimension, s.Metric.WeightsSha256)));
        foreach (var source in new[] { "real", "cgan" })
        {
            Assert.Equal([20, 40], scores.Where(s => s.Source == source && s.Metric.Name == "frechet-distance").Select(s => s.Metric.NSynthetic));
            Assert.Equal([20, 40], scores.Where(s => s.Source == source && s.Metric.Name == "kernel-distance").Select(s => s.Metric.NSynthetic));
        }
        var copies = Assert.Single(scores, s => s.Metric.Name == "near-copies");
        Assert.Equal("cgan", copies.Source);
        Assert.InRange(copies.Metric.Value, 0, 4); // noise is nearer to no training image than other shapes are
        Assert.Equal(2, outcome.Results.Scores.Count(s => s is { Source: "real" } && s.Metric.Extractor.StartsWith("cnn:", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_weights_decide_the_keys_of_what_they_measure_and_of_nothing_else()
    {
        var data = new StudyData(Small(), TinyStudy.Train, TinyStudy.Test);
        string[] Keys(CachedWeights? weights) => [.. StudyPlanner.Resolve(Small(), data, weights).Tasks.Select(t => t.Node.Key)];
        var (none, one, other) = (Keys(null), Keys(new("a", new('1', 64))), Keys(new("a", new('2', 64))));
        Assert.Empty(none.Except(one));
        Assert.Equal(none.Order(), one.Intersect(other).Order());
        Assert.Equal(none.Length + 3, one.Length); // the reference's features, real and cgan
    }

    [Fact]
    public void Without_weights_a_study_says_how_to_get_them_unless_it_would_not_use_them()
    {
        var data = new StudyData(Small(), TinyStudy.Train, TinyStudy.Test);
        Assert.Contains("mintage weights fetch inception", Assert.Single(StudyPlanner.Resolve(Small(), data).ScoreNotes), StringComparison.Ordinal);
        var without = Small() with { Frechet = Small().Frechet! with { InceptionReplicates = 0 } };
        Assert.Empty(StudyPlanner.Resolve(without, data, new CachedWeights("a", new('1', 64))).ScoreNotes);
        Assert.Equal(0, StudyCost.Of(StudyPlanner.Resolve(without, data, new CachedWeights("a", new('1', 64)))).InceptionSeconds);
        Assert.True(StudyCost.Of(StudyPlanner.Resolve(Small(), data, new CachedWeights("a", new('1', 64)))).InceptionSeconds > 10);
    }

    [Fact]
    public async Task Weights_that_changed_since_the_study_began_are_refused()
    {
        var weights = Formula() with { Sha256 = new string('1', 64) };
        var outcome = await TinyStudy.RunAsync(folder["study"], Small(), weights);
        Assert.Contains(outcome.Failures, f => f.IsUserInput && f.Message.Contains(weights.Sha256, StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Results.Scores, s => s.Metric.Name == "fid");
    }

    private static StudyPlan Small()
    {
        var plan = TinyStudy.Plan();
        return plan with { Article = null, Fair = null, Replicates = 1, Gans = [plan.Gans[0]] };
    }

    private CachedWeights Formula()
    {
        var path = folder["formula.safetensors"];
        Safetensors.Write(path, [.. FormulaWeights.File.Tensors.Values]);
        return new CachedWeights(path, WholeFile.Sha256(path));
    }
}
