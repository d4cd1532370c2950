using Mintage.Data;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Tests.Data;

namespace Mintage.Tests.Studies;

/// <summary>A study with a GAN that is a program: a shell script that hands back what it got.</summary>
public sealed class GeneratorProgramTests : IDisposable
{
    private const string Command = "sh gen.sh {train_folder} {synthetic_folder} {per_class} {plan_folder}";

    /// <summary>As many pictures of every class as are asked for: the training pictures, again and again.</summary>
    private const string Repeat = """
        for c in "$1"/*/; do
          n=$(basename "$c"); mkdir -p "$2/$n"; i=0
          while [ $i -lt $3 ]; do
            for p in "$c"*.png; do [ $i -lt $3 ] || break; cp "$p" "$2/$n/$i.png"; i=$((i+1)); done
          done
          echo "progress 0.5 $n"
        done
        echo '{"versions": {"sh": "1"}}' > report.json
        """;

    private readonly TestFolder folder = new();

    public GeneratorProgramTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_gets_every_training_part_alone_and_its_images_become_arms_with_their_marks()
    {
        var plan = Plan() with { Replicates = 2, Fair = new FairPlan { RealTuned = null, NestedFolds = 2 } };
        var graph = Graph(Repeat, plan);
        Assert.Equal(6, graph.Gans.Select(g => g.Synthetic).Distinct().Count()); // two replicates, each with two folds
        var refused = await Assert.ThrowsAsync<UserInputException>(() => Run(graph));
        Assert.Contains("--allow-commands", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["study"]));

        var outcome = await Run(graph.AllowingCommands());
        Assert.Empty(outcome.Failures);
        Assert.Equal(2, outcome.Results.Foreign.Count);
        Assert.All(outcome.Results.Foreign, f =>
        {
            Assert.Equal(("repeat", "command", false, 60, 90), (f.Name, f.Kind, f.LineageIsKnown, f.KnownImages, f.NearTrainingImages));
            Assert.Equal([30, 30, 30], f.ClassCounts);
            Assert.Equal("1", f.Versions["sh"]);
        });
        Assert.Contains(outcome.Results.Conclusions.Single().Limits, l => l.StartsWith("'repeat' is a program", StringComparison.Ordinal));
        Assert.Contains(outcome.Results.Notes, n => n.Contains("90 of 90 images are, or nearly are, images of the training part", StringComparison.Ordinal));
        Assert.False(outcome.Results.Contrasts.Single(c => c is { Arm: "repeat", Against: "real" }).InFamily);
        Assert.Contains(outcome.Results.Contrasts, c => c is { Arm: "classical+repeat", Evaluation: "nested folds" });
        var made = Directory.GetDirectories(folder["study/tasks"], "run-generator-*");
        Assert.Equal(6, made.Length);
        Assert.All(made, d => Assert.True(File.Exists(Path.Combine(d, ForeignProgram.LogFile))));
        Assert.All(made, d => Assert.False(Directory.Exists(Path.Combine(d, "work"))));
        var provenance = SyntheticOf(graph).Provenance;
        var training = graph.Data.Images(graph.Data.Training(graph.Plan.Sizes[0], 0));
        Assert.Equal(Enumerable.Range(0, training.Count).Select(training.ImageFingerprint).Order(), provenance.Lineage.Order());
    }

    [Theory]
    [InlineData("echo why >&2; exit 3", "ended with 3", "why")]
    [InlineData("mkdir -p \"$2/rows\"; cp \"$4/odd.png\" \"$2/rows\"", "must be 8 x 8 in grey", "")]
    [InlineData(Repeat + "\nmkdir \"$2/circles\"; cp \"$4/test.png\" \"$2/circles\"", "'circles'", "")]
    [InlineData(Repeat + "\nrm \"$2/rows\"/1?.png", "'rows' has 20 of 30", "")]
    [InlineData(Repeat + "\ncp \"$4/test.png\" \"$2/rows/0.png\"", "1 are identical", "test image 0")]
    public async Task What_it_does_wrong_fails_its_task_and_what_needs_it(string script, string said, string also)
    {
        var outcome = await Run(Graph(script, Plan()).AllowingCommands());
        var failure = Assert.Single(outcome.Failures, f => f.Task.Kind == "run-generator");
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Contains(also, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["real", "classical", "more-real", "classical+more-real", "classical+placebo"], outcome.Results.FairArms.Select(a => a.Arm));
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_folder_is_read_and_its_absence_told()
    {
        NpzFile.Write(folder["made.npz"], Shapes.Make(120, seed: 12));
        var plan = Plan() with { Gans = [Gan("sh gen.sh {train} {counts} {synthetic} {plan_folder}")] };
        var graph = Graph("grep -q '\"rows\": 30' \"$2\" && test -s \"$1\" && cp \"$4/made.npz\" \"$3\"", plan);
        Assert.Empty((await Run(graph.AllowingCommands())).Failures);
        Assert.Equal(90, SyntheticOf(graph).Images.Count);
        var nothing = await Run(Graph("true", plan).AllowingCommands(), "nothing");
        Assert.Contains("wrote neither", Assert.Single(nothing.Failures, f => f.Task.Kind == "run-generator").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_key_follows_the_command_the_files_and_the_training_part_but_no_limit()
    {
        var key = Key(Plan());
        Assert.Equal(key, Key(Plan() with { Gans = [Gan(Command, minutes: 3)] }));
        Assert.NotEqual(key, Key(Plan() with { Gans = [Gan(Command + " more")] }));
        Assert.NotEqual(key, Key(Plan(), script: "true"));
        Assert.NotEqual(key, Key(Plan() with { Sizes = [Plan().Sizes[0] with { Images = 63 }] }));

        string Key(StudyPlan plan, string script = Repeat) => Graph(script, plan).Gans[0].Synthetic;
    }

    [Fact]
    public void A_plan_has_its_keys_beside_the_name()
    {
        const string start = "{ name: t, data: x.npz, sizes: [60], gans: [";
        var gan = PlanFile.Parse(start + "{ name: a, command: \"p {train} {synthetic}\", time_limit_minutes: 5 }] }", "plan").Gans.Single();
        Assert.Equal(("a", "p {train} {synthetic}", 5), (gan.Name, gan.Program!.Command, gan.Program.TimeLimitMinutes));
        foreach (var (keys, said) in new[]
        {
            ("command: \"p {train} {synthetc}\"", "{synthetc}"), ("command: p", "{train} or {train_folder}"),
            ("command: \"p {train}\"", "{synthetic} or {synthetic_folder}"), ("preset: cgan, command: \"p {train} {synthetic}\"", "exactly one of"),
        })
            Assert.Contains(said, Assert.Throws<UserInputException>(() => PlanFile.Parse(start + $"{{ name: a, {keys} }}] }}", "plan")).Message, StringComparison.Ordinal);
    }

    private static GanPlan Gan(string command, double minutes = 1) => new()
    {
        Name = "repeat",
        Program = new ProgramOptions { Command = command, TimeLimitMinutes = minutes },
    };

    [Theory]
    [InlineData(Repeat, true)]
    [InlineData(Repeat + "\n[ -e \"$4/ran\" ] && cp \"$2/rows/1.png\" \"$2/rows/0.png\"; touch \"$4/ran\"", false)]
    public async Task Run_twice_says_whether_one_seed_gives_the_same_images(string script, bool same)
    {
        var plan = Plan() with { Replicates = 2 };
        plan = plan with { Gans = [plan.Gans[0] with { Program = plan.Gans[0].Program! with { RunTwice = true } }] };
        var outcome = await Run(Graph(script, plan).AllowingCommands());
        Assert.Empty(outcome.Failures);
        Assert.Equal([same, null], outcome.Results.Foreign.OrderBy(f => f.Replicate).Select(f => f.SameTwice));
        Assert.Single(outcome.Results.Notes, n => n.Contains("with one seed", StringComparison.Ordinal) || n.Contains("with the same seed", StringComparison.Ordinal));
        Assert.Equal(Graph(script, Plan() with { Replicates = 2 }).Gans[0].Synthetic, Graph(script, plan).Gans[0].Synthetic); // no other task
    }

    private static StudyPlan Plan() => TinyStudy.Plan() with
    {
        Replicates = 1,
        Article = null,
        Sizes = [TinyStudy.Plan().Sizes[0] with { Steps = 2 }],
        Gans = [Gan(Command)],
        Fair = new FairPlan { RealTuned = null },
        Frechet = null,
    };

    private StudyGraph Graph(string script, StudyPlan plan)
    {
        File.WriteAllText(folder["gen.sh"], script + "\n");
        File.WriteAllBytes(folder["odd.png"], PngPicture.Encode(new byte[16 * 16], 16, 16, 1));
        File.WriteAllBytes(folder["test.png"], PngPicture.Encode(TinyStudy.Test.Image(0), 8, 8, 1));
        plan = plan with { Programs = ProgramSite.Of(plan, folder["."]) };
        return StudyPlanner.Resolve(plan, new StudyData(plan, TinyStudy.Train, TinyStudy.Test));
    }

    private Task<StudyOutcome> Run(StudyGraph graph, string name = "study") =>
        StudyRunner.RunAsync(graph, new StudyRun { Folder = folder[name] }, TestContext.Current.CancellationToken);

    private Mintage.Synthesis.SyntheticSet SyntheticOf(StudyGraph graph) => Mintage.Synthesis.SyntheticSet.Load(Path.Combine(
        new Mintage.Execution.TaskStore(folder["study"]).Folder(graph.Node(graph.Gans[0].Synthetic)), SynthesiseTask.ImagesFile));
}
