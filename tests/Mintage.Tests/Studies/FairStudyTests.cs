using Mintage.Augmentation;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Analysis;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>The fair protocol from the plan to the verdict, on small images.</summary>
public sealed class FairStudyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Every_arm_is_there_with_equal_steps_and_the_images_that_it_should_have()
    {
        var plan = Fair(f => f with
        {
            Doses = [0, 1.0 / 3, 2],
            Arms = [new ArmPlan { Name = "light", Gan = "cgan", SyntheticShare = 0.25, SyntheticLossWeight = 0.5 }],
            Contrasts = [new ContrastPlan("light", "cgan")],
        });
        var results = (await TinyStudy.RunAsync(Folder("a"), plan)).Results;
        Assert.Equal(
            ["real", "classical", "cgan", "classical+cgan", "synthetic-only:cgan", "cgan x0.33", "cgan x2", "more-real", "classical+more-real", "classical+placebo", "real-tuned", "light"],
            results.FairArms.Select(a => a.Arm));
        Assert.All(results.FairArms.Where(a => a.EqualSteps), a => Assert.Equal(150 / 16 * 2, a.Steps));
        FairArmRow Row(string arm) => results.FairArms.Single(a => a.Arm == arm);
        Assert.Equal((60, 0, 0.0), (Row("real").RealImages, Row("real").SyntheticImages, Row("real").SyntheticShare));
        Assert.Equal((60, 90, 0.5), (Row("cgan").RealImages, Row("cgan").SyntheticImages, Row("cgan").SyntheticShare));
        Assert.Equal((0, 90, 1.0), (Row("synthetic-only:cgan").RealImages, Row("synthetic-only:cgan").SyntheticImages, Row("synthetic-only:cgan").SyntheticShare));
        Assert.Equal((60, 20), (Row("cgan x0.33").RealImages, Row("cgan x0.33").SyntheticImages));
        Assert.Equal((60, 120), (Row("cgan x2").RealImages, Row("cgan x2").SyntheticImages));
        Assert.Equal(2.0 / 3, Row("cgan x2").SyntheticShare, 1e-12);
        Assert.Equal(60 + 90, Row("more-real").RealImages);
        Assert.Equal(60 + 90, Row("classical+more-real").RealImages);
        Assert.Equal((60, 0), (Row("classical+placebo").RealImages, Row("classical+placebo").SyntheticImages));
        Assert.Contains(results.Contrasts, c => c is { Arm: "classical+cgan", Against: "classical+placebo", InFamily: false });
        Assert.False(Row("real-tuned").EqualSteps);

        Assert.Equal([("classical+cgan", "classical"), ("cgan", "real")], results.Contrasts.Where(c => c.InFamily).Select(c => (c.Arm, c.Against)));
        Assert.All(results.Contrasts, c => Assert.Equal(150 / 16 * 2, c.Steps));
        Assert.All(results.Contrasts.Where(c => c.InFamily), c => Assert.NotEqual("improves", c.Verdict)); // two replicates
        Assert.Contains(results.Contrasts, c => c is { Arm: "light", Against: "cgan", InFamily: false });
        Assert.All(results.Gans, g => Assert.True(File.Exists(Path.Combine(Folder("a"), g.BesideRealFile!))));
        Assert.Contains("Only 2 of the 5 replicates", string.Join(' ', results.Conclusions.Single().Limits), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thorough_study_has_what_reviewers_ask_for()
    {
        var results = (await TinyStudy.RunAsync(Folder("a"), Fair(f => f with { Thorough = true }))).Results;
        var steps = 150 / 16 * 2;
        Assert.Equal(["strong", "strong+cgan", "spent-on-training:cgan"], results.FairArms.Select(a => a.Arm).Where(a => a.StartsWith('s') && !a.StartsWith("synthetic", StringComparison.Ordinal)));
        Assert.True(results.FairArms.Single(a => a.Arm == "spent-on-training:cgan") is { EqualSteps: false } spent && spent.Steps > steps);
        Assert.Equal(
            [("S/3", steps / 3), ("S", steps), ("3 S", 3 * steps)],
            results.Budgets.Where(b => b is { Arm: "classical+cgan", Against: "classical" }).Select(b => (b.Budget, b.Steps)));
        Assert.All(results.Budgets.Where(b => b.Budget != "spent"), b => Assert.Equal(b.Steps, b.AgainstSteps));
        Assert.Equal(
            results.Contrasts.Single(c => c is { Arm: "classical+cgan", Against: "classical" }).EstimatePoints,
            results.Budgets.Single(b => b is { Budget: "S", Arm: "classical+cgan" }).EstimatePoints);
        Assert.Contains(results.Contrasts, c => c is { Arm: "strong+cgan", Against: "strong", InFamily: false });
        Assert.DoesNotContain(results.FairArms, a => a.Arm.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probabilities_are_measured_beside_right_and_wrong_answers()
    {
        var results = (await TinyStudy.RunAsync(Folder("a"), Fair(f => f))).Results;
        Assert.All(results.FairArms, arm =>
        {
            var fits = results.Fits.Where(f => f.Protocol == "fair" && f.Arm == arm.Arm && f.Fold is null).ToList();
            var (loss, error) = (arm.Outcomes[0], arm.Outcomes[1]);
            Assert.Equal(fits.Average(f => f.Figures.Loss), loss.Value, 1e-5); // float32 losses, and a mean of means
            Assert.True(loss.Interval!.Low <= loss.Value && loss.Value <= loss.Interval.High);
            Assert.InRange(error.Value, 0, 100);
        });
        var contrast = results.Contrasts.Single(c => c is { Arm: "classical+cgan", Against: "classical" });
        FairArmRow Row(string name) => results.FairArms.Single(a => a.Arm == name);
        for (var i = 0; i < 2; i++)
            Assert.Equal(Row("classical+cgan").Outcomes[i].Value - Row("classical").Outcomes[i].Value, contrast.Outcomes[i].Estimate, 1e-6);
    }

    [Fact]
    public async Task Steps_and_images_are_taken_two_by_two()
    {
        var results = (await TinyStudy.RunAsync(Folder("a"), Fair(f => f))).Results;
        var decomposition = results.Decompositions.Single(d => !d.Leaky);
        var cells = decomposition.TwoByTwo!;
        Assert.True(cells.FewSteps < cells.AllSteps);
        Assert.Equal(cells.GanFew - cells.RealFew, cells.ImagesAtFewPoints, 1e-9);
        Assert.Equal(cells.GanAll - cells.RealAll - cells.ImagesAtFewPoints, cells.InteractionPoints, 1e-9);
        Assert.Equal(cells.GanAll - cells.RealAll, decomposition.Parts.Single(p => p.Name == "fair GAN").Points, 1e-9);
        Assert.Equal(cells.RealAll - cells.RealFew, decomposition.Parts.Single(p => p.Name == "extra steps").Points, 1e-9);
    }

    [Fact]
    public async Task A_GAN_that_learned_from_augmented_images_is_judged_against_augmented_controls_alone()
    {
        var plan = Fair(f => f) with { Replicates = 1, Article = null, Frechet = null };
        var gan = plan.Gans[0] with { Name = "augmented" };
        gan = gan with { Options = gan.Options! with { Classical = new ClassicalOptions(), ClassicalShare = 0.5 } };
        var results = (await TinyStudy.RunAsync(Folder("a"), plan with { Gans = [plan.Gans[0], gan] })).Results;
        Assert.Equal(
            [("classical+cgan", "classical"), ("classical+augmented", "classical"), ("cgan", "real")],
            results.Contrasts.Where(c => c.InFamily).Select(c => (c.Arm, c.Against)));
        var exploratory = results.Contrasts.Single(c => c is { Arm: "augmented", Against: "real" });
        Assert.Null(exploratory.Verdict);
        Assert.Contains("'real' never sees", exploratory.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    public async Task What_does_not_matter_is_half_a_point_or_a_quarter_of_the_errors_unless_the_plan_says_it(double? given)
    {
        var plan = Fair(f => f with { RelevantPoints = given }) with { Replicates = 1, Article = null, Frechet = null };
        var results = (await TinyStudy.RunAsync(Folder("a"), plan)).Results;
        var least = results.FairArms.Where(a => a.Arm is "real" or "classical").Min(a => 100 * (1 - a.Accuracy));
        var expected = given ?? Math.Min(0.5, Math.Max(least, 100.0 / TinyStudy.Test.Count) / 4);
        Assert.Equal(expected, results.Sizes[0].MarginPoints, 1e-9);
    }

    [Fact]
    public async Task Several_sizes_make_a_curve_each_with_its_own_GANs_and_family()
    {
        var plan = Fair(f => f) with { Replicates = 1, Article = null, Frechet = null };
        plan = plan with { Sizes = [plan.Sizes[0], plan.Sizes[0] with { Name = "larger", Images = 120, SyntheticImages = 30, Steps = 9 }] };
        var results = (await TinyStudy.RunAsync(Folder("a"), plan)).Results;
        Assert.Equal([60, 120], results.Sizes.Select(s => s.Images));
        Assert.Equal([60, 120], results.Gans.Select(g => g.TrainingImages));
        Assert.Equal(2, results.Conclusions.Count);
        Assert.All(results.FairArms.Where(a => a is { Size: "larger", EqualSteps: true }), a => Assert.Equal(9, a.Steps));
        Assert.Equal((120, 30), results.FairArms.Where(a => a is { Size: "larger", Arm: "cgan" }).Select(a => (a.RealImages, a.SyntheticImages)).Single());
        Assert.Equal(["reduced", "reduced", "larger", "larger"], results.Contrasts.Where(c => c.InFamily).OrderBy(c => c.Size == "larger").Select(c => c.Size));
    }

    [Fact]
    public async Task A_comparison_of_unequal_steps_is_void_by_what_was_run_not_by_what_was_asked()
    {
        var (plan, folder) = (Fair(f => f) with { Article = null }, Folder("a"));
        await TinyStudy.RunAsync(folder, plan);
        var graph = TinyStudy.Graph(plan);
        var store = new TaskStore(folder);
        var node = graph.Node(graph.Runs.First(f => f is { Arm: "cgan", Replicate: 1 }).Key);
        var path = Path.Combine(store.Folder(node), FitTask.ResultFile);
        Json.Write(path, Json.Read<FitFigures>(path) with { Steps = 17 });
        File.Delete(Path.Combine(store.Folder(node), "manifest.json"));
        TaskManifest.Write(store.Folder(node), node.Key);

        var results = (await TinyStudy.RunAsync(folder, plan)).Results;
        var contrast = results.Contrasts.Single(c => c is { Arm: "cgan", Against: "real" });
        Assert.Equal((null, "not enough evidence"), (contrast.Steps, contrast.Verdict));
        Assert.Null(contrast.SimultaneousPoints);
        Assert.Contains("void", contrast.Sentence, StringComparison.Ordinal);
        Assert.Contains(results.Conclusions.Single().Limits, l => l.Contains("void", StringComparison.Ordinal));
        Assert.NotNull(results.Contrasts.Single(c => c is { Arm: "classical+cgan", Against: "classical" }).SimultaneousPoints);
    }

    [Fact]
    public async Task The_parts_of_the_articles_gain_add_up_to_it_leak_included()
    {
        var results = (await TinyStudy.RunAsync(Folder("a"))).Results;
        var gain = results.Arms.Single(a => a.Arm == "wgan-all");
        Assert.DoesNotContain(results.Decompositions, d => d.Arm == "wgan-all"); // there is no wgan without the leak to compare with
        var cgan = results.Decompositions.Single(d => d.Arm == "cgan");
        Assert.Equal(["extra steps", "fair GAN", "pooling"], cgan.Parts.Select(p => p.Name));
        Assert.Equal(results.Arms.Single(a => a.Arm == "cgan").GainPoints!.Value, cgan.TotalPoints, 1e-9);
        Assert.Equal(cgan.TotalPoints, cgan.Parts.Sum(p => p.Points), 1e-9);
        Assert.True(gain.Leaky);

        var plan = TinyStudy.Plan();
        var leaky = plan with { Gans = [plan.Gans[0], new GanPlan { Name = "cgan-all", Options = plan.Gans[0].Options!, Scope = GanScope.WholeTrainingSet }] };
        var all = (await TinyStudy.RunAsync(Folder("b"), leaky)).Results.Decompositions.Single(d => d.Arm == "cgan-all");
        Assert.Equal(["extra steps", "fair GAN", "pooling", "leak"], all.Parts.Select(p => p.Name));
        Assert.Equal(all.TotalPoints, all.Parts.Sum(p => p.Points), 1e-9);
        Assert.True(all.Leaky);
    }

    [Fact]
    public async Task Nested_folds_train_a_GAN_each_and_validate_on_real_images_only()
    {
        var plan = Fair(f => f with { NestedFolds = 2 });
        var results = (await TinyStudy.RunAsync(Folder("a"), plan)).Results;
        var graph = TinyStudy.Graph(plan);
        Assert.Equal(2 * (1 + 2), graph.Gans.Count(g => g.Name == "cgan")); // two replicates: whole part and two folds
        var nested = results.Fits.Where(f => f is { Protocol: "fair", Fold: not null }).ToList();
        Assert.Equal(2 * 2 * 4, nested.Count); // replicates, folds, arms of the family
        Assert.All(nested, f => Assert.Equal(30, f.Figures.RealImages));
        var contrast = results.Contrasts.Single(c => c is { Evaluation: "nested folds", Arm: "cgan" });
        Assert.Null(contrast.Verdict);
        Assert.Equal(2, contrast.Replicates);
        Assert.Contains(results.FoldTable, f => f is { Nested: true, Pooled: false, Arm: "cgan" });
        foreach (var fit in graph.Runs.Where(f => f is { Protocol: "fair", Fold: not null }))
        {
            var task = (FitTask)graph.Task(fit.Key);
            Assert.Empty(Fingerprints(graph, task.Training).Intersect(Fingerprints(graph, task.Evaluation)));
        }
    }

    [Fact]
    public async Task A_filter_that_can_accept_nothing_fails_its_arms_alone_and_says_so()
    {
        var plan = TinyStudy.Plan() with { Replicates = 1, Article = null, Frechet = null };
        plan = plan with { Gans = [plan.Gans[0] with { Filter = new FilterPlan { Epochs = 1, MinConfidence = 0.999, MaxDrawsPerImage = 1 } }] };
        var outcome = await TinyStudy.RunAsync(Folder("a"), plan);
        var failure = Assert.Single(outcome.Failures);
        Assert.True(failure.IsUserInput);
        Assert.Contains("raise its max_draws_per_image", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["real", "classical", "more-real", "classical+more-real", "classical+placebo", "real-tuned"], outcome.Results.FairArms.Select(a => a.Arm));
        Assert.All(outcome.Results.Contrasts.Where(c => c.InFamily), c => Assert.Equal(("not enough evidence", 0), (c.Verdict, c.Replicates)));
        Assert.Contains(outcome.Results.Conclusions.Single().Limits, l => l.Contains("not complete", StringComparison.Ordinal));
        var status = StudyStatus.Of(Folder("a"));
        Assert.Equal((1, 3), (status.Failed.Count, status.Blocked));
    }

    [Fact]
    public async Task Without_a_test_set_a_test_part_is_set_aside_once_and_verdicts_are_about_these_training_images()
    {
        var plan = Fair(f => f) with { TestShare = 0.2, Article = null, Frechet = null, Sizes = [TinyStudy.Plan().Sizes[0] with { Images = null }], SyntheticImages = 64 };
        var data = new StudyData(plan, TinyStudy.Test, null);
        Assert.Equal((48, 12, true), (data.Train.Count, data.Test(0).Count, data.HasTestSet));
        Assert.Equal(data.Test(0).Fingerprint, data.Test(1).Fingerprint);
        Assert.Equal(data.Training(plan.Sizes[0], 0).Fingerprint, data.Training(plan.Sizes[0], 1).Fingerprint);
        Assert.Empty(Fingerprints(data, data.Training(plan.Sizes[0], 1)).Intersect(Fingerprints(data, data.Test(1))));
        var results = (await TinyStudy.RunAsync(Folder("a"), plan, train: TinyStudy.Test, test: null)).Results;
        Assert.Equal((48, 12, "seeds"), (results.Data.TrainCount, results.Data.TestCount, results.Sizes[0].Estimand));
        Assert.Equal("test set", results.Contrasts.First(c => c.InFamily).Evaluation);
        Assert.Contains(results.Conclusions.Single().Limits, l => l.Contains("about them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_test_set_replicates_are_repeated_splits_with_the_corrected_test()
    {
        var plan = Fair(f => f) with { TestShare = 0.2, RepeatedSplits = true, Article = null, Frechet = null, Sizes = [TinyStudy.Plan().Sizes[0] with { Images = null }], SyntheticImages = 64 };
        var data = new StudyData(plan, TinyStudy.Test, null);
        Assert.Equal((48, 12), (data.Training(plan.Sizes[0], 0).Count, data.Test(0).Count));
        Assert.NotEqual(data.Test(0).Fingerprint, data.Test(1).Fingerprint);
        Assert.Empty(Fingerprints(data, data.Training(plan.Sizes[0], 1)).Intersect(Fingerprints(data, data.Test(1))));
        var results = (await TinyStudy.RunAsync(Folder("a"), plan, train: TinyStudy.Test, test: null)).Results;
        var shared = await TinyStudy.RunAsync(Folder("b"), plan with { Frechet = TinyStudy.Plan().Frechet! with { Shared = true, Counts = [10] } }, TinyStudy.Test, null);
        Assert.Empty(shared.Failures); // the extractor sees test parts: said with every score, not refused
        Assert.All(shared.Results.Scores, s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("The extractor was trained on", StringComparison.Ordinal)));
        var contrast = results.Contrasts.First(c => c.InFamily);
        Assert.Equal(("repeated splits", "splits"), (contrast.Evaluation, results.Sizes[0].Estimand));
        Assert.All(results.Contrasts, c => Assert.Contains(c.Verdict, new[] { null, "not enough evidence", "suggests a gain", "suggests harm" }));
        Assert.Contains("Nadeau", contrast.Method, StringComparison.Ordinal);
        Assert.Contains(results.Conclusions.Single().Limits, l => l.Contains("repeated splits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_GAN_whose_images_hardly_show_their_classes_is_among_the_limits()
    {
        const string Words = "The images of cgan hardly show their classes";
        var plan = Fair(f => f);
        var results = (await TinyStudy.RunAsync(Folder("a"), plan)).Results;
        var graph = StudyPlanner.Resolve(plan, new StudyData(plan, TinyStudy.Train, TinyStudy.Test));

        // Three classes: guessing has 33.3 %, halfway to 90 % is 61.7 %.
        Assert.Contains("of 61.6 %, where guessing has 33.3 % and the real images give 90.0 %", Assert.Single(Limits(61.6), IsOfClasses), StringComparison.Ordinal);
        Assert.DoesNotContain(Limits(61.7), IsOfClasses);

        IReadOnlyList<string> Limits(double alone) => Conclusions.Of(graph, plan.Sizes[0], [.. results.FairArms.Select(arm => arm.Arm switch
        {
            "real" => With(arm, 90),
            "synthetic-only:cgan" => With(arm, alone),
            _ => arm,
        })], results.Contrasts, [], []).Limits;

        static FairArmRow With(FairArmRow arm, double percent) => arm with { Measures = [.. arm.Measures.Select(m => m with { Percent = percent })] };
        static bool IsOfClasses(string limit) => limit.StartsWith(Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_synthetic_set_that_is_too_large_to_hold_is_refused_with_its_size()
    {
        var plan = TinyStudy.Plan() with { SyntheticImages = 100_000_000 };
        var message = Assert.Throws<UserInputException>(() => new StudyData(plan, TinyStudy.Train, TinyStudy.Test)).Message;
        Assert.Contains("100,000,000 synthetic images of", message, StringComparison.Ordinal);
        Assert.Contains("Lower synthetic_images", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_stay_on_one_side_of_every_split_and_those_of_the_test_set_are_left_out()
    {
        var train = TinyStudy.Train.WithGroups([.. Enumerable.Range(0, TinyStudy.Train.Count).Select(i => $"patient {i / 4}")]);
        var test = TinyStudy.Test.WithGroups([.. Enumerable.Range(0, TinyStudy.Test.Count).Select(i => i < 6 ? "patient 3" : $"other {i / 3}")]);
        var plan = Fair(f => f with { NestedFolds = 2 });
        var data = new StudyData(plan, train, test);
        Assert.Equal(4, data.LeftOut);
        string[] Of(ImagePart part) => [.. data.Images(part).Groups!.Distinct()];
        var parts = new[] { data.Common(RealPart.Extractor), data.Common(RealPart.Reference), data.Common(RealPart.HeldOut), data.Training(plan.Sizes[0], 0), data.Training(plan.Sizes[0], 1), data.Test(0) };
        foreach (var (first, second) in parts.SelectMany((a, i) => parts.Skip(i + 1).Select(b => (a, b))))
            Assert.Empty(Of(first).Intersect(Of(second)));
        Assert.Empty(Of(data.Training(plan.Sizes[0], 0, 1)).Intersect(Of(data.Validation(plan.Sizes[0], 0, 1))));
        Assert.NotEqual(data.Training(plan.Sizes[0], 0), new StudyData(plan, train.WithGroups([.. train.Groups!.Select(g => g + "x")]), test).Training(plan.Sizes[0], 0)); // groups decide folds
        Assert.Empty(Of(data.Extra(plan.Sizes[0], 0, 90)!).Intersect(Of(data.Training(plan.Sizes[0], 0))));
    }

    [Fact]
    public void Training_images_that_are_in_the_test_set_are_left_out_of_every_part()
    {
        var train = LabelledImages.Concat("planted", [TinyStudy.Train, TinyStudy.Test.Select([0, 1, 2])]);
        var data = new StudyData(TinyStudy.Plan(), train, TinyStudy.Test);
        Assert.Equal(3, data.LeftOut);
        Assert.Empty(Fingerprints(data, data.Common(RealPart.Whole)).Intersect(Fingerprints(data, data.Test(0))));
    }

    private static StudyPlan Fair(Func<FairPlan, FairPlan> change)
    {
        var plan = TinyStudy.Plan();
        return plan with { Gans = [plan.Gans[0]], Fair = change(plan.Fair!) };
    }

    private static IEnumerable<string> Fingerprints(StudyGraph graph, ImagePart part) => Fingerprints(graph.Data, part);

    private static IEnumerable<string> Fingerprints(StudyData data, ImagePart part)
    {
        var images = data.Images(part);
        return Enumerable.Range(0, images.Count).Select(images.ImageFingerprint);
    }

    private string Folder(string name) => Path.Combine(root, name);
}
