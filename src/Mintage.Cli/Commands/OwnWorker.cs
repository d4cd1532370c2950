using Mintage.Execution;

namespace Mintage.Cli.Commands;

/// <summary>Runs this program again as a worker process.</summary>
internal static class OwnWorker
{
    /// <summary>Makes a worker, not yet started.</summary>
    /// <param name="arguments">Arguments that start this program as a worker.</param>
    public static WorkerProcess Create(IEnumerable<string> arguments)
    {
        string[] words = [.. Program, .. arguments];
        return new WorkerProcess(words[0], words[1..]);
    }

    /// <summary>The words that start this program.</summary>
    public static string[] Program
    {
        get
        {
            var self = Environment.ProcessPath!;
            var isDotnet = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return isDotnet ? [self, typeof(OwnWorker).Assembly.Location] : [self];
        }
    }

    /// <summary>Runs the worker's side: runs tasks until the parent closes the pipe.</summary>
    /// <param name="run">Runs the task with the given key.</param>
    public static void Work(Action<string, IProgress<Runtime.TaskProgress>, CancellationToken> run)
    {
        // Ctrl+C reaches every process of the terminal, but a worker ends when its parent closes the pipe.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        WorkerLoop.Run(Console.In, Console.Out, run);
    }
}
