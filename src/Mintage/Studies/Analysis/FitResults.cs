using System.Runtime.InteropServices;
using Mintage.Execution;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>A finished fit under the name of an arm.</summary>
/// <param name="Plan">The name.</param>
/// <param name="Record">What was run and measured.</param>
/// <param name="Outcomes">What was predicted; read on first use. Null in pooled folds.</param>
internal sealed record FinishedFit(PlannedFit Plan, FitRecord Record, Lazy<FitPredictions?> Outcomes)
{
    /// <summary>Whether each evaluation image was predicted rightly. Not for pooled folds.</summary>
    public bool[] Correct => Outcomes.Value!.Correct;
}

/// <summary>Predictions of a fit on its evaluation images.</summary>
/// <param name="labels">True classes.</param>
/// <param name="predictions">Predicted classes.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class FitPredictions(int[] labels, int[] predictions, int classes)
{
    private readonly Dictionary<ClassMeasure, double[]> contributions = [];

    /// <summary>Whether each image was predicted rightly.</summary>
    public bool[] Correct { get; } = [.. labels.Zip(predictions, (label, predicted) => label == predicted)];

    /// <summary>Every image's part of a measure: <see cref="ClassMeasures.Contributions"/>.</summary>
    public double[] Contributions(ClassMeasure measure) =>
        contributions.TryGetValue(measure, out var known) ? known : contributions[measure] = ClassMeasures.Contributions(measure, labels, predictions, classes);

    /// <summary>A measure, as a fraction.</summary>
    public double Of(ClassMeasure measure) => Contributions(measure).Average();
}

/// <summary>The finished fits of a study.</summary>
internal sealed class FitResults
{
    private const double Confidence = 0.95;
    private readonly StudyGraph study;
    private readonly TaskStore store;
    private readonly Dictionary<(string Protocol, string Size, string Arm, int Replicate, int? Fold), FinishedFit> byName = [];

    /// <summary>Reads the results that are there.</summary>
    public FitResults(StudyGraph study, TaskStore store)
    {
        (this.study, this.store) = (study, store);
        var outcomes = new Dictionary<string, (FitOutcome Outcome, Lazy<FitPredictions?> Predictions)>();
        foreach (var plan in study.Fits)
        {
            var node = study.Node(plan.Key);
            if (!store.IsDone(node)) continue;
            if (!outcomes.TryGetValue(plan.Key, out var read))
            {
                var outcome = Json.Read<FitOutcome>(Path.Combine(store.Folder(node), FitTask.ResultFile));
                outcomes[plan.Key] = read = (outcome, new Lazy<FitPredictions?>(() => ReadPredictions(node)));
            }
            byName[(plan.Protocol, plan.Size.Name, plan.Arm, plan.Replicate, plan.Fold)] = new FinishedFit(plan, Record(plan, read.Outcome), read.Predictions);
        }
    }

    /// <summary>All of them, in the order of the plan.</summary>
    public IEnumerable<FinishedFit> All => study.Fits.Select(f => Find(f.Protocol, f.Size, f.Arm, f.Replicate, f.Fold)).OfType<FinishedFit>();

    /// <summary>The fit of this name, or null where it is not done.</summary>
    public FinishedFit? Find(string protocol, SizePlan size, string arm, int replicate, int? fold = null) =>
        byName.GetValueOrDefault((protocol, size.Name, arm, replicate, fold));

    private FitRecord Record(PlannedFit plan, FitOutcome outcome)
    {
        var interval = WilsonInterval.Of((long)Math.Round(outcome.Accuracy * outcome.EvaluationImages), outcome.EvaluationImages, Confidence);
        return new FitRecord
        {
            Task = plan.Key,
            Protocol = plan.Protocol,
            Size = plan.Size.Name,
            Arm = plan.Arm,
            Replicate = plan.Replicate,
            Fold = plan.Fold,
            Leaky = ((FitTask)study.Task(plan.Key)).Leaky,
            RealImages = outcome.RealImages,
            SyntheticImages = outcome.SyntheticImages,
            BatchSize = outcome.BatchSize,
            Steps = outcome.Steps,
            TrainAccuracy = outcome.TrainAccuracy,
            TrainLoss = outcome.TrainLoss,
            Accuracy = outcome.Accuracy,
            Loss = outcome.Loss,
            RealAccuracy = outcome.RealAccuracy,
            AccuracyPercent = new PointsInterval(100 * interval.Low, 100 * interval.High),
            ClassAccuracy = outcome.ClassAccuracy,
            Curve = outcome.Curve,
        };
    }

    private FitPredictions? ReadPredictions(TaskNode node)
    {
        var task = (FitTask)study.Task(node.Key);
        if (task.Pooled is not null) return null;
        var images = study.Data.Images(task.Evaluation);
        var path = Path.Combine(store.Folder(node), FitTask.PredictionsFile);
        var predictions = MemoryMarshal.Cast<byte, int>(Safetensors.Read(path).Tensors["predictions"].Bytes.Span);
        if (predictions.Length != images.Count)
            throw new UserInputException($"'{path}' must hold {images.Count} predictions, one per evaluation image, but holds {predictions.Length}: it was changed. Run the study again with --redo-changed.");
        return new FitPredictions(images.Labels, predictions.ToArray(), images.ClassCount);
    }
}
