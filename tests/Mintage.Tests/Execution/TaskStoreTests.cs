using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Execution;

public sealed class TaskStoreTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_checkpoint_had_kept_tells_nothing_of_the_pace()
    {
        var (store, task) = (new TaskStore(folder.ToString()), new TaskNode("train-gan", new string('a', 64), "resumed", [], 100));
        store.Build(task, (_, _) =>
        {
            store.KeepProgress(task, new TaskProgress(0.55, "goes on"), from: 0.5);
            Assert.Equal(new TaskProgress(0.55, "goes on"), store.Running(task));
            var pace = store.RunningPace(task);
            Assert.Equal((0.55, 0.05), (pace.Share, Math.Round(pace.Seen, 9)));
            Assert.InRange(pace.Seconds, 0, 3_600);
        });
        Assert.Null(store.Running(task));
    }
}
