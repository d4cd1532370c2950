using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>An arm whose fit is done.</summary>
/// <param name="Run">Which arm, where.</param>
/// <param name="Record">What was run and measured.</param>
/// <param name="Result">Where that comes from.</param>
internal sealed record FinishedRun(ArmRun Run, FitRecord Record, FitResult Result)
{
    /// <summary>What was predicted; read on first use. Null in pooled folds.</summary>
    public Lazy<FitPredictions?> Outcomes => Result.Predictions;

    public FitFigures Figures => Record.Figures;

    /// <summary>Whether each evaluation image was predicted rightly. Not for pooled folds.</summary>
    public bool[] Correct => Outcomes.Value!.Correct;
}

/// <summary>The arms of a study whose fits are done.</summary>
internal sealed class FinishedRuns
{
    private const double Confidence = 0.95;
    private readonly StudyGraph study;
    private readonly Dictionary<(string Protocol, string Size, string Arm, int Replicate,
        int? Fold), FinishedRun> byName = [];

    /// <summary>Reads the results that are there.</summary>
    public FinishedRuns(StudyGraph study, IFitResults results)
    {
        this.study = study;
        Elsewhere = results.Elsewhere;
        var fits = new Dictionary<string, FitResult?>();
        foreach (var run in study.Runs)
        {
            if (!fits.TryGetValue(run.Key, out var fit))
                fits[run.Key] = fit = results.Find(study.Node(run.Key));
            if (fit is not null)
                byName[(run.Protocol, run.Size.Name, run.Arm, run.Replicate, run.Fold)] =
                    new FinishedRun(run, Record(run, fit), fit);
        }
    }

    /// <summary>What is known of classifiers that others trained; null for the study's own.</summary>
    public ElsewhereRecord? Elsewhere { get; }

    /// <summary>All of them, in the order of the plan.</summary>
    public IEnumerable<FinishedRun> All =>
        study.Runs.Select(r => Find(r.Protocol, r.Size, r.Arm, r.Replicate, r.Fold)).OfType<FinishedRun>();

    /// <summary>The run of this name, or null where it is not done.</summary>
    public FinishedRun? Find(string protocol, SizePlan size, string arm, int replicate, int? fold = null) =>
        byName.GetValueOrDefault((protocol, size.Name, arm, replicate, fold));

    private Interval Accuracy(ArmRun run, FitResult result)
    {
        var figures = result.Figures;
        return run.Fold is null && result.Predictions.Value is { } found
            ? WilsonInterval.Of(found.Correct, study.Data.TestUnits(run.Replicate), Confidence)
            : WilsonInterval.Of(
                (long)Math.Round(figures.Accuracy * figures.EvaluationImages), figures.EvaluationImages, Confidence);
    }

    private FitRecord Record(ArmRun run, FitResult result)
    {
        var figures = result.Figures;
        var interval = Accuracy(run, result);
        return new FitRecord
        {
            Task = run.Key,
            Protocol = run.Protocol,
            Size = run.Size.Name,
            Arm = run.Arm,
            Replicate = run.Replicate,
            Fold = run.Fold,
            Leaky = ((FitTask)study.Task(run.Key)).Synthetic?.Leaky ?? false,
            Figures = figures,
            AccuracyPercent = new PointsInterval(100 * interval.Low, 100 * interval.High),
            Measures = result.Predictions.Value is { } found
                ? [.. ClassMeasures.All.Select(m => new MeasureFigure(m.Words(), 100 * found.Of(m), null))]
                : [],
        };
    }
}
