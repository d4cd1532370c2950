using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>Runs one task at a time, in this process, a worker process or elsewhere.</summary>
public interface ITaskExecutor : IAsyncDisposable
{
    /// <summary>Runs one task to its end.</summary>
    /// <returns>Null if the task is done, or why it failed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled. The task can run again and continues from its
    /// checkpoint.</exception>
    Task<TaskFailure?> RunAsync(TaskNode task, IProgress<TaskProgress> progress, CancellationToken cancellation);
}

/// <summary>Runs tasks on a thread of this process.</summary>
internal sealed class InProcessExecutor(Action<TaskNode, IProgress<TaskProgress>, CancellationToken> run)
    : ITaskExecutor
{
    /// <inheritdoc/>
    public Task<TaskFailure?> RunAsync(
        TaskNode task, IProgress<TaskProgress> progress, CancellationToken cancellation) => Task.Run(() =>
    {
        try
        {
            run(task, progress, cancellation);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return TaskFailure.Of(task, e);
        }
    }, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
