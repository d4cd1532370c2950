using Mintage.Execution;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Tests.Data;

namespace Mintage.Tests.Studies;

/// <summary>A study whose classifier is a program: a shell script that says the same of every image.</summary>
public sealed class ProgramStudyTests : IDisposable
{
    private const string Script = """
        n=$(ls "$1" | wc -l)
        { echo diagonal,rows,columns; i=0; while [ $i -lt $n ]; do echo 0.2,0.5,0.3; i=$((i+1)); done; } > "$2"
        echo "{\"steps\": $3, \"versions\": {\"sh\": \"1\"}}" > report.json
        """;

    private const string Other = """
        n=$(ls "$1" | wc -l)
        { echo diagonal,rows,columns; i=0; while [ $i -lt $n ]; do echo $a,0.5,0.3 | awk -F, '{printf "%.9f,%.9f,%.9f\n",$1,$2,1-$1-$2}'; i=$((i+1)); done; } > "$2"
        echo "{\"steps\": $3}" > report.json
        """;

    private static readonly string[] Arms =
        ["real", "classical", "cgan", "classical+cgan", "synthetic-only:cgan", "more-real", "classical+more-real", "classical+placebo"];

    private readonly TestFolder folder = new();

    public ProgramStudyTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Arms_statistics_and_notes_are_those_of_any_classifier()
    {
        var graph = Graph(Script, p => p with { Article = new ArticlePlan { Folds = 2, FoldReplicates = 1 }, Fair = p.Fair! with { Thorough = true } });
        var outcome = await Run(graph.AllowingCommands());

        Assert.Empty(outcome.Failures);
        var fair = outcome.Results.Fits.Where(f => f.Protocol == ArmRun.Fair).ToList();
        Assert.Equal(Arms, fair.Select(f => f.Arm).Where(a => !a.Contains('@')).Distinct());
        Assert.All(fair.Where(f => !f.Arm.Contains('@')), f =>
        {
            Assert.Equal(2 * ((60 + 90) / 16), f.Figures.Steps);
            Assert.Equal(1 / 3.0, f.Figures.Accuracy, 1e-12); // all are said to be rows, which a third are
            Assert.Equal(-Math.Log(0.5 * 0.3 * 0.2) / 3, f.Figures.Loss, 1e-5);
            Assert.Null(f.Figures.TrainLoss);
            Assert.Equal("1", f.Figures.Versions!["sh"]);
        });
        Assert.All(outcome.Results.Contrasts, c => Assert.NotNull(c.Steps));
        Assert.Contains(outcome.Results.Notes, n => n.Contains("'strong'", StringComparison.Ordinal) && n.Contains("left out", StringComparison.Ordinal));
        Assert.Contains(outcome.Results.Conclusions[0].Limits, l => l.Contains("is not known here", StringComparison.Ordinal));
        Assert.All(outcome.Results.Decisions, d => Assert.Null(d.ModelFile));
        var done = Directory.GetDirectories(folder["study/tasks"], "fit-*");
        Assert.All(done, d => Assert.True(File.Exists(Path.Combine(d, ForeignProgram.LogFile))));
        Assert.All(done, d => Assert.False(Directory.Exists(Path.Combine(d, "work"))));

        var again = await Run(graph); // all is done, so no command runs
        Assert.Empty(again.Failures);
        Assert.Throws<UserInputException>(() => ArmModel.Of(graph, folder["study"], [], arm: "real"));
    }

    [Theory]
    [InlineData(Script, true)]
    [InlineData("f=${0%/*}/ran; [ -e $f ] && a=0.3 || a=0.2; touch $f\n" + Other, false)]
    public async Task Run_twice_says_whether_one_seed_gives_the_same_predictions(string script, bool same)
    {
        File.WriteAllText(folder["fit.sh"], script + "\n");
        var outcome = await Run(Read("plan.yaml", Command, 60, ", run_twice: true").AllowingCommands());
        Assert.Empty(outcome.Failures);
        var tried = Assert.Single(outcome.Results.Fits, f => f.Figures.SameTwice is not null);
        Assert.Equal(("real", 0, same), (tried.Arm, tried.Replicate, tried.Figures.SameTwice));
        Assert.Single(outcome.Results.Notes, n => n.Contains("with one seed", StringComparison.Ordinal) || n.Contains("with the same seed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unequal_steps_make_a_comparison_void()
    {
        var graph = Graph(Script + "\ngrep -q '\"arm\": \"classical\"' task.json && echo '{\"steps\": 3}' > report.json; true");
        var outcome = await Run(graph.AllowingCommands());

        var contrasts = outcome.Results.Contrasts.ToDictionary(c => (c.Arm, c.Against));
        Assert.Null(contrasts[("classical+cgan", "classical")].Steps);
        Assert.Null(contrasts[("classical+cgan", "classical")].PValue);
        Assert.NotNull(contrasts[("cgan", "real")].Steps);
        Assert.Contains(outcome.Results.Notes, n => n.Contains("versions differ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_that_was_changed_after_a_look_gives_no_verdict()
    {
        Directory.CreateDirectory(folder["study"]);
        LookBook Book() => LookBook.Read(folder["study"]);
        var first = Graph(Script).Plan;
        Book().Plan(first);
        Book().See(first, 2, []);

        Assert.Null(Book().Standing(Graph(Script, limit: 7).Plan, 2).Withheld);
        var changed = Graph(Script + "\n# better").Plan;
        Assert.Contains("its plan was changed", Book().Standing(changed, 2).Withheld, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo why >&2; exit 3", "ended with 3")]
    [InlineData("true", "there are none")]
    [InlineData("printf 'rows,columns,diagonal\\n1,0,0\\n' > \"$2\"", "has 1 rows")]
    [InlineData("sed -i 's/0.5/nan/' \"$2\"", "has NaN")]
    [InlineData("sed -i 's/0.5/0.7/' \"$2\"", "has the sum 1.2")]
    [InlineData("sed -i 's/rows/lines/' \"$2\"", "'lines' is no class")]
    [InlineData("rm report.json", "how many optimiser steps")]
    public void What_is_wrong_with_a_run_is_said(string fault, string message)
    {
        var begin = fault == "true" ? "exit 0" : "";
        var graph = Graph($"{begin}\n{Script}\n{fault}").AllowingCommands();
        var fit = graph.Nodes.First(n => n.Title.StartsWith("classifier 'real'", StringComparison.Ordinal));
        var store = new TaskStore(folder["study"]);

        var e = Assert.Throws<UserInputException>(() => graph.Run(fit.Key, store, new Progress<TaskProgress>(), default));

        Assert.StartsWith(fit.Title, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.False(store.IsDone(fit));
        Assert.True(File.Exists(folder[$"study/tasks/.{fit.FolderName}.partial/program.log"]));
    }

    [Fact]
    public async Task A_program_that_fails_fails_its_task_alone()
    {
        var graph = Graph("grep -q '\"arm\": \"real\"' task.json && exit 3\n" + Script, p => p with { Replicates = 1 });
        var outcome = await Run(graph.AllowingCommands());

        Assert.True(Assert.Single(outcome.Failures).IsUserInput);
        Assert.Equal(Arms.Except(["real"]), outcome.Results.Fits.Select(f => f.Arm).Distinct());
    }

    [Fact]
    public async Task Commands_run_only_when_allowed_found_and_unchanged()
    {
        var graph = Graph("touch ../../../../ran\n" + Script);
        var refused = await Assert.ThrowsAsync<UserInputException>(() => Run(graph));
        Assert.Contains("sh fit.sh {test_folder}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-commands", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["study"]));

        var missing = Graph(Script, command: "no-such-program-here {train}");
        var e = await Assert.ThrowsAsync<UserInputException>(() => Run(missing.AllowingCommands()));
        Assert.Contains("must be installed", e.Message, StringComparison.Ordinal);

        var planned = Graph(Script).AllowingCommands();
        File.AppendAllText(folder["fit.sh"], "# changed\n");
        Assert.All((await Run(planned)).Failures, f => Assert.Contains("was changed", f.Message, StringComparison.Ordinal));
        Assert.False(File.Exists(folder["ran"]));
    }

    [Fact]
    public void The_key_holds_command_and_files_but_no_place_and_no_limit()
    {
        var keys = Keys(Graph(Script));
        Directory.CreateDirectory(folder["elsewhere"]);
        File.WriteAllText(folder["elsewhere/fit.sh"], Script + "\n");

        Assert.Equal(keys, Keys(Graph(Script, limit: 7)));
        Assert.Equal(keys, Keys(Read("elsewhere/plan.yaml", Command, 60)));
        Assert.NotEqual(keys["fit"], Keys(Graph(Script + "\n"))["fit"]);
        Assert.NotEqual(keys["fit"], Keys(Graph(Script, command: Command + " {seed}"))["fit"]);
        Assert.Equal(keys["train-gan"], Keys(Graph(Script + "\n"))["train-gan"]);

        File.Delete(folder["fit.sh"]);
        Assert.Empty(Read("plan.yaml", Command, 60).Plan.Programs!.Files); // an argument like any other
        Assert.Throws<UserInputException>(() => Read("plan.yaml", Command, 60, ", files: [fit.sh]"));
    }

    [Fact]
    public async Task An_upgrade_makes_what_the_program_made_anew_and_nothing_else()
    {
        const string asks = ", version_command: \"sh -c 'echo warning $$ >&2; cat {0}'\"";
        var version = folder["version"];
        StudyGraph Planned() =>
            Read("plan.yaml", Command, 60, string.Format(System.Globalization.CultureInfo.InvariantCulture, asks, version));
        File.WriteAllText(folder["fit.sh"], Script + "\n");
        File.WriteAllText(version, "sh 1\nawk 2\n");

        Assert.Throws<UserInputException>(() => Planned().AskingVersions());
        var first = Planned().AllowingCommands().AskingVersions();
        var outcome = await Run(first);
        Assert.Empty(outcome.Failures);
        Assert.Contains(outcome.Results.Notes, n => n.Contains("printed 'sh 1; awk 2'", StringComparison.Ordinal));

        var store = new TaskStore(folder["study"]);
        Assert.Empty(store.Waiting(first.AskingVersions().Nodes)); // the same versions, whatever stderr says
        var plan = StudyFolder.WithKeptVersions(Planned().Plan, folder["study"]);
        Assert.Empty(store.Waiting(TinyStudy.Graph(plan).Nodes)); // as after the start, without a command
        File.WriteAllText(version, "sh 1\nawk 3\n");
        var upgraded = first.AskingVersions();
        Assert.True(upgraded.AllowsCommands);
        Assert.All(store.Waiting(upgraded.Nodes), n => Assert.Equal("fit", n.Kind));
        Assert.Equal(Keys(first)["train-gan"], Keys(upgraded)["train-gan"]);
        Assert.NotEqual(Keys(first)["fit"], Keys(upgraded)["fit"]);
    }

    [Theory]
    [InlineData("sh -c 'exit 3'", "ended with 3")]
    [InlineData("true", "prints nothing")]
    [InlineData("no-such-program-here", "must be installed")]
    public void What_is_wrong_with_a_version_command_is_said(string command, string message)
    {
        File.WriteAllText(folder["fit.sh"], Script + "\n");
        var graph = Read("plan.yaml", Command, 60, $", version_command: \"{command}\"").AllowingCommands();
        var e = Assert.Throws<UserInputException>(() => graph.AskingVersions());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_command_has_no_placeholder()
    {
        var program = new ProgramOptions { Command = "p", VersionCommand = "p {seed}" };
        Assert.Contains("{seed}", Assert.Single(program.Faults([])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lesson_marks_weighs_and_augments_as_the_arm_says()
    {
        var fits = Graph(Script).Tasks.Select(t => t.Task).OfType<FitTask>().ToList();
        var (real, added) = (Shapes.Make(30), Shapes.Make(12, seed: 9));
        ProgramLesson Lesson(TrainingMix mix) => mix.Lesson(fits[0], real, added);

        var mixed = Lesson(new BatchShareMix(new AddedSynthetic("key", 12), 0.25, 0.5));
        Assert.Equal(0.25, mixed.AddedShare);
        Assert.Equal((42, 12), (mixed.Training.Images.Count, mixed.Training.Images.IsSynthetic!.Count(m => m)));
        Assert.Equal([1f, 0.5f], mixed.Training.Weights![29..31]);
        var weighted = Lesson(new ClassWeightedMix());
        Assert.Null(weighted.AddedShare);
        Assert.All(weighted.Training.Weights!, w => Assert.Equal(1, w, 1e-6)); // classes of equal size
        Assert.Equal(real, Lesson(new RealMix()).Training.Images);
        Assert.NotNull(fits.First(f => f.ArmName == "classical").Classical);
    }

    private const string Command = "sh fit.sh {test_folder} {predictions_csv} {steps}";

    private static Dictionary<string, string> Keys(StudyGraph graph) => graph.Nodes.GroupBy(n => n.Kind)
        .ToDictionary(g => g.Key, g => string.Join(' ', g.Select(n => n.Key)));

    private StudyGraph Graph(
        string script, Func<StudyPlan, StudyPlan>? change = null, string command = Command, double limit = 60)
    {
        File.WriteAllText(folder["fit.sh"], script + "\n");
        return Read("plan.yaml", command, limit, "", change);
    }

    /// <summary>As from a plan file: the study of <see cref="TinyStudy"/> with a program as classifier.</summary>
    private StudyGraph Read(
        string file, string command, double limit, string more = "", Func<StudyPlan, StudyPlan>? change = null)
    {
        File.WriteAllText(folder[file], $$"""
            name: tiny
            data: shapes
            sizes: [{ images: 60, classifier: { command: "{{command}}", time_limit_minutes: {{limit}}, batch_size: 16{{more}} } }]
            gans: [cgan]
            """);
        var read = PlanFile.Read(folder[file]);
        var tiny = TinyStudy.Plan();
        var plan = tiny with
        {
            Programs = read.Programs,
            Sizes = [tiny.Sizes[0] with { Classifier = read.Sizes[0].Classifier }],
            Gans = [tiny.Gans[0]],
            Article = null,
            Frechet = null,
        };
        return TinyStudy.Graph(change is null ? plan : change(plan));
    }

    private Task<StudyOutcome> Run(StudyGraph graph) =>
        StudyRunner.RunAsync(graph, new StudyRun { Folder = folder["study"] }, TestContext.Current.CancellationToken);
}
