using Mintage.Studies;

namespace Mintage.Tests.Studies;

/// <summary>What a study is thought to take before it runs.</summary>
public sealed class EstimateTests
{
    [Fact]
    public void Larger_images_cost_more_time_and_disk()
    {
        var (small, large) = (Tasks(size: 8, channels: 1), Tasks(size: 16, channels: 3));
        Assert.Equal(small.Count, large.Count);
        foreach (var (less, more) in small.Zip(large))
        {
            // Four times the pixels; the constant part is starting the task.
            if (less is FitTask) Assert.Equal(4 * (less.EstimatedSeconds - 2), more.EstimatedSeconds - 2, 6);
            if (less is TrainGanTask) Assert.Equal(12 * less.EstimatedSeconds, more.EstimatedSeconds, 6);
            if (less is SynthesiseTask) Assert.Equal(12 * (less.EstimatedMegabytes - 0.5), more.EstimatedMegabytes - 0.5, 6);
        }
        Assert.Contains(small, t => t is FitTask);
        Assert.Contains(small, t => t is SynthesiseTask);
    }

    private static List<StudyTask> Tasks(int size, int channels)
    {
        var plan = TinyStudy.Plan();
        var data = new StudyData(plan, Shapes.Make(400, size, channels, seed: 1), Shapes.Make(60, size, channels, seed: 2));
        return [.. new StudyGraph(plan, data).Tasks.Select(t => t.Task)];
    }
}
