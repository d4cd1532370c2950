using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Tests.Execution;

public sealed class WorkerProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    // Stand-ins for workers. Each leaves a mark for every time that it got a task.
    private const string Take = "read key; echo x >> marks; ";
    private const string Answer = "echo '{\"event\":\"done\"}'; read more";

    [Theory]
    [InlineData("if [ $(wc -l < marks) = 1 ]; then kill -9 $$; fi; " + Answer, 2, true)] // dies once, then answers
    [InlineData(Answer, 1, true)]
    [InlineData("kill -9 $$", 2, false)] // is tried twice, not for ever
    public async Task A_worker_that_dies_is_replaced_once(string script, int tries, bool succeeds)
    {
        if (OperatingSystem.IsWindows()) return;
        var failure = await Run($"cd '{folder}'; {Take}{script}");
        Assert.Equal(tries, File.ReadLines(Path.Combine(folder, "marks")).Count());
        Assert.Equal(succeeds, failure is null);
        if (failure is not null) Assert.Contains("137", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_dies_before_it_reads_its_task_is_replaced_too()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Null(await Run($"cd '{folder}'; if mkdir first; then exit 1; fi; read key; {Answer}"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<TaskFailure?> Run(string script)
    {
        await using var worker = new WorkerProcess("sh", ["-c", script]);
        return await worker.RunAsync(
            new TaskNode("fit", "key", "a task", [], 1), new Progress<TaskProgress>(),
            TestContext.Current.CancellationToken);
    }
}
