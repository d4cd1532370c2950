using Mintage.Data;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Scoring;

namespace Mintage.Tests.Scoring;

public sealed class ScorerTests : IClassFixture<ScorerTests.Cache>
{
    private static readonly LabelledImages Real = Shapes.Make(900, seed: 1, name: "real"), Good = Shapes.Make(300, seed: 2, name: "good"), Train = Shapes.Make(150, seed: 3, name: "train");
    private readonly string cache;

    /// <summary>Tests share trained judges.</summary>
    public ScorerTests(Cache cache) => this.cache = cache.Folder;

    [Fact]
    public void Good_images_score_better_than_collapsed_ones_in_every_measure_of_diversity()
    {
        var collapsed = Good.Select([.. Enumerable.Range(0, 300).Select(i => i % 3)], "collapsed");
        var (good, bad) = (Scores(Good), Scores(collapsed));
        Assert.True(good["frechet-distance"].Value < bad["frechet-distance"].Value);
        Assert.True(good["kernel-distance"].Value < bad["kernel-distance"].Value);
        Assert.True(good["coverage"].Value > bad["coverage"].Value + 0.3);
        Assert.True(good["recall"].Value > bad["recall"].Value + 0.3);
        Assert.True(good["classification-accuracy-score"].Value > bad["classification-accuracy-score"].Value);
        Assert.InRange(good["coverage"].Value, good["coverage-real"].Value - 0.1, good["coverage-real"].Value + 0.1); // same distribution: sampling noise of 225 images
        Assert.InRange(good["label-agreement"].Value, 0.8, 1);
    }

    [Fact]
    public void The_curve_falls_with_the_number_of_images_and_ends_at_the_whole_set()
    {
        var records = Scorer.Run(Request(Good, ScoreMetric.Fid) with { Curve = [20, 80, 300] }).Metrics.Where(r => r.Name == "frechet-distance").ToList();
        Assert.Equal([300, 20, 80, 300], records.Select(r => r.NSynthetic));
        Assert.Equal(records[0].Value, records[3].Value, 1e-9 * records[0].Value);
        Assert.True(records[1].Value > records[2].Value && records[2].Value > records[3].Value);
        Assert.Contains("between 2 and the 300", Assert.Throws<UserInputException>(() => Scorer.Run(Request(Good, ScoreMetric.Fid) with { Curve = [301] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_sorted_by_class_score_like_their_shuffles()
    {
        static LabelledImages Sorted(LabelledImages set) => set.Select([.. Enumerable.Range(0, set.Count).OrderBy(i => set.Labels[i])], set.Name);
        var request = Request(Good, ScoreMetric.Fid, ScoreMetric.Kid, ScoreMetric.Pr, ScoreMetric.Prdc, ScoreMetric.Agreement) with { Curve = [20, 80] };
        var shuffled = Scorer.Run(request).Metrics;
        var sorted = Scorer.Run(request with { Real = Sorted(Real), Synthetic = Sorted(Good), Train = Sorted(Train) }).Metrics;
        Assert.Equal(shuffled.Select(r => r.Name), sorted.Select(r => r.Name));
        Assert.All(shuffled.Zip(sorted), pair => Assert.Equal(pair.First.Value, pair.Second.Value)); // the same sets from the first draw on
    }

    [Fact]
    public void Copies_of_training_images_are_seen_as_copies()
    {
        var copies = Scores(Train, ScoreMetric.Memorisation);
        var fresh = Scores(Good, ScoreMetric.Memorisation);
        Assert.Equal(0, copies["auth-pct"].Value);
        Assert.True(fresh["auth-pct"].Value > 20);
        Assert.True(copies["c-t"].Value < -3, "C_T well below 0 means copying");
        Assert.Contains(copies["auth-pct"].Warnings, w => w.Contains("exactly the features", StringComparison.Ordinal));
    }

    [Fact]
    public void The_cache_changes_nothing_but_the_time_and_is_used()
    {
        var own = Good.Select([.. Enumerable.Range(0, 290)], "own"); // no other test asks for these features
        var before = Directory.GetFiles(cache, "*", SearchOption.AllDirectories);
        var first = Scores(own, ScoreMetric.Fid);
        var files = Directory.GetFiles(cache, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        Assert.InRange(files.Count - before.Length, 1, 3); // features of one set or both, and the extractor where this test is the first
        var second = Scores(own, ScoreMetric.Fid);
        Assert.Equal(first["frechet-distance"].Value, second["frechet-distance"].Value);
        Assert.Equal(first["frechet-distance"].Interval, second["frechet-distance"].Interval);
        Assert.All(files, f => Assert.Equal(f.Value, File.GetLastWriteTimeUtc(f.Key)));
        Assert.Equal(first["frechet-distance"].Value, Scorer.Run(Request(own, ScoreMetric.Fid) with { CacheFolder = null }).Metrics[0].Value);
    }

    [Fact]
    public void Large_images_are_measured_with_the_residual_network()
    {
        var request = Request(Shapes.Make(40, size: 32, seed: 2), ScoreMetric.Fid) with { Real = Shapes.Make(300, size: 32), CacheFolder = null };
        Assert.StartsWith("small:", Scorer.Run(request).Metrics[0].Extractor, StringComparison.Ordinal);
    }

    [Fact]
    public void The_extractors_images_are_not_in_the_reference_and_overlaps_are_said()
    {
        var records = Scores(Good, ScoreMetric.Fid);
        Assert.Equal(450, records["frechet-distance"].NReal); // half of 900 train the extractor
        Assert.StartsWith("cnn:", records["frechet-distance"].Extractor, StringComparison.Ordinal);
        Assert.DoesNotContain(records.Values, r => r.Name == "fid");
        Assert.Contains(records["frechet-distance"].Warnings, w => w.Contains("no provenance", StringComparison.Ordinal));
        var judged = Scorer.Run(Request(Good, ScoreMetric.Fid) with { Judge = Real }).Metrics[0];
        Assert.Contains(judged.Warnings, w => w.Contains("The extractor was trained on 900 of the 900 reference images", StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_of_a_request_are_reported_at_once()
    {
        var request = new ScoreRequest { Real = Real, Synthetic = Good, Metrics = [ScoreMetric.Cas, ScoreMetric.Memorisation, ScoreMetric.Is], UseCnn = false, InceptionWeights = null };
        var refusal = Assert.Throws<UserInputException>(() => Scorer.Run(request));
        Assert.Contains("4 faults", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'fid'", Assert.Throws<UserInputException>(() => ScoreMetrics.Parse("fud")).Message.Replace("fid,", "'fid'"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_of_less_than_a_batch_are_scored_by_a_judge_that_has_learned_and_each_stage_is_told()
    {
        var few = Request(Good.Select([.. Enumerable.Range(0, 60)], "few"), ScoreMetric.Agreement, ScoreMetric.Cas) with { Real = Real.Select([.. Enumerable.Range(0, 200)], "few real") };
        var told = new List<TaskProgress>();
        var scores = Scorer.Run(few, new Told(told.Add)).Metrics.ToDictionary(r => r.Name);
        Assert.InRange(scores["judge-accuracy"].Value, 0.8, 1); // 100 images, one batch, 390 times; five times would be at chance, a third
        Assert.Equal(60, scores["classification-accuracy-score"].NSynthetic);
        Assert.Equal(["judges", "cas"], told.Where(t => t.Share == 0).Select(t => t.Status));
        // They stop when they know every training image, long before the last of 390 steps.
        Assert.Contains(told, t => t.Status.StartsWith("judges, 2 of 3, step ", StringComparison.Ordinal));
        Assert.DoesNotContain(told, t => t.Status.Contains("step 390 of 390", StringComparison.Ordinal));
        Assert.Contains(told, t => t.Status.StartsWith("cas, 2 of 3, step 1,000 of 2,000", StringComparison.Ordinal) && t.Share == 0.5);
        Assert.All([scores["label-agreement"], scores["classification-accuracy-score"]], s => Assert.InRange(s.Value, s.Interval![0], s.Interval[1]));
    }

    [Fact]
    public void A_real_set_of_a_few_images_many_times_over_is_refused()
    {
        var repeated = Real.Select([.. Enumerable.Range(0, 300).Select(i => i % 6)], "repeated");
        Assert.Contains("--judge", Assert.Throws<UserInputException>(() => Scorer.Run(Request(Good, ScoreMetric.Fid) with { Real = repeated })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_of_different_shapes_are_refused() =>
        Assert.Throws<UserInputException>(() => Scorer.Run(Request(Shapes.Make(200, size: 12), ScoreMetric.Fid)));

    private ScoreRequest Request(LabelledImages synthetic, params ScoreMetric[] metrics) => new()
    {
        Real = Real,
        Synthetic = synthetic,
        Train = Train,
        Test = Shapes.Make(200, seed: 4),
        Metrics = metrics.Length > 0 ? metrics : [ScoreMetric.Fid, ScoreMetric.Kid, ScoreMetric.Pr, ScoreMetric.Prdc, ScoreMetric.Agreement, ScoreMetric.Cas],
        UseCnn = true,
        InceptionWeights = null,
        CacheFolder = cache,
    };

    private Dictionary<string, MetricRecord> Scores(LabelledImages synthetic, params ScoreMetric[] metrics) =>
        Scorer.Run(Request(synthetic, metrics)).Metrics.ToDictionary(r => r.Name);

    public sealed class Cache : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("mintage-test-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private sealed class Told(Action<TaskProgress> tell) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => tell(value);
    }
}
