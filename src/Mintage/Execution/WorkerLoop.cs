using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>The worker's side of <see cref="WorkerProcess"/>: it runs tasks in the worker process.</summary>
public static class WorkerLoop
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the tasks whose keys arrive, one after the other, until the input ends.</summary>
    /// <param name="input">One key per line.</param>
    /// <param name="output">Receives the messages.</param>
    /// <param name="run">Runs the task with the given key.</param>
    public static void Run(
        TextReader input, TextWriter output, Action<string, IProgress<TaskProgress>, CancellationToken> run)
    {
        using var stop = new CancellationTokenSource();
        using var keys = new System.Collections.Concurrent.BlockingCollection<string>();
        new Thread(() =>
        {
            while (input.ReadLine() is { } key) keys.Add(key);
            stop.Cancel(); // the parent has closed the pipe, or is gone
            keys.CompleteAdding();
        })
        { IsBackground = true }.Start();

        void Send(WorkerMessage message)
        {
            output.WriteLine(JsonSerializer.Serialize(message, Json.Line));
            output.Flush();
        }
        foreach (var key in keys.GetConsumingEnumerable())
        {
            try
            {
                run(key, new Throttled(Send), stop.Token);
                Send(new WorkerMessage(WorkerMessage.Done));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                var known = e as UserInputException;
                Send(new WorkerMessage(
                    WorkerMessage.Failed, Text: known?.Message ?? e.ToString(), IsUserInput: known is not null,
                    IsOfDisk: known is { IsOfDisk: true }));
            }
        }
    }

    private sealed class Throttled(Action<WorkerMessage> send) : IProgress<TaskProgress>
    {
        private readonly System.Diagnostics.Stopwatch sinceLast = System.Diagnostics.Stopwatch.StartNew();

        public void Report(TaskProgress value)
        {
            if (sinceLast.Elapsed < ReportEvery) return;
            sinceLast.Restart();
            send(new WorkerMessage(WorkerMessage.Progress, value.Share, value.Status));
        }
    }
}
