using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class StudyRunnerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Equal_plans_give_equal_bytes_whatever_the_number_of_workers_and_interruptions()
    {
        var (first, second) = (Path.Combine(root, "a"), Path.Combine(root, "b"));
        var outcome = await TinyStudy.RunAsync(first);
        Assert.Empty(outcome.Failures);

        using var stop = new CancellationTokenSource();
        var stopAfterFive = new StopAfter(5, stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TinyStudy.RunAsync(second, executors: 2, observer: stopAfterFive, cancellation: stop.Token));
        Assert.False(File.Exists(Path.Combine(second, "results.json")));
        await TinyStudy.RunAsync(second, executors: 2);

        foreach (var file in new[] { "results.json", "results.csv", "report.html", "resolved.json" })
            Assert.Equal(File.ReadAllText(Path.Combine(first, file)), File.ReadAllText(Path.Combine(second, file)));
    }

    [Fact]
    public async Task Every_arm_of_every_replicate_and_fold_is_in_the_results_with_the_steps_that_were_run()
    {
        var results = (await TinyStudy.RunAsync(Path.Combine(root, "a"))).Results;
        Assert.Equal(["real", "real at S steps", "cgan", "wgan-all"], results.Arms.Select(a => a.Arm));
        var fits = results.Fits.Where(f => f.Protocol == "article").ToList();
        Assert.Equal(4 * 2 * (1 + 2), fits.Count);
        Assert.All(results.Arms, a => Assert.Equal(2, a.Replicates));
        Assert.All(results.Arms, a => Assert.Null(a.ArticleAccuracy)); // these are its names, but not its data

        var whole = fits.Where(f => f.Fold is null).ToList();
        Assert.All(whole.Where(f => f.Arm == "real"), f => Assert.Equal(60 / 16 * 2, f.Figures.Steps));
        Assert.All(whole.Where(f => f.Arm != "real"), f => Assert.Equal(150 / 16 * 2, f.Figures.Steps)); // the control too
        Assert.All(whole, f => Assert.Equal(f.Figures.Steps, f.Figures.Curve[^1].Steps));
        Assert.All(fits.Where(f => f.Fold is not null && f.Arm == "cgan"), f => Assert.Equal(75, f.Figures.RealImages + f.Figures.SyntheticImages));
        var folds = fits.Where(f => f.Fold is not null && f.Arm == "cgan" && f.Replicate == 0);
        Assert.Equal(60, folds.Sum(f => f.Figures.RealImages)); // two folds: each real image trains once

        Assert.True(results.Arms.Single(a => a.Arm == "wgan-all").Leaky);
        Assert.False(results.Arms.Single(a => a.Arm == "cgan").Leaky);
        Assert.Contains(results.Notes, n => n.Contains("leaky", StringComparison.Ordinal));
        Assert.Equal((2 + 1 + 2) * 2, results.Scores.Count); // cgan and wgan-all by replicate, real once; two counts each
    }

    [Fact]
    public void A_plan_may_keep_the_pooled_folds_to_the_first_replicates()
    {
        var fits = TinyStudy.Graph(TinyStudy.Plan() with { Article = new ArticlePlan { Folds = 2, FoldReplicates = 1 } }).Runs.Where(f => f.Protocol == ArmRun.Article).ToList();
        Assert.Equal(4 * 2, fits.Count(f => f is { Replicate: 0, Fold: not null })); // arms, folds
        Assert.Equal(4, fits.Count(f => f.Replicate == 1));
        Assert.DoesNotContain(fits, f => f is { Replicate: 1, Fold: not null });
    }

    [Fact]
    public async Task A_folder_of_another_study_is_refused_with_every_difference()
    {
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder);
        var other = TinyStudy.Plan() with { Seed = 2, Article = new ArticlePlan { Folds = 3 } };
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(folder, other));
        Assert.Contains("seed: there 1, now 2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("article.folds: there 2, now 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_other_files_is_refused_and_left_as_it_was()
    {
        File.WriteAllText(Path.Combine(root, "thesis.txt"), "mine");
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(root));
        Assert.Contains("must be empty or hold a Mintage study", refusal.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(root));
    }

    [Fact]
    public async Task Results_that_were_changed_are_named_and_neither_reported_nor_used()
    {
        var folder = Path.Combine(root, "a");
        var results = (await TinyStudy.RunAsync(folder)).Results;
        var graph = TinyStudy.Graph();
        Assert.Equal(results.Fits.Count, StudyRunner.Report(graph, folder).Fits.Count);
        var report = File.ReadAllBytes(Path.Combine(folder, "report.html"));
        foreach (var name in new[] { "fit.json", "predictions.safetensors", "scores.json", "synthetic.npz", "gan.json" })
        {
            var file = Directory.GetFiles(Path.Combine(folder, "tasks"), name, SearchOption.AllDirectories)[0];
            var whole = File.ReadAllBytes(file);
            foreach (var changed in new[] { Flipped(whole, whole.Length / 2), whole[..^2], [] })
            {
                File.WriteAllBytes(file, changed);
                var refusal = Assert.Throws<UserInputException>(() => StudyRunner.Report(graph, folder));
                Assert.Contains($"tasks/{Path.GetFileName(Path.GetDirectoryName(file))}", refusal.Message, StringComparison.Ordinal);
                Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
            }
            File.WriteAllBytes(file, whole);
        }
        Assert.Equal(report, File.ReadAllBytes(Path.Combine(folder, "report.html")));

        var images = Directory.GetFiles(Path.Combine(folder, "tasks"), "synthetic.npz", SearchOption.AllDirectories)[0];
        File.WriteAllBytes(images, Flipped(File.ReadAllBytes(images), 100));
        var made = graph.Nodes.Single(node => images.Contains(node.FolderName, StringComparison.Ordinal));
        var (store, fit) = (new TaskStore(folder), graph.Nodes.First(node => node.Needs.Contains(made.Key)));
        store.Remove(fit);
        Assert.Contains("synthetic.npz was changed", Assert.Throws<UserInputException>(() => graph.Run(fit.Key, store, new Progress<TaskProgress>(), default)).Message, StringComparison.Ordinal);
        Assert.False(store.IsDone(fit));

        static byte[] Flipped(byte[] whole, int at)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 1;
            return flipped;
        }
    }

    [Fact]
    public void More_replicates_keep_the_tasks_there_are()
    {
        var two = TinyStudy.Graph().Tasks.Select(t => t.Node.Key).ToHashSet();
        var three = TinyStudy.Graph(TinyStudy.Plan() with { Replicates = 3 }).Tasks.Select(t => t.Node.Key).ToHashSet();
        Assert.Subset(three, two);
        Assert.True(three.Count > two.Count);
    }

    [Fact]
    public void A_change_of_anything_that_decides_a_result_changes_its_key()
    {
        var plan = TinyStudy.Plan();
        StudyPlan[] changed =
        [
            plan with { Seed = 2 },
            plan with { Threads = 2 },
            plan with { SyntheticImages = 91 },
            plan with { Sizes = [plan.Sizes[0] with { Images = 61 }] },
            plan with { Sizes = [plan.Sizes[0] with { Epochs = 3 }] },
            plan with { Gans = [.. plan.Gans.Select(g => g with { Options = g.Options! with { LearningRate = 1e-4 } })] },
        ];
        var augmented = Key(plan);
        Assert.All(changed, p => Assert.NotEqual(augmented, Key(p)));

        static string Key(StudyPlan p) => TinyStudy.Graph(p).Runs.First(f => f is { Protocol: "article", Arm: "cgan", Fold: null }).Key;
    }

    [Fact]
    public void A_GPU_changes_the_keys_of_what_runs_there_and_not_its_number()
    {
        var (cpu, gpu, second) = (TinyStudy.Graph(), TinyStudy.Graph(OnDevice("cuda")), TinyStudy.Graph(OnDevice("cuda:1")));
        Assert.Empty(cpu.Tasks.Select(t => t.Node.Key).Intersect(gpu.Tasks.Select(t => t.Node.Key)));
        Assert.Equal(gpu.Tasks.Select(t => t.Node.Key), second.Tasks.Select(t => t.Node.Key));
        Assert.Contains("device must be cpu, cuda", Assert.Single(OnDevice("gpu").Faults()), StringComparison.Ordinal);
        Assert.Equal("cuda:1", PlanFile.Read(Write(PlanFile.Text(OnDevice("cuda:1")))).Device);
        Assert.DoesNotContain("device", PlanFile.Text(TinyStudy.Plan()), StringComparison.Ordinal);

        static StudyPlan OnDevice(string name) => TinyStudy.Plan() with { Device = name };
        string Write(string text)
        {
            var path = Path.Combine(root, "plan.yaml");
            File.WriteAllText(path, text);
            return path;
        }
    }

    [Fact]
    public async Task A_study_on_a_GPU_that_is_not_there_is_refused_before_anything_is_written()
    {
        var place = Path.Combine(root, "study");
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(place, TinyStudy.Plan() with { Device = "cuda:999" }));
        Assert.Contains("'cuda:999'", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place));
    }

    [Fact]
    public void Parts_are_disjoint_and_replicates_too_while_the_images_last()
    {
        var plan = TinyStudy.Plan();
        var data = new StudyData(plan, TinyStudy.Train, TinyStudy.Test);
        var parts = new[] { RealPart.Extractor, RealPart.Reference, RealPart.HeldOut }.Select(data.Common)
            .Concat(Enumerable.Range(0, 4).Select(r => data.Training(plan.Sizes[0], r))).Select(data.Images).ToList();
        var all = parts.SelectMany(p => Enumerable.Range(0, p.Count).Select(p.ImageFingerprint)).ToList();
        Assert.Equal(60 + 60 + 40 + (4 * 60), all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(60, data.Training(plan.Sizes[0], 4).Count); // the pool of 240 is used up: a fresh draw
    }

    [Fact]
    public void Too_small_a_data_set_is_refused_with_the_numbers()
    {
        var plan = TinyStudy.Plan() with { Sizes = [TinyStudy.Plan().Sizes[0] with { Images = 300 }] };
        var refusal = Assert.Throws<UserInputException>(() => new StudyData(plan, TinyStudy.Train, TinyStudy.Test));
        Assert.Contains("needs 460 training images", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class StopAfter(int tasks, CancellationTokenSource stop) : IQueueObserver
    {
        private int ended;

        public void Started(TaskNode task) { }

        public void Progressed(TaskNode task, TaskProgress progress) { }

        public void Ended(TaskNode task, TaskFailure? failure, double seconds)
        {
            if (++ended == tasks) stop.Cancel();
        }
    }
}
