using Mintage.Execution;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>An arm of a protocol in one place. Arms that train alike share one <see cref="FitTask"/>.</summary>
/// <param name="Protocol">"article" or "fair".</param>
/// <param name="Size">Training set size.</param>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Replicate">Zero-based.</param>
/// <param name="Fold">
/// Zero-based, pooled in the article's protocol and nested in the fair one; null for the whole training part.
/// </param>
/// <param name="Key">Key of its <see cref="FitTask"/>.</param>
public sealed record ArmRun(string Protocol, SizePlan Size, string Arm, int Replicate, int? Fold, string Key)
{
    /// <summary>The article's protocol.</summary>
    public const string Article = "article";

    /// <summary>The fair protocol.</summary>
    public const string Fair = "fair";
}

/// <summary>A GAN in the place where it serves; a GAN trained once on all images serves several.</summary>
/// <param name="Name">Name of the GAN.</param>
/// <param name="Size">Training set size.</param>
/// <param name="Replicate">Zero-based.</param>
/// <param name="Fold">Zero-based nested fold, or null.</param>
/// <param name="Leaky">Whether it saw more than the training part.</param>
/// <param name="Trainings">Key of the <see cref="TrainGanTask"/> of each of its members; none for images from
/// elsewhere.</param>
/// <param name="Synthetic">Key of the task that brings its images.</param>
/// <param name="Balancing">Its images of the smaller classes, where the plan balances classes; otherwise null.</param>
public sealed record GanRun(string Name, SizePlan Size, int Replicate, int? Fold, bool Leaky,
    IReadOnlyList<string> Trainings, string Synthetic, BalancingImages? Balancing = null)
{
    /// <summary>Whether all real images behind its images are known.</summary>
    public bool LineageIsKnown { get; init; } = true;
}

/// <summary>Images that fill up the smaller classes.</summary>
/// <param name="Synthetic">Key of their <see cref="SynthesiseTask"/>.</param>
/// <param name="Count">How many.</param>
public sealed record BalancingImages(string Synthetic, int Count);

/// <summary>A plan resolved into tasks (<see cref="StudyPlanner"/>). Immutable.</summary>
public sealed class StudyGraph
{
    private readonly Dictionary<string, int> byKey;

    internal StudyGraph(
        Planning study, CachedWeights? inceptionWeights, IReadOnlyList<GanRun> gans, IReadOnlyList<ArmRun> runs)
    {
        (Plan, Data, Tasks, Device) = (study.Plan, study.Data, study.Tasks.All, study.Tasks.Device);
        (InceptionWeights, Gans, Runs) = (inceptionWeights, gans, runs);
        if (study.Programs is not null) Plan = Plan with { Programs = study.Programs };
        Nodes = [.. Tasks.Select(t => t.Node)];
        byKey = Tasks.Index().ToDictionary(t => t.Item.Node.Key, t => t.Index);
    }

    private StudyGraph(StudyGraph other)
    {
        (Plan, Data, Tasks, Device) = (other.Plan, other.Data, other.Tasks, other.Device);
        (InceptionWeights, Gans, Runs) = (other.InceptionWeights, other.Gans, other.Runs);
        (Nodes, byKey) = (other.Nodes, other.byKey);
    }

    /// <summary>The plan.</summary>
    public StudyPlan Plan { get; }

    /// <summary>Its data.</summary>
    public StudyData Data { get; }

    /// <summary>What its GANs and classifiers are trained on.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Programs of the plan; null where it has none.</summary>
    internal ProgramSite? Programs => Plan.Programs;

    /// <summary>
    /// Whether tasks may run the commands that the plan names: they can do whatever their user can.
    /// </summary>
    public bool AllowsCommands { get; private init; }

    /// <summary>Commands that the plan names, each with its files and their SHA-256, for whoever allows them.</summary>
    public IReadOnlyList<string> Commands => Programs?.Descriptions(Plan) ?? [];

    /// <summary>All tasks, each after those it needs.</summary>
    internal IReadOnlyList<(StudyTask Task, TaskNode Node)> Tasks { get; }

    /// <summary>The queue's view of all tasks, each after those it needs.</summary>
    public IReadOnlyList<TaskNode> Nodes { get; }

    /// <summary>All arms in the places where they are trained, in the order of the tables.</summary>
    public IReadOnlyList<ArmRun> Runs { get; }

    /// <summary>All GANs in the places where they serve.</summary>
    public IReadOnlyList<GanRun> Gans { get; }

    /// <summary>Weights of the network of the FID; null where none is measured.</summary>
    public CachedWeights? InceptionWeights { get; }

    /// <summary>What a reader must know of the measures, e.g. why there is no FID; full sentences.</summary>
    public IReadOnlyList<string> ScoreNotes => [.. Analysis.ScoreNotes.Of(this)];

    /// <summary>Whether nobody knows all of what a GAN's images were made from.</summary>
    internal bool IsOfUnknownLineage(string? gan) => Gans.Any(g => g.Name == gan && !g.LineageIsKnown);

    /// <summary>Whether one of these tasks runs a command of the plan.</summary>
    public bool RunsCommands(IEnumerable<TaskNode> nodes) => nodes.Any(node => Task(node.Key).RunsCommand);

    /// <summary>The same study, whose tasks may run the commands that its plan names.</summary>
    public StudyGraph AllowingCommands() => new(this) { AllowsCommands = true };

    /// <summary>
    /// The same study after the version commands of its programs have run: what they print is in the keys. Itself
    /// where there are none.
    /// </summary>
    /// <exception cref="UserInputException">Commands are not allowed, or one failed.</exception>
    public StudyGraph AskingVersions(CancellationToken cancellation = default)
    {
        if (!ProgramSite.Programs(Plan).Any(program => program.VersionCommand is not null)) return this;
        RequireCommandsAllowed();
        var plan = Plan with { Programs = Programs!.Asked(Plan, cancellation) };
        return new(StudyPlanner.Resolve(plan, Data, InceptionWeights)) { AllowsCommands = true };
    }

    /// <summary>Refuses commands that nobody has allowed.</summary>
    /// <exception cref="UserInputException">The plan names commands, which are listed.</exception>
    public void RequireCommandsAllowed()
    {
        if (AllowsCommands || Commands.Count == 0) return;
        throw new UserInputException(
            $"The plan runs commands, which can do whatever you can:{string.Concat(
                Commands.Select(c => $"{Environment.NewLine}    {c}"))}{Environment.NewLine}If you trust them, allow "
            + "them with --allow-commands.");
    }

    internal StudyTask Task(string key) => Tasks[Index(key)].Task;

    /// <summary>Queue's view of the task of a key.</summary>
    public TaskNode Node(string key) => Tasks[Index(key)].Node;

    /// <summary>Runs one task into its folder; does nothing when it is done.</summary>
    /// <exception cref="UserInputException">The result of a task that it needs was changed.</exception>
    public void Run(string key, TaskStore store, IProgress<TaskProgress> progress, CancellationToken cancellation)
    {
        var (task, node) = Tasks[Index(key)];
        var (start, processorStart) = (System.Diagnostics.Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        store.Build(node, (folder, lost) =>
        {
            store.RequireUnchanged(node.Needs.Select(Node));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lost);
            task.Run(new TaskContext(node, this, store, folder, new KeptProgress(store, node, progress), stop.Token));
            var timing =
                new TaskTiming(
                    Clock.SecondsSince(start), (Environment.CpuUsage.TotalTime - processorStart).TotalSeconds,
                    ProcessMemory.PeakBytes);
            Json.Write(Path.Combine(folder, TaskTiming.File), timing);
        });
    }

    private int Index(string key) => byKey.TryGetValue(key, out var index)
        ? index
        : throw new UserInputException(
            $"The study has no task with the key '{key}'. Its keys are listed in resolved.json.");

    /// <summary>Passes progress on, and now and then leaves it where <c>study status</c> finds it.</summary>
    private sealed class KeptProgress(TaskStore store, TaskNode node, IProgress<TaskProgress> next)
        : IProgress<TaskProgress>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
        private double? from;
        private readonly System.Diagnostics.Stopwatch sinceKept = System.Diagnostics.Stopwatch.StartNew();

        public void Report(TaskProgress value)
        {
            next.Report(value);
            from ??= value.Share;
            if (sinceKept.Elapsed < Every) return;
            sinceKept.Restart();
            store.KeepProgress(node, value, from.Value);
        }
    }
}
