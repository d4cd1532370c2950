using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>
/// Runs tasks in a separate process, which loads libtorch once and lives until it is disposed. Two single-threaded
/// processes train two small networks 1.45 times as fast as one process with two threads. Use it for one task at a
/// time.
/// </summary>
/// <param name="fileName">The executable.</param>
/// <param name="arguments">Its arguments. The process must read keys and run <see cref="WorkerLoop"/>.</param>
public sealed class WorkerProcess(string fileName, IReadOnlyList<string> arguments) : ITaskExecutor
{
    private const int MostAttempts = 2;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private readonly StringBuilder errors = new();
    private Process? process;

    /// <inheritdoc/>
    /// <remarks>
    /// A worker that dies (the system took its memory back, someone killed it) is replaced once, and its task goes on.
    /// </remarks>
    public async Task<TaskFailure?> RunAsync(
        TaskNode task, IProgress<TaskProgress> progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            process ??= Start();
            try
            {
                if (await AskAsync(process, task, progress, cancellation).ConfigureAwait(false) is { } answer)
                    return answer.Failure;
            }
            catch (IOException)
            {
                // It died before it could read the key.
            }
            var reason = await DiedAsync().ConfigureAwait(false);
            if (attempt == MostAttempts) return new TaskFailure(task, reason, false);
        }
    }

    private sealed record Answer(TaskFailure? Failure);

    /// <summary>Gives the worker a task; null if the worker died over it.</summary>
    private static async Task<Answer?> AskAsync(
        Process worker, TaskNode task, IProgress<TaskProgress> progress, CancellationToken cancellation)
    {
        await worker.StandardInput.WriteLineAsync(task.Key.AsMemory(), cancellation).ConfigureAwait(false);
        await worker.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        while (await worker.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            var message = JsonSerializer.Deserialize<WorkerMessage>(line, Json.Line)!;
            switch (message.Event)
            {
                case WorkerMessage.Progress:
                    progress.Report(new TaskProgress(message.Share, message.Text));
                    break;
                case WorkerMessage.Done:
                    return new Answer(null);
                default:
                    return new Answer(
                        new TaskFailure(task, message.Text, message.IsUserInput) { IsOfDisk = message.IsOfDisk });
            }
        }
        return null;
    }

    /// <summary>Closes the worker's input, which ends the worker, and waits. A worker that does not end is
    /// killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        try
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
        process = null;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // OpenMP threads that wait must not spin: the cores belong to the other workers.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        var started = Process.Start(start) ?? throw new InvalidOperationException($"'{fileName}' did not start");
        started.ErrorDataReceived += (_, e) =>
        {
            lock (errors) errors.AppendLine(e.Data);
        };
        started.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for the end of a dead worker, and says how it died.</summary>
    private async Task<string> DiedAsync()
    {
        await process!.WaitForExitAsync().ConfigureAwait(false);
        var code = process.ExitCode;
        process.Dispose();
        process = null; // the next attempt or task gets a new one
        string said;
        lock (errors)
        {
            said = errors.ToString().Trim();
            errors.Clear();
        }
        return $"The worker process ended twice during the task, at last with exit code {code}."
            + $"{(code == 137 ? " It was killed, perhaps for lack of memory." : "")} {said}";
    }
}

/// <summary>
/// One line of JSON from a worker process to its parent. The parent sends one line per task, its key. The worker stops
/// when its input ends, which also happens when the parent is killed.
/// </summary>
/// <param name="Event">"progress", "done" or "failed".</param>
/// <param name="Share">Share done, with "progress".</param>
/// <param name="Text">Status with "progress", or the message with "failed".</param>
/// <param name="IsUserInput">With "failed": true if the user's input is at fault.</param>
/// <param name="IsOfDisk">With "failed": true if the disk is full.</param>
internal sealed record WorkerMessage(
    string Event, double Share = 0, string Text = "", bool IsUserInput = false, bool IsOfDisk = false)
{
    internal const string Progress = "progress", Done = "done", Failed = "failed";
}
