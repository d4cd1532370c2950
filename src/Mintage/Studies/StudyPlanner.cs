using Mintage.Execution;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>
/// Resolves a plan into tasks: a pure function of plan, data and the Inception weights that there are.
/// </summary>
public static class StudyPlanner
{
    /// <summary>
    /// For every size, replicate and fold: split, train the GANs on that training part only, sample them, score the
    /// samples, train the classifier of every arm.
    /// </summary>
    /// <param name="plan">
    /// Must have no faults. Where ready-made images are fewer than it asks for, the graph's plan has their number.
    /// </param>
    /// <param name="data">Its data.</param>
    /// <param name="inceptionWeights">
    /// Weights of the FID's network (<see cref="WeightCache.Find"/>); null measures no FID.
    /// </param>
    public static StudyGraph Resolve(StudyPlan plan, StudyData data, CachedWeights? inceptionWeights = null)
    {
        plan = data.ReadyMade.Fitted(plan);
        var weights = plan.Frechet is { InceptionReplicates: > 0 } ? inceptionWeights : null;
        var study = new Planning(plan, data, new TaskList(plan.Threads, ComputeDevice.Parse(plan.Device)));
        var scores = plan.Frechet is null ? null : new ScorePlanner(study, plan.Frechet, weights);
        List<GanRun> gans = [];
        List<ArmRun> runs = [];
        foreach (var (size, replicate, fold) in Places(plan))
        {
            var place = new PlacePlanner(study, size, replicate, fold);
            List<GanRun> sampled = [.. place.TrainAndSampleGans()];
            foreach (var gan in sampled) scores?.Add(gan);
            runs.AddRange(place.FitArms(sampled));
            gans.AddRange(sampled);
        }
        return new StudyGraph(study, weights, gans, runs);
    }

    /// <summary>Every training part of the study: the whole one of each replicate, then its nested folds.</summary>
    private static IEnumerable<(SizePlan Size, int Replicate, int? Fold)> Places(StudyPlan plan) =>
        from size in plan.Sizes
        from replicate in Enumerable.Range(0, plan.Replicates)
        from fold in Enumerable.Range(0, plan.Fair?.NestedFolds ?? 0).Select(f => (int?)f).Prepend(null)
        select (size, replicate, fold);
}

/// <summary>What the planners of a study share.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Data">Its data.</param>
/// <param name="Tasks">Takes what is planned.</param>
internal sealed record Planning(StudyPlan Plan, StudyData Data, TaskList Tasks)
{
    private readonly Dictionary<string, OnnxOrigin> onnx = [];

    public SeedTree Seeds { get; } = SeedTree.FromSeed(Plan.Seed);

    /// <summary>The generator in a GAN's file, read once.</summary>
    /// <exception cref="Runtime.UserInputException">It is none, or does not fit the data.</exception>
    public OnnxOrigin Onnx(GanPlan gan) => onnx.TryGetValue(gan.Name, out var known)
        ? known
        : onnx[gan.Name] = OnnxOrigin.Of(gan.Name, gan.Onnx!, Data.Train);

    /// <summary>Programs of the plan; null where it has none.</summary>
    public ProgramSite? Programs { get; } = Plan.Programs ?? ProgramSite.Of(Plan, null);

    /// <summary>Height times width of an image.</summary>
    public int Area => Data.Train.Height * Data.Train.Width;
}

/// <summary>Tasks in the order of their needs, each once.</summary>
internal sealed class TaskList(int threads, ComputeDevice device)
{
    private readonly List<(StudyTask Task, TaskNode Node)> all = [];
    private readonly Dictionary<string, double> estimates = [];

    public ComputeDevice Device => device;

    public IReadOnlyList<(StudyTask Task, TaskNode Node)> All => all;

    /// <summary>Estimated seconds of the task of a key.</summary>
    public double EstimatedSeconds(string key) => estimates[key];

    /// <summary>Adds a task unless an equal one is there; returns its key.</summary>
    public string Add(StudyTask task)
    {
        var node = task.ToNode(threads, device);
        if (estimates.TryAdd(node.Key, node.EstimatedSeconds)) all.Add((task, node));
        return node.Key;
    }
}
