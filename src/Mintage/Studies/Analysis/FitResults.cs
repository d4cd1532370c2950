using Mintage.Execution;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Studies.Analysis;

/// <summary>What is known of one fit.</summary>
/// <param name="Figures">What was run and measured.</param>
/// <param name="Predictions">What it predicted; read on first use. Null in pooled folds.</param>
internal sealed record FitResult(FitFigures Figures, Lazy<FitPredictions?> Predictions)
{
    /// <summary>Whether the steps were counted or reported; otherwise they are those that were asked for.</summary>
    public bool StepsAreKnown { get; init; } = true;
}

/// <summary>Where the results of a study's fits come from.</summary>
internal interface IFitResults
{
    /// <summary>What is known of classifiers that others trained; null for the study's own.</summary>
    ElsewhereRecord? Elsewhere { get; }

    /// <summary>The result of a fit; null where there is none.</summary>
    FitResult? Find(TaskNode fit);

    /// <summary>Whether a fit was tried and failed.</summary>
    bool HasFailed(TaskNode fit);
}

/// <summary>The study's own fits.</summary>
internal sealed class StoredFits(StudyGraph study, TaskStore store) : IFitResults
{
    public ElsewhereRecord? Elsewhere => null;

    public FitResult? Find(TaskNode fit) => !store.IsDone(fit) ? null : new FitResult(
        Json.Read<FitFigures>(Path.Combine(store.Folder(fit), FitTask.ResultFile)),
        new Lazy<FitPredictions?>(() => ReadPredictions(fit)));

    public bool HasFailed(TaskNode fit) => store.Failure(fit) is not null;

    private FitPredictions? ReadPredictions(TaskNode node)
    {
        var task = (FitTask)study.Task(node.Key);
        if (task.Mix is PooledMix { Fold: not null }) return null;
        var images = study.Data.Images(task.Evaluation);
        return FitPredictions.Read(Path.Combine(store.Folder(node), FitTask.PredictionsFile), images);
    }
}
