using System.Text.Json;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Tests.Studies;

/// <summary>Synthetic images that exist, as GANs of a study.</summary>
public sealed class ReadyMadeStudyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Five_replicates_share_the_images_and_every_row_says_that_nobody_knows_their_lineage()
    {
        var plan = Plan() with { Replicates = 5, Sizes = [TinyStudy.Plan().Sizes[0] with { Steps = 3 }] };
        var graph = Graph(plan, Noise(50));
        Assert.Equal(50, graph.Plan.SyntheticAt(graph.Plan.Sizes[0])); // 90 were asked for
        Assert.Single(graph.Gans.Select(g => g.Synthetic).Distinct());
        var outcome = await StudyRunner.RunAsync(graph, new StudyRun { Folder = root }, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
        var results = outcome.Results;
        Assert.Empty(results.Gans);
        var set = Assert.Single(results.Foreign);
        Assert.Equal(("vendor", "images", 50, false, 60), (set.Name, set.Kind, set.Images, set.LineageIsKnown, set.TestImages));
        Assert.All(results.FairArms, a => Assert.Equal(a.Gan is null, a.LineageIsKnown));
        Assert.Equal([50, 50, 50], results.FairArms.Where(a => a.Gan is not null).Select(a => a.SyntheticImages));
        Assert.Equal(50, results.FairArms.Single(a => a.Arm == "classical+placebo").RealImages - 10); // 60 real ones, 50 copies
        var judged = Assert.Single(results.Contrasts, c => c.InFamily);
        Assert.Equal(("classical+vendor", "classical", false), (judged.Arm, judged.Against, judged.LineageIsKnown));
        Assert.NotNull(judged.Verdict);
        Assert.Contains("What the images of vendor were made from is not known", judged.Sentence, StringComparison.Ordinal);
        Assert.False(results.Contrasts.Single(c => c is { Arm: "vendor", Against: "real" }).InFamily);
        Assert.True(results.Contrasts.Single(c => c is { Arm: "classical", Against: "real" }).LineageIsKnown);
        var limits = results.Conclusions.Single().Limits;
        foreach (var said in new[] { "'vendor' was trained on is not known", "share the same 50 images", "adds 50 of them" })
            Assert.Contains(limits, l => l.Contains(said, StringComparison.Ordinal));
        Assert.All(results.Scores.Where(s => s.Source == "vendor" && s.Metric.Name == "frechet-distance"), s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("Nobody says", StringComparison.Ordinal)));
        Assert.Equal(5, results.Scores.Count(s => s.Metric.Name == "near-test-images"));
        Assert.Contains("unknown lineage", File.ReadAllText(Path.Combine(root, "report.html")), StringComparison.Ordinal);
        var again = await StudyRunner.RunAsync(Graph(plan, Noise(50)), new StudyRun { Folder = root }, TestContext.Current.CancellationToken);
        Assert.Equal(JsonSerializer.Serialize(results, Json.File), JsonSerializer.Serialize(again.Results with { Looks = results.Looks }, Json.File));
    }

    [Fact]
    public async Task Two_hundred_planted_test_images_are_counted_listed_and_refused_before_anything_is_trained()
    {
        var test = Noise(300, seed: 4);
        int[] planted = [.. Enumerable.Range(50, 200)];
        var images = LabelledImages.Concat("mixed", [Noise(100), test.Select(planted), Darker(test.Select([0, 1, 2]), 0.9)]);
        var plan = Plan() with { Frechet = null };
        var graph = StudyPlanner.Resolve(plan, new StudyData(plan, TinyStudy.Train, test, Sets(images)));
        var folder = Path.Combine(root, "study");
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => StudyRunner.RunAsync(graph, new StudyRun { Folder = folder }, TestContext.Current.CancellationToken));
        Assert.Contains("203 of 303 do: 200 are identical", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("3 nearly so (image 100 shows test image 50, image 101 shows test image 51", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        var lines = File.ReadAllLines(folder + "-test-copies.csv");
        Assert.Equal(204, lines.Length);
        Assert.Equal(("100,50,1", "299,249,1"), (lines[1], lines[200]));
        Assert.StartsWith("300,0,", lines[201], StringComparison.Ordinal);
        // Who runs the task alone, as a cluster does, is refused too.
        var task = graph.Nodes.Single(n => n.Kind == "take-images");
        Assert.Throws<UserInputException>(() => graph.Run(task.Key, new TaskStore(folder), new Progress<TaskProgress>(), default));
    }

    [Fact]
    public void Near_copies_pass_where_real_images_are_as_alike_but_never_a_test_image()
    {
        var test = Noise(60, seed: 4);
        var train = LabelledImages.Concat("alike", [Darker(test, 0.9), Noise(100, seed: 5)]); // 60 of 160 nearly are test images
        var plan = Plan() with { Frechet = null };
        Assert.Equal(30, Take(Graph(30)).Provenance.Foreign!.NearTestImages);
        Assert.Contains("40 of 50", Assert.Throws<UserInputException>(() => Take(Graph(40))).Message, StringComparison.Ordinal);
        Assert.Contains("1 are identical", Assert.Throws<UserInputException>(() => Take(Graph(30, test.Select([50])))).Message, StringComparison.Ordinal);

        StudyGraph Graph(int near, LabelledImages? planted = null)
        {
            LabelledImages[] parts = [Darker(test.Select([.. Enumerable.Range(0, near)]), 0.8), Noise(50 - near), .. planted is null ? [] : new[] { planted }];
            return StudyPlanner.Resolve(plan, new StudyData(plan, train, test, Sets(LabelledImages.Concat("made", parts))));
        }
    }

    [Fact]
    public void Classes_are_matched_by_name_in_any_order_and_some_may_be_missing()
    {
        var images = Noise(40);
        var reordered = new LabelledImages("made", images.Pixels, Array.ConvertAll(images.Labels, l => l == 0 ? 1 : 0), 8, 8, 1, ["diagonal", "rows"]);
        var taken = Take(Graph(Plan(), reordered)).Images;
        Assert.Equal(TinyStudy.Train.ClassNames, taken.ClassNames);
        var counts = reordered.ClassCounts();
        Assert.Equal([counts[1], 0, counts[0]], taken.ClassCounts());
    }

    [Fact]
    public void More_images_than_needed_are_drawn_in_their_own_proportions_and_the_same_each_time()
    {
        var all = LabelledImages.Concat("uneven", [Noise(120).Select([.. Enumerable.Range(0, 120).Where(i => i % 3 == 0 || i < 60)])]);
        var plan = Plan() with { SyntheticImages = 20 };
        var (first, second) = (Take(Graph(plan, all)), Take(Graph(plan, all)));
        Assert.Equal(20, first.Images.Count);
        Assert.Equal(first.Images.Fingerprint, second.Images.Fingerprint);
        Assert.Equal([10, 5, 5], first.Images.ClassCounts()); // of 40, 20, 20
        Assert.Equal(("images", all.Fingerprint), (first.Provenance.Foreign!.Kind, first.Provenance.Foreign.Sha256));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_way()
    {
        Assert.Contains("'rwos'", Refusal(new LabelledImages("made", Noise(3).Pixels, [0, 0, 0], 8, 8, 1, ["rwos"])), StringComparison.Ordinal);
        Assert.Contains("must be 8 x 8 in grey as those of 'shapes', but are 16 x 16 in colour", Refusal(Shapes.Make(6, size: 16, channels: 3)), StringComparison.Ordinal);
        Assert.Contains("6 of its 6 are marked as real", Refusal(Shapes.Make(6).Marked(isSynthetic: false)), StringComparison.Ordinal);
        Assert.Contains("holds none", Refusal(Shapes.Make(0)), StringComparison.Ordinal);
        var doses = Plan() with { Fair = Plan().Fair! with { Doses = [2] } };
        Assert.Contains("arm 'vendor x2' at size 'reduced' needs 120 images of 'vendor', which has 50", Assert.Throws<UserInputException>(() => Graph(doses, Noise(50))).Message, StringComparison.Ordinal);

        static string Refusal(LabelledImages images) => Assert.Throws<UserInputException>(() => Graph(Plan(), images)).Message;
    }

    [Fact]
    public void The_key_follows_the_images_and_what_is_known_of_them()
    {
        var images = Noise(50);
        string[] keys =
        [
            Key(images, null), Key(Noise(50, seed: 12), null), Key(images.Select([.. Enumerable.Range(0, 49)]), null),
            Key(images, []), Key(images, [All.ImageFingerprint(1)]),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Key(Noise(50), null));

        string Key(LabelledImages set, string[]? lineage) => Whole(set, lineage).Gans[0].Synthetic;
    }

    [Fact]
    public void A_known_lineage_is_guarded_as_that_of_any_GAN()
    {
        var images = Noise(50);
        var known = Whole(images, [All.ImageFingerprint(3), All.ImageFingerprint(9)]);
        Assert.All(known.Gans, g => Assert.True(g.LineageIsKnown));
        Assert.Equal(2, Take(known).Provenance.Lineage.Count);
        Assert.Contains("(image 7)", Assert.Throws<UserInputException>(() => Whole(images, [TinyStudy.Test.ImageFingerprint(7)])).Message, StringComparison.Ordinal);
        var outside = Assert.Throws<UserInputException>(() => Whole(images, [images.ImageFingerprint(0)]));
        Assert.Contains("1 images of its lineage are not among them", outside.Message, StringComparison.Ordinal);
        var stray = Assert.Throws<UserInputException>(() => Graph(Plan(), Sets(images, Provenance(Noise(50, seed: 12), []))));
        Assert.Contains("names other images", stray.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_folds_go_on_without_the_images_and_balance_without_filling_up()
    {
        var plan = TinyStudy.Plan();
        plan = Plan() with { Gans = [plan.Gans[0], .. Plan().Gans], Fair = plan.Fair! with { NestedFolds = 2, Thorough = true } };
        var graph = Graph(plan, Noise(95));
        Assert.All(graph.Gans.Where(g => g.Fold is not null), g => Assert.Equal("cgan", g.Name));
        Assert.DoesNotContain(graph.Runs, r => r.Fold is not null && r.Arm.Contains("vendor", StringComparison.Ordinal));
        Assert.Contains(graph.Runs, r => r.Arm == "strong+vendor");
        Assert.DoesNotContain(graph.Runs, r => r.Arm == "spent-on-training:vendor");
        var balance = FairArms.All(plan with { Fair = plan.Fair! with { Balance = true } }).Select(a => a.Name);
        Assert.Contains("gan-balance:cgan", balance);
        Assert.DoesNotContain("gan-balance:vendor", balance);
    }

    [Fact]
    public void A_plan_says_what_goes_with_images()
    {
        var plan = PlanFile.Parse("{ name: t, data: x.npz, sizes: [60], gans: [{ images: ../made/flowers.npz }, { name: b, images: real }] }", "plan");
        Assert.Equal([("flowers", "../made/flowers.npz"), ("b", "real")], plan.Gans.Select(g => (g.Name, g.Images!)));
        Assert.Equal(plan.Gans, PlanFile.Parse(PlanFile.Text(plan), "again").Gans);
        foreach (var (gan, said) in new[]
        {
            ("images: a, preset: cgan", "exactly one of preset, images"), ("images: a, members: 2", "Remove members"),
            ("images: a, filter: true", "Remove filter"), ("images: a, scope: whole-training-set", "Remove scope"),
        })
            Assert.Contains(said, Assert.Throws<UserInputException>(() => PlanFile.Parse($"{{ name: t, data: x.npz, sizes: [60], gans: [{{ name: a, {gan} }}, cgan] }}", "plan")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_plan_judges_images_in_place_of_a_GAN()
    {
        var path = Path.Combine(root, "made.npz");
        NpzFile.Write(path, Noise(70));
        var plan = DefaultPlan.For("shapes.npz", TinyStudy.Train, TinyStudy.Test, new DefaultPlanOptions { Synthetic = path });
        var gan = Assert.Single(plan.Gans);
        Assert.Equal(("made", path, 70), (gan.Name, gan.Images, plan.SyntheticAt(plan.Sizes[0])));
        Assert.Equal(PlanFile.Text(plan), PlanFile.Text(PlanFile.Parse(DefaultPlan.Text(plan), "default")));
        Assert.DoesNotContain("#filter", DefaultPlan.Text(plan), StringComparison.Ordinal);
    }

    private static StudyPlan Plan() => TinyStudy.Plan() with
    {
        Replicates = 1,
        Article = null,
        Gans = [new GanPlan { Name = "vendor", Images = "made.npz" }],
        Fair = new FairPlan { RealTuned = null },
    };

    private static LabelledImages All => TinyStudy.Train;

    private static StudyGraph Whole(LabelledImages images, string[]? lineage)
    {
        var plan = Plan() with { Sizes = [TinyStudy.Plan().Sizes[0] with { Images = null }], Frechet = null };
        return Graph(plan, Sets(images, lineage is null ? null : Provenance(images, lineage)));
    }

    private static StudyGraph Graph(StudyPlan plan, LabelledImages images) => Graph(plan, Sets(images));

    private static StudyGraph Graph(StudyPlan plan, Dictionary<string, TracedSet> sets) =>
        StudyPlanner.Resolve(plan, new StudyData(plan, TinyStudy.Train, TinyStudy.Test, sets));

    private static Dictionary<string, TracedSet> Sets(LabelledImages images, string? provenance = null) =>
        new() { ["vendor"] = new TracedSet(images, provenance) };

    private SyntheticSet Take(StudyGraph graph)
    {
        var store = new TaskStore(Directory.CreateDirectory(Path.Combine(root, $"take-{Directory.GetDirectories(root).Length}")).FullName);
        var node = graph.Node(graph.Gans[0].Synthetic);
        graph.Run(node.Key, store, new Progress<TaskProgress>(), default);
        return SyntheticSet.Load(Path.Combine(store.Folder(node), SynthesiseTask.ImagesFile));
    }

    private static string Provenance(LabelledImages images, string[] lineage) => JsonSerializer.Serialize(new Provenance
    {
        FormatVersion = Mintage.Synthesis.Provenance.CurrentVersion,
        Gans = [],
        Seed = 0,
        ClassCounts = images.ClassCounts(),
        Fingerprint = images.Fingerprint,
        Lineage = lineage,
    }, Json.File);

    /// <summary>Near copies.</summary>
    private static LabelledImages Darker(LabelledImages images, double factor) =>
        new("darker", Array.ConvertAll(images.Pixels, p => (byte)(p * factor)), images.Labels, 8, 8, 1, images.ClassNames);

    /// <summary>Noise: like no other image.</summary>
    private static LabelledImages Noise(int count, long seed = 9)
    {
        var random = SeedTree.FromSeed(seed).Child("noise").Random();
        return new LabelledImages("noise", [.. Enumerable.Range(0, count * 64).Select(_ => (byte)random.NextInt32(200))], [.. Enumerable.Range(0, count).Select(i => i % 3)], 8, 8, 1, Shapes.ClassNames);
    }
}
