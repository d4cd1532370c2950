using Mintage.Execution;
using Mintage.Execution.Clusters;

namespace Mintage.Tests.Execution.Clusters;

/// <summary>How tasks become job arrays.</summary>
public sealed class JobArraysTests
{
    [Fact]
    public void Short_tasks_share_an_element_and_long_ones_have_their_own()
    {
        TaskNode[] tasks = [.. Enumerable.Range(0, 7).Select(i => Node($"short{i}", "fit", 20)), .. Enumerable.Range(0, 3).Select(i => Node($"long{i}", "fit", 500))];
        var arrays = JobArrays.Of(tasks, _ => false, packSeconds: 60, maxElements: 1000);
        Assert.Equal(["1-fit", "1-fit-2"], arrays.Select(a => a.Name));
        Assert.Equal([1, 1, 1], arrays[0].Elements.Select(e => e.Count)); // long tasks begin first
        Assert.Equal([3, 3, 1], arrays[1].Elements.Select(e => e.Count));
        Assert.Equal(500, arrays[0].LongestSeconds);
        Assert.Equal(60, arrays[1].LongestSeconds);
        Assert.Equal($"{tasks[0].Key} {tasks[1].Key} {tasks[2].Key}", arrays[1].ListText.Split('\n')[0]);
        Assert.Equal(tasks.Select(t => t.Key).Order(), arrays.SelectMany(a => a.Tasks).Select(t => t.Key).Order());
    }

    [Fact]
    public void No_array_holds_tasks_of_which_one_takes_far_longer_than_another()
    {
        TaskNode[] tasks = [.. Enumerable.Range(0, 40).Select(i => Node($"t{i}", "fit", 10 * Math.Pow(1.3, i)))];
        foreach (var array in JobArrays.Of(tasks, _ => false, 60, 1000).Where(a => a.Elements.All(e => e.Count == 1)))
            Assert.InRange(array.Tasks.Max(t => t.EstimatedSeconds) / array.Tasks.Min(t => t.EstimatedSeconds), 1, 4.0001);
    }

    [Fact]
    public void One_task_for_each_waits_for_its_own_and_one_for_all_waits_for_it()
    {
        TaskNode[] tasks =
        [
            Node("root", "fit", 100), .. Enumerable.Range(0, 3).Select(i => Node($"gan{i}", "train-gan", 100)),
            .. Enumerable.Range(0, 3).Select(i => Node($"images{i}", "synthesise", 100, $"gan{i}")),
            .. Enumerable.Range(0, 3).Select(i => Node($"score{i}", "score", 100, $"images{i}", "root")),
        ];
        var arrays = JobArrays.Of(tasks, _ => false, 60, 1000);
        Assert.Equal(["1-fit", "1-train-gan", "2-synthesise", "3-score"], arrays.Select(a => a.Name));
        Assert.Equal([(1, WaitFor.SameElementWell)], arrays[2].Needs);
        Assert.Equal([(0, WaitFor.AllWell), (2, WaitFor.SameElementWell)], arrays[3].Needs);
        Assert.Equal("--dependency=afterok:11,aftercorr:13", Submitter.Dependency(arrays[3].Needs.Select(n => ($"1{n.Array + 1}", n.How))));
    }

    [Theory]
    [InlineData(2, 60)] // an element of two tasks: one failure must not stop what needs the other
    [InlineData(3, 60)]
    public void Where_a_failure_stops_only_a_part_the_next_array_waits_for_the_end_alone(int each, double pack)
    {
        TaskNode[] tasks =
        [
            .. Enumerable.Range(0, 6).Select(i => Node($"gan{i}", "train-gan", pack / each)),
            .. Enumerable.Range(0, 6).Select(i => Node($"images{i}", "synthesise", pack / each, $"gan{i}")),
        ];
        var arrays = JobArrays.Of(tasks, _ => false, pack, 1000);
        Assert.Equal([(0, WaitFor.AllEnded)], arrays[1].Needs);
        Assert.Equal("--dependency=afterany:5", Submitter.Dependency([("5", WaitFor.AllEnded)]));
        Assert.Null(Submitter.Dependency([]));
    }

    [Fact]
    public void What_is_done_is_left_out_and_waited_for_by_nobody()
    {
        TaskNode[] tasks = [Node("gan", "train-gan", 100), Node("images", "synthesise", 100, "gan"), Node("fit", "fit", 100, "images")];
        var arrays = JobArrays.Of(tasks, t => t.Key is "gan" or "images", 60, 1000);
        Assert.Equal("1-fit", Assert.Single(arrays).Name);
        Assert.Empty(arrays[0].Needs);
        Assert.Empty(JobArrays.Of(tasks, _ => true, 60, 1000));
    }

    [Fact]
    public void An_array_has_no_more_elements_than_the_cluster_takes()
    {
        TaskNode[] tasks = [.. Enumerable.Range(0, 25).Select(i => Node($"t{i}", "fit", 100)), Node("end", "score", 100, "t3", "t24")];
        var arrays = JobArrays.Of(tasks, _ => false, 60, 10);
        Assert.Equal([10, 10, 5, 1], arrays.Select(a => a.Elements.Count));
        Assert.Equal(["1-fit", "1-fit-2", "1-fit-3", "2-score"], arrays.Select(a => a.Name));
        Assert.Equal([(0, WaitFor.AllEnded), (2, WaitFor.AllEnded)], arrays[3].Needs);
    }

    [Fact]
    public void Tasks_that_need_a_gpu_are_apart()
    {
        TaskNode[] tasks = [Node("a", "train-gan", 100) with { UsesGpu = true }, Node("b", "train-gan", 100)];
        Assert.Equal([true, false], JobArrays.Of(tasks, _ => false, 60, 10).Select(a => a.UsesGpu));
    }

    internal static TaskNode Node(string key, string kind, double seconds, params string[] needs) => new(kind, key, key, needs, seconds);
}
