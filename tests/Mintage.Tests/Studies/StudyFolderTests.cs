using Mintage.Data;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Study folders that were interrupted, changed or tampered with.</summary>
public sealed class StudyFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_changed_file_of_a_finished_task_is_named_and_rebuilt_only_on_request()
    {
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, Small());
        var results = File.ReadAllText(Path.Combine(folder, "results.json"));
        var fit = Directory.GetFiles(folder, "fit.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.WriteAllText(fit, File.ReadAllText(fit).Replace("\"accuracy\": 0.", "\"accuracy\": 0.9", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(folder, Small()));
        Assert.Contains("fit.json was changed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(Path.GetDirectoryName(fit))!, refusal.Message, StringComparison.Ordinal);
        Assert.Single(StudyStatus.Of(folder).Changed);

        await TinyStudy.RunAsync(folder, Small(), redoChanged: true);
        Assert.Equal(results, File.ReadAllText(Path.Combine(folder, "results.json")));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("added")]
    [InlineData("manifest")]
    public async Task Missing_and_foreign_files_are_noticed_too(string how)
    {
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, Small());
        var task = Directory.GetDirectories(Path.Combine(folder, "tasks"), "fit-*").First();
        if (how == "added") File.WriteAllText(Path.Combine(task, "note.txt"), "x");
        else File.Delete(Path.Combine(task, how == "removed" ? "predictions.safetensors" : "manifest.json"));
        var refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(folder, Small()));
        Assert.Contains(how == "added" ? "note.txt was added" : "is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_plan_is_accepted_on_request_and_keeps_the_tasks_that_it_does_not_touch()
    {
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, Small());
        var before = Directory.GetDirectories(Path.Combine(folder, "tasks")).ToHashSet();
        var longer = Small() with { Replicates = 2 };
        await Assert.ThrowsAsync<UserInputException>(() => TinyStudy.RunAsync(folder, longer));
        var counter = new CountTasks();
        await TinyStudy.RunAsync(folder, longer, observer: counter, acceptChanges: true);
        Assert.Subset(Directory.GetDirectories(Path.Combine(folder, "tasks")).ToHashSet(), before);
        Assert.Equal(TinyStudy.Graph(longer).Tasks.Count - before.Count, counter.Ended);
    }

    [Fact]
    public async Task Status_counts_what_is_done_and_what_is_left()
    {
        var folder = Path.Combine(root, "a");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TinyStudy.RunAsync(folder, Small(), observer: new CountTasks(() => stop.Cancel(), 4), cancellation: stop.Token));
        var status = StudyStatus.Of(folder);
        Assert.Equal(TinyStudy.Graph(Small()).Tasks.Count, status.Total);
        Assert.InRange(status.Done, 4, 5);
        Assert.Equal(status.Total - status.Done, status.Waiting);
        Assert.True(status.SecondsLeft > 0);
        Assert.Empty(status.Running);
        await TinyStudy.RunAsync(folder, Small());
        Assert.Equal((status.Total, 0.0), (StudyStatus.Of(folder).Done, StudyStatus.Of(folder).SecondsLeft));
    }

    [Theory]
    [InlineData("{ \"format_version\": 3, \"plan\": { \"name\": \"old\" } }", "has 3")]
    [InlineData("{ \"format_version\": 99 }", "has 99")]
    [InlineData("{ \"plan\": 1 }", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    public void A_study_of_another_version_is_refused_by_its_number(string resolved, string words)
    {
        File.WriteAllText(Path.Combine(root, "resolved.json"), resolved);
        var refusal = Assert.Throws<UserInputException>(() => StudyFolder.ReadPlan(root));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Use the version that wrote it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_locked_before_it_is_looked_at_and_freed_when_it_is_refused()
    {
        var graph = TinyStudy.Graph(Small());
        var (study, other) = (Path.Combine(root, "study"), Path.Combine(root, "other"));
        using (StudyFolder.Claim(study, graph, null, acceptChanges: false))
            Assert.Contains("Another process", Refusal(study, TinyStudy.Graph(Small() with { Replicates = 2 })), StringComparison.Ordinal);
        var own = Mintage.Runtime.ProcessIdentity.Token;
        File.WriteAllText(Path.Combine(study, $"results.json.{own[..own.LastIndexOf('-')]}-1.tmp"), "of a killed process");
        Assert.Contains("replicates", Refusal(study, TinyStudy.Graph(Small() with { Replicates = 2 })), StringComparison.Ordinal);
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "letter.txt"), "dear");
        Assert.Contains("other files", Refusal(other, graph), StringComparison.Ordinal);
        Assert.Equal(["environment.json", "letter.txt", "resolved.json"], Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        static string Refusal(string folder, StudyGraph graph) =>
            Assert.Throws<UserInputException>(() => StudyFolder.Claim(folder, graph, null, acceptChanges: false)).Message;
    }

    [Fact]
    public void A_study_whose_images_were_changed_is_refused_and_a_look_at_others_is_told()
    {
        var (plan, folder) = (Small(), Path.Combine(root, "study"));
        StudyGraph With(LabelledImages train) => TinyStudy.Graph(plan, train, TinyStudy.Test);
        var (graph, fewer) = (With(TinyStudy.Train), With(TinyStudy.Train.Select([.. Enumerable.Range(1, TinyStudy.Train.Count - 1)])));
        var relabelled = With(new LabelledImages("shapes", TinyStudy.Train.Pixels.ToArray(), [.. TinyStudy.Train.Labels.Select((l, i) => i == 0 ? (l + 1) % 3 : l)],
            TinyStudy.Train.Height, TinyStudy.Train.Width, TinyStudy.Train.Channels, TinyStudy.Train.ClassNames));
        using (StudyFolder.Claim(folder, graph, null, acceptChanges: false)) LookBook.Read(folder, graph.Data.Identity).Plan(plan);
        StudyFolder.RequireSameImages(folder, With(TinyStudy.Train));
        foreach (var other in new[] { fewer, relabelled })
        {
            Assert.Contains("--accept-changes", Assert.Throws<UserInputException>(() => StudyFolder.Claim(folder, other, null, acceptChanges: false)).Message, StringComparison.Ordinal);
            Assert.Throws<UserInputException>(() => StudyRunner.Report(other, folder));
            Assert.Throws<UserInputException>(() => ArmModel.Of(other, folder, []));
        }
        LookBook.Read(folder, graph.Data.Identity).See(plan, plan.Replicates, []);
        Assert.Null(LookBook.Read(folder, graph.Data.Identity).Standing(plan, plan.Replicates).Withheld);
        Assert.Contains("its images were changed", LookBook.Read(folder, fewer.Data.Identity).Standing(plan, plan.Replicates).Withheld, StringComparison.Ordinal);
        using (StudyFolder.Claim(folder, fewer, null, acceptChanges: true)) StudyFolder.RequireSameImages(folder, fewer);
    }

    [Fact]
    public void Images_that_are_not_there_from_here_are_named_with_where_they_were() => Assert.Contains(
        "as seen from where it was begun", Assert.Throws<UserInputException>(() => StudyFolder.LoadData("s1", Small() with { Data = "a-folder-elsewhere" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_shorter_plan_may_go_on_in_a_folder_of_the_same_images_only()
    {
        var plan = TinyStudy.Graph().Plan;
        StudyFolder.RequireSameSubject(root, plan with { Replicates = 2, Seed = 7 }, plan);
        StudyPlan AtSide(int side) => plan with { Sizes = [plan.Sizes[0] with { Classifier = ClassifierPresets.OnFeatures with { Pretrained = new() { Side = side } } }] };
        StudyFolder.RequireSameSubject(root, AtSide(128), AtSide(224)); // it was shortened to fit a time
        Assert.Contains("classifier", Refusal(plan with { Sizes = [plan.Sizes[0] with { Classifier = ClassifierPresets.WideResidual }] }), StringComparison.Ordinal);
        Assert.Contains("data", Refusal(plan with { Data = "others" }), StringComparison.Ordinal);
        var vendor = plan.Gans[0] with { Name = "vendor", Options = null!, Images = "made" };
        Assert.Contains("gans", Refusal(plan with { Gans = [vendor] }), StringComparison.Ordinal);
        Assert.Contains("gans[0].images", Assert.Throws<UserInputException>(() => StudyFolder.RequireSameSubject(
            root, plan with { Gans = [vendor] }, plan with { Gans = [vendor with { Images = "others" }] })).Message, StringComparison.Ordinal);

        string Refusal(StudyPlan there) => Assert.Throws<UserInputException>(() => StudyFolder.RequireSameSubject(root, there, plan)).Message;
    }

    [Fact]
    public void Folders_have_readable_names_that_fit_every_file_system()
    {
        var graph = TinyStudy.Graph(Small());
        var names = graph.Nodes.Select(n => n.FolderName).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9+._-]{1,100}$", name));
        var gan = graph.Gans[0];
        var run = graph.Runs.First(r => r is { Protocol: ArmRun.Fair, Arm: "classical+cgan", Replicate: 0 });
        Assert.StartsWith($"fit-classical+cgan-{gan.Size.Name}-r1-", graph.Node(run.Key).FolderName, StringComparison.Ordinal);
        var classical = graph.Runs.First(r => r is { Protocol: ArmRun.Fair, Arm: "classical", Replicate: 0 });
        Assert.StartsWith($"fit-classical-{gan.Size.Name}-r1-", graph.Node(classical.Key).FolderName, StringComparison.Ordinal);
        Assert.StartsWith($"synthesise-cgan-{gan.Size.Name}-r1-", graph.Node(gan.Synthetic).FolderName, StringComparison.Ordinal);
        Assert.Equal("fit-a_b_____-0123456789ab", new TaskNode("fit", "0123456789abcdef", "", [], 1) { ShortName = "a b/\\:\u001bé" }.FolderName);
    }

    [Fact]
    public void Keys_depend_on_nothing_but_what_decides_the_result()
    {
        var graph = TinyStudy.Graph(Small());
        var text = System.Text.Json.JsonSerializer.Serialize(graph.Tasks.Select(t => t.Task), Json.Line);
        foreach (var word in new[] { "\"title\"", "\"label\"", "estimated", "\"needs\"" }) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        // The article's control and the fair baseline are the same fit, so they are one task under two names.
        var fits = graph.Runs.Where(f => f is { Replicate: 0, Fold: null }).ToList();
        Assert.Equal(fits.Single(f => f is { Protocol: "article", Arm: ArticleArms.Control }).Key, fits.Single(f => f is { Protocol: "fair", Arm: FairArms.Real }).Key);
    }

    private static StudyPlan Small()
    {
        var plan = TinyStudy.Plan();
        return plan with { Replicates = 1, Gans = [plan.Gans[0]], Article = new ArticlePlan { Folds = 0 } };
    }

    private sealed class CountTasks(Action? then = null, int after = int.MaxValue) : Mintage.Execution.IQueueObserver
    {
        public int Ended { get; private set; }

        public void Started(Mintage.Execution.TaskNode task) { }

        public void Progressed(Mintage.Execution.TaskNode task, TaskProgress progress) { }

        void Mintage.Execution.IQueueObserver.Ended(Mintage.Execution.TaskNode task, Mintage.Execution.TaskFailure? failure, double seconds)
        {
            if (++Ended == after) then?.Invoke();
        }
    }
}
