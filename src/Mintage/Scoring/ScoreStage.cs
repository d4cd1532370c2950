using Mintage.Runtime;

namespace Mintage.Scoring;

/// <summary>Progress of one stage of a scoring, named; each stage goes from 0 to 1.</summary>
internal sealed class ScoreStage : IProgress<TaskProgress>
{
    private readonly string name;
    private readonly IProgress<TaskProgress> next;

    private ScoreStage(string name, IProgress<TaskProgress> next) => (this.name, this.next) = (name, next);

    /// <summary>Tells that a stage begins; null where nobody listens.</summary>
    public static ScoreStage? Begin(string name, IProgress<TaskProgress>? next)
    {
        next?.Report(new TaskProgress(0, name));
        return next is null ? null : new ScoreStage(name, next);
    }

    /// <inheritdoc/>
    public void Report(TaskProgress value) =>
        next.Report(value with { Status = value.Status.Length == 0 ? name : $"{name}, {value.Status}" });
}
