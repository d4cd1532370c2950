using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Networks.Weights;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>A whole study in seconds, on made-up 8x8 images.</summary>
internal static class TinyStudy
{
    public static readonly LabelledImages Train = Shapes.Make(400, seed: 1), Test = Shapes.Make(60, seed: 2);

    public static StudyPlan Plan()
    {
        var classifier = new ClassifierOptions { Width = new ClassifierWidth(4, 4, 8), BatchSize = 16 };
        return new StudyPlan
        {
            Name = "tiny",
            Data = "shapes",
            Replicates = 2,
            Article = new ArticlePlan { Folds = 2 },
            Fair = new FairPlan { RealTuned = new TunedPlan { Classifier = classifier, MaxEpochs = 2 } },
            SyntheticImages = 90,
            Sizes = [new SizePlan { Name = "reduced", Images = 60, Classifier = classifier, Epochs = 2 }],
            Gans =
            [
                new GanPlan { Name = "cgan", Options = Small("cgan") },
                new GanPlan { Name = "wgan-all", Options = Small("wgan"), Scope = GanScope.WholeTrainingSet },
            ],
            Frechet = new FrechetPlan { ExtractorImages = 60, Extractor = classifier, ExtractorEpochs = 2, ReferenceImages = 60, Counts = [20, 40] },
        };
    }

    public static StudyGraph Graph(StudyPlan? plan = null) => Graph(plan ?? Plan(), Train, Test);

    public static Task<StudyOutcome> RunAsync(
        string folder, StudyPlan? plan = null, int executors = 1, IQueueObserver? observer = null,
        bool acceptChanges = false, bool redoChanged = false, ILogger? logger = null, CancellationToken cancellation = default) =>
        RunAsync(folder, Graph(plan), executors, observer, acceptChanges, redoChanged, logger, cancellation);

    public static Task<StudyOutcome> RunAsync(string folder, StudyPlan plan, LabelledImages train, LabelledImages? test) =>
        RunAsync(folder, Graph(plan, train, test), 1, null, false, false, null, default);

    public static Task<StudyOutcome> RunAsync(string folder, StudyPlan plan, CachedWeights inceptionWeights) =>
        RunAsync(folder, StudyPlanner.Resolve(plan, new StudyData(plan, Train, Test), inceptionWeights), 1, null, false, false, null, default);

    public static StudyGraph Graph(StudyPlan plan, LabelledImages train, LabelledImages? test) =>
        StudyPlanner.Resolve(plan, new StudyData(plan, train, test));

    private static Task<StudyOutcome> RunAsync(
        string folder, StudyGraph graph, int executors, IQueueObserver? observer, bool acceptChanges, bool redoChanged, ILogger? logger, CancellationToken cancellation)
    {
        var store = new TaskStore(folder);
        // Tensors are global to the process: one at a time, whatever the number of executors.
        var gate = new Lock();
        var places = Enumerable.Range(0, executors).Select(_ => (ITaskExecutor)new InProcessExecutor((task, progress, stop) =>
        {
            lock (gate) graph.Run(task.Key, store, progress, stop);
        })).ToList();
        return StudyRunner.RunAsync(graph, new StudyRun
        {
            Folder = folder,
            Executors = executors == 1 ? [] : places,
            Observer = observer,
            Logger = logger ?? NullLogger.Instance,
            AcceptChanges = acceptChanges,
            RedoChanged = redoChanged,
        }, cancellation);
    }

    private static GanOptions Small(string preset) =>
        GanPresets.Get(preset) with { GeneratorUpdates = 10, CriticSteps = 1, BatchSize = 8, LatentDimension = 6, Filters = 4 };
}
