using System.Text.Json;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>A plan resolved into tasks: a pure function of plan and data.</summary>
public sealed class StudyGraph
{
    /// <summary>Name of the arm without synthetic images.</summary>
    public const string RealArm = "real";

    /// <summary>Name of its step-matched control.</summary>
    public const string ControlArm = "real at S steps";

    private readonly List<(StudyTask Task, TaskNode Node)> tasks = [];
    private readonly Dictionary<string, int> byKey = [];
    private readonly string dataIdentity;
    private readonly SeedTree seeds;

    /// <summary>Resolves the plan.</summary>
    /// <param name="plan">Must have no faults.</param>
    /// <param name="data">Its data.</param>
    public StudyGraph(StudyPlan plan, StudyData data)
    {
        (Plan, Data) = (plan, data);
        seeds = SeedTree.FromSeed(plan.Seed);
        dataIdentity = JsonSerializer.Serialize(new
        {
            Train = data.Train.Fingerprint,
            Test = data.Test.Fingerprint,
            plan.Seed,
            plan.Frechet.ExtractorImages,
            plan.Frechet.ReferenceImages,
            HeldOutImages = plan.Frechet.Counts.Max(),
            plan.Threads,
        }, Json.Line);
        var extractor = AddExtractor();
        foreach (var size in plan.Sizes)
        {
            for (var replicate = 0; replicate < plan.Replicates; replicate++) AddReplicate(size, replicate, extractor);
        }
    }

    /// <summary>The plan.</summary>
    public StudyPlan Plan { get; }

    /// <summary>Its data.</summary>
    public StudyData Data { get; }

    /// <summary>All tasks, each after those it needs.</summary>
    public IReadOnlyList<(StudyTask Task, TaskNode Node)> Tasks => tasks;

    /// <summary>Task of a key.</summary>
    public StudyTask Task(string key) => tasks[Index(key)].Task;

    /// <summary>Queue's view of the task of a key.</summary>
    public TaskNode Node(string key) => tasks[Index(key)].Node;

    /// <summary>Images of a training part.</summary>
    public LabelledImages TrainingImages(TrainingPart part) => part.Images is null
        ? Data.Train
        : Data.Part(RealPart.Training, Plan.Sizes.First(s => s.Name == part.Size), part.Replicate);

    /// <summary>Runs one task into its folder; does nothing when it is done.</summary>
    public void Run(string key, TaskStore store, IProgress<TaskProgress> progress, CancellationToken cancellation)
    {
        var (task, node) = tasks[Index(key)];
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        store.Build(node, folder =>
        {
            task.Run(new TaskContext(node, this, store, folder, progress, cancellation));
            Json.Write(Path.Combine(folder, TaskTiming.File), new TaskTiming(Clock.SecondsSince(start), ProcessMemory.PeakBytes));
        });
    }

    private int Index(string key) => byKey.TryGetValue(key, out var index)
        ? index
        : throw new UserInputException($"The study has no task with the key '{key}'. Its keys are listed in resolved.json.");

    private string AddExtractor()
    {
        var frechet = Plan.Frechet;
        return Add(new FitTask
        {
            Arm = "extractor",
            Real = null,
            Synthetic = null,
            Fold = null,
            Folds = 0,
            Steps = ClassifierTrainer.StepsFor(frechet.ExtractorImages, frechet.Extractor.BatchSize, frechet.ExtractorEpochs),
            Options = frechet.Extractor,
            Seed = seeds.Child("extractor").Seed,
            Leaky = false,
        });
    }

    private void AddReplicate(SizePlan size, int replicate, string extractor)
    {
        var part = size.Images is null ? TrainingPart.Whole with { Size = size.Name, Replicate = replicate } : new TrainingPart(size.Name, size.Images, replicate);
        var arms = new List<(string Name, string? Synthetic, bool Leaky)> { (RealArm, null, false), (ControlArm, null, false) };
        foreach (var gan in Plan.Gans)
        {
            var whole = gan.Scope == GanScope.WholeTrainingSet || size.Images is null;
            if (gan.Scope == GanScope.WholeTrainingSet && size.Images is null) continue; // the same as the arm without "-all"
            var leaky = whole && size.Images is not null;
            var synthetic = AddGan(gan, whole ? TrainingPart.Whole : part);
            arms.Add((gan.Name, synthetic, leaky));
            AddScore(gan.Name, synthetic, size, replicate, leaky, sawReference: whole, extractor);
        }
        AddScore("real", null, size, replicate, false, false, extractor);
        foreach (var arm in arms)
        {
            AddFit(size, part, arm, null);
            for (var fold = 0; fold < Plan.Folds; fold++) AddFit(size, part, arm, fold);
        }
    }

    private string AddGan(GanPlan gan, TrainingPart part)
    {
        var stream = seeds.Child($"gan {gan.Name} {part.Size}", part.Replicate);
        var training = Add(new TrainGanTask { Options = gan.Options, Images = part, Seed = stream.Child("train").Seed });
        return Add(new SynthesiseTask { Gan = training, GanName = gan.Name, Count = Plan.SyntheticImages, Seed = stream.Child("synthesise").Seed });
    }

    private void AddScore(string source, string? synthetic, SizePlan size, int replicate, bool leaky, bool sawReference, string extractor)
    {
        if (synthetic is null && (replicate > 0 || size != Plan.Sizes[0])) return; // the held-out images are the same for all
        Add(new ScoreTask
        {
            Source = source,
            Size = size.Name,
            Replicate = replicate,
            Synthetic = synthetic,
            Leaky = leaky,
            SawReference = sawReference,
            Extractor = extractor,
            Counts = Plan.Frechet.Counts,
        });
    }

    private void AddFit(SizePlan size, TrainingPart part, (string Name, string? Synthetic, bool Leaky) arm, int? fold) => Add(new FitTask
    {
        Arm = arm.Name,
        Real = part,
        Synthetic = arm.Synthetic,
        Fold = fold,
        Folds = fold is null ? 0 : Plan.Folds,
        Steps = Steps(size, arm.Name == RealArm ? 0 : Plan.SyntheticImages, fold is not null),
        Options = size.Classifier,
        Seed = seeds.Child("classifier", part.Replicate).Seed,
        Leaky = arm.Leaky,
    });

    /// <summary>Steps of the article's epochs over real and added images; the control gets those of the augmented arms.</summary>
    private int Steps(SizePlan size, int added, bool isFold)
    {
        var images = (size.Images ?? Data.Train.Count) + added;
        if (isFold) images = (int)((long)images * (Plan.Folds - 1) / Plan.Folds);
        return ClassifierTrainer.StepsFor(images, size.Classifier.BatchSize, size.Epochs);
    }

    private string Add(StudyTask task)
    {
        var node = task.ToNode(dataIdentity);
        if (byKey.TryAdd(node.Key, tasks.Count)) tasks.Add((task, node));
        return node.Key;
    }
}
