using Mintage.Execution;

namespace Mintage.Tests.Execution;

public sealed class WorkLeftTests
{
    private static TaskNode Node(string kind, int i, double seconds, params string[] needs) => new(kind, $"{kind}{i}".PadRight(64, '0'), $"{kind} {i}", needs, seconds);

    private static string Key(string kind, int i) => $"{kind}{i}".PadRight(64, '0');

    [Fact]
    public void A_group_is_corrected_by_what_it_took_and_others_by_all()
    {
        // Two kinds: GANs take four times their estimate here, fits half of it; the truth is known after one of each.
        List<TaskNode> tasks = [.. Enumerable.Range(0, 10).Select(i => Node("gan", i, 100)), .. Enumerable.Range(0, 10).Select(i => Node("fit", i, 100, Key("gan", i)))];
        var begun = new Dictionary<string, TaskPace> { [Key("gan", 0)] = new(1, 1, 400), [Key("fit", 0)] = new(1, 1, 50) };
        var truth = 9 * (400 + 50);
        Assert.InRange(WorkLeft.Seconds(tasks, 1, begun), 0.9 * truth, 1.1 * truth);
        // Fits that nothing is known of are thought to be as slow as the rest.
        begun.Remove(Key("fit", 0));
        Assert.InRange(WorkLeft.Seconds(tasks, 1, begun), 9 * 400, (9 * 400) + (10 * 400));
        // Unseen, the estimates stand.
        Assert.Equal(2000, WorkLeft.Seconds(tasks, 1, new Dictionary<string, TaskPace>()), 1e-9);
    }

    [Fact]
    public void Work_that_tasks_share_is_done_once()
    {
        // Fits that read the same features, which take 50 of their 60 seconds, and one that reads others.
        SharedWork[] features = [new("features", 50)];
        TaskNode[] tasks = [.. Enumerable.Range(0, 4).Select(i => Node("fit", i, 60) with { Shared = features }), Node("fit", 4, 60) with { Shared = [new("others", 50)] }];
        var none = new Dictionary<string, TaskPace>();
        Assert.Equal(60 + (3 * 10) + 60, WorkLeft.Seconds(tasks, 1, none), 1e-9);
        // The one that took long has computed them, whichever it was; this machine is as fast as thought.
        var begun = new Dictionary<string, TaskPace> { [Key("fit", 1)] = new(1, 1, 10), [Key("fit", 2)] = new(1, 1, 60) };
        Assert.Equal(10 + 10 + 60, WorkLeft.Seconds(tasks, 1, begun), 1e-9);
        Assert.Equal([10, 10, 60, 10, 60], tasks.Select(t => WorkLeft.Estimates(tasks, begun)[t.Key]));
    }

    [Fact]
    public void Workers_wait_for_what_a_task_needs()
    {
        // One long GAN, then four fits of it: three workers cannot begin before it ends.
        TaskNode[] tasks = [Node("gan", 0, 60), .. Enumerable.Range(0, 4).Select(i => Node("fit", i, 10, Key("gan", 0)))];
        var none = new Dictionary<string, TaskPace>();
        Assert.Equal(100, WorkLeft.Seconds(tasks, 1, none), 1e-9);
        Assert.Equal(80, WorkLeft.Seconds(tasks, 3, none), 1e-9); // 60, then three, then one
        Assert.Equal(70, WorkLeft.Seconds(tasks, 4, none), 1e-9);
        Assert.Equal(0, WorkLeft.Seconds(tasks, 4, none, tasks.Select(t => t.Key).ToHashSet()), 1e-9);
    }

    [Fact]
    public void A_running_task_counts_by_its_share_and_a_checkpoint_tells_nothing_of_the_speed()
    {
        TaskNode[] tasks = [Node("gan", 0, 100), Node("gan", 1, 100)];
        var half = new Dictionary<string, TaskPace> { [Key("gan", 0)] = TaskPace.Running(0.5, 100, 100) }; // twice as slow
        Assert.InRange(WorkLeft.Seconds(tasks, 1, half), 0.85 * 300, 300); // 100 left of it, 200 of the other
        var resumed = new Dictionary<string, TaskPace> { [Key("gan", 0)] = TaskPace.Running(0.5, 1, 100) };
        Assert.Equal(150, WorkLeft.Seconds(tasks, 1, resumed), 1e-9);
    }
}
