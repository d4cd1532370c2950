using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Tests.Execution;

public sealed class TaskScheduleTests
{
    [Fact]
    public async Task Tasks_run_after_what_they_need_and_the_longest_chain_first()
    {
        var log = new Log();
        TaskNode[] tasks = [Node("short"), Node("root", 5), Node("leaf", 50, "root"), Node("end", 1, "leaf", "short")];
        Assert.Empty(await Run(tasks, log, 1));
        Assert.Equal(["root", "leaf", "short", "end"], log.Order);
    }

    [Fact]
    public async Task A_failure_stops_only_what_needs_it()
    {
        var log = new Log();
        TaskNode[] tasks = [Node("bad"), Node("after", 1, "bad"), Node("good"), Node("after good", 1, "good")];
        var failures = await Run(tasks, log, 2, failing: "bad");
        Assert.Equal("bad", Assert.Single(failures).Task.Key);
        Assert.Equal(["after good", "bad", "good"], log.Order.Order());
    }

    [Fact]
    public async Task A_program_that_fails_whenever_it_runs_is_given_up()
    {
        var log = new Log();
        TaskNode[] own = [.. Enumerable.Range(1, 9).Select(i => Node($"bad {i}", 20 - i) with { Group = "own", RunsCommand = true })];
        TaskNode[] ours = [.. Enumerable.Range(1, 9).Select(i => Node($"bad of ours {i}"))];
        var failures = await Run([.. own, .. ours], log, 1, failing: "bad");
        Assert.Equal(["bad 1", "bad 2", "bad 3"], log.Order.Where(o => !o.Contains("ours", StringComparison.Ordinal)));
        Assert.Equal(3 + 9, failures.Count); // what Mintage does itself fails one by one
        Assert.Contains(" 6 more", failures.Single(f => f.Task.Key == "bad 3").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_succeeded_once_is_not_given_up()
    {
        var log = new Log();
        TaskNode[] own = [.. new[] { "good", "bad 1", "bad 2", "bad 3", "bad 4", "bad 5" }.Select((key, i) => Node(key, 20 - i) with { Group = "own", RunsCommand = true })];
        Assert.Equal(5, (await Run(own, log, 1, failing: "bad")).Count);
    }

    [Fact]
    public async Task A_full_disk_stops_all_tasks_that_run_and_starts_no_more()
    {
        using var started = new ManualResetEventSlim();
        var (log, stopped) = (new Log(), false);
        InProcessExecutor executor = new((task, _, cancellation) =>
        {
            lock (log.Order) log.Order.Add(task.Key);
            if (task.Key == "long")
            {
                started.Set();
                stopped = cancellation.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                cancellation.ThrowIfCancellationRequested();
            }
            started.Wait(CancellationToken.None);
            throw WholeFile.CannotWrite("a file", new IOException("No space left on device", 28));
        });
        var full = await Assert.ThrowsAsync<UserInputException>(
            () => TaskSchedule.RunAsync([Node("long", 9), Node("bad"), Node("other")], _ => false, [executor, executor], log, default));
        Assert.Contains("The disk is full", full.Message, StringComparison.Ordinal);
        Assert.True(stopped);
        Assert.Equal(["bad", "long"], log.Order.Order());
    }

    [Fact]
    public async Task Finished_tasks_are_not_run_again()
    {
        var log = new Log();
        await TaskSchedule.RunAsync([Node("a"), Node("b", 1, "a")], t => t.Key == "a", [Executor(log, null)], log, default);
        Assert.Equal(["b"], log.Order);
    }

    [Fact]
    public void A_task_that_two_processes_build_at_once_is_built_once()
    {
        var folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;
        var (store, node, built) = (new TaskStore(folder), Node("0123456789abcdef"), 0);
        Parallel.For(0, 4, _ => store.Build(node, (path, _) =>
        {
            Interlocked.Increment(ref built);
            Thread.Sleep(50);
            File.WriteAllText(Path.Combine(path, "result"), "done");
        }));
        Assert.Equal(1, built);
        Assert.Equal("done", File.ReadAllText(Path.Combine(store.Folder(node), "result")));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "tasks")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_worker_answers_progress_success_and_failure_and_ends_with_its_input()
    {
        var output = new StringWriter();
        using var input = new Keys("fine", "broken", "full", "wrong input");
        await Task.Run(() => WorkerLoop.Run(input, output, (key, _, _) =>
        {
            if (key == "broken") throw new InvalidOperationException("boom");
            if (key == "full") throw WholeFile.CannotWrite("a file", new IOException("No space left on device", 28));
            if (key == "wrong input")
            {
                input.End();
                throw new UserInputException("too few images");
            }
        }));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"done\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("boom", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"is_user_input\":true,\"is_of_disk\":true", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"is_user_input\":true,\"is_of_disk\":false", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_process_that_dies_is_reported_with_its_last_words_and_replaced()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
        await using var worker = new WorkerProcess("sh", ["-c", "read key; if [ \"$key\" = die ]; then echo 'out of luck' >&2; exit 3; fi; echo '{\"event\":\"done\"}'; read key"]);
        var failure = await worker.RunAsync(Node("die"), new Progress<TaskProgress>(), default);
        Assert.Contains("exit code 3", failure!.Message, StringComparison.Ordinal);
        Assert.Contains("out of luck", failure.Message, StringComparison.Ordinal);
        Assert.Null(await worker.RunAsync(Node("live"), new Progress<TaskProgress>(), default));
    }

    private static TaskNode Node(string key, double seconds = 1, params string[] needs) => new("test", key, key, needs, seconds);

    private static InProcessExecutor Executor(Log log, string? failing) => new((task, _, _) =>
    {
        lock (log.Order) log.Order.Add(task.Key);
        if (failing is not null && task.Key.StartsWith(failing, StringComparison.Ordinal)) throw new InvalidOperationException("planted");
    });

    private static Task<IReadOnlyList<TaskFailure>> Run(TaskNode[] tasks, Log log, int executors, string? failing = null) =>
        TaskSchedule.RunAsync(tasks, _ => false, [.. Enumerable.Range(0, executors).Select(_ => Executor(log, failing))], log, default);

    /// <summary>Input that stays open, as a parent's pipe does, until told to end.</summary>
    private sealed class Keys(params string[] keys) : TextReader
    {
        private readonly Queue<string> waiting = new(keys);
        private readonly ManualResetEventSlim ended = new();

        public void End() => ended.Set();

        public override string? ReadLine()
        {
            if (waiting.TryDequeue(out var key)) return key;
            ended.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            ended.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Log : IQueueObserver
    {
        public List<string> Order { get; } = [];

        public void Started(TaskNode task) { }

        public void Progressed(TaskNode task, TaskProgress progress) { }

        public void Ended(TaskNode task, TaskFailure? failure, double seconds) { }
    }
}
