using Mintage.Execution;
using Mintage.Execution.Clusters;

namespace Mintage.Benchmarks;

/// <summary>Job arrays as they are submitted, on workers that run one element at a time, first come first
/// served.</summary>
internal sealed class ClusterSimulation
{
    private readonly IReadOnlyList<JobArray> arrays;
    private readonly List<List<double>> seconds;

    /// <param name="planned">Tasks with their estimates, by which they are grouped.</param>
    /// <param name="measured">The same tasks with what they took.</param>
    /// <param name="packSeconds">As for a submission.</param>
    /// <param name="startSeconds">What an element takes before its first task.</param>
    public ClusterSimulation(
        IReadOnlyList<TaskNode> planned, IReadOnlyList<TaskNode> measured, double packSeconds, double startSeconds)
    {
        arrays = JobArrays.Of(planned, _ => false, packSeconds, 1000);
        var took = measured.ToDictionary(t => t.Key, t => t.EstimatedSeconds);
        seconds = [.. arrays.Select(a => a.Elements
            .Select(e => startSeconds + e.Sum(t => took.GetValueOrDefault(t.Key))).ToList())];
    }

    /// <summary>When the last element ends.</summary>
    public double Seconds(int workers)
    {
        var ends = seconds.Select(s => s.Select(_ => double.NaN).ToArray()).ToList();
        var waiting = arrays.SelectMany((a, i) => a.Elements.Select((_, e) => (Array: i, Element: e))).ToList();
        var running = new PriorityQueue<(int Array, int Element), double>();
        var now = 0.0;
        while (waiting.Count > 0 || running.Count > 0)
        {
            for (var w = 0; w < waiting.Count && running.Count < workers;)
            {
                var (array, element) = waiting[w];
                if (!arrays[array].Needs.All(need => Has(need.How, ends[need.Array], element)))
                {
                    w++;
                    continue;
                }
                waiting.RemoveAt(w);
                running.Enqueue((array, element), now + seconds[array][element]);
            }
            running.TryDequeue(out var ended, out now);
            ends[ended.Array][ended.Element] = now;
        }
        return now;
    }

    private static bool Has(WaitFor how, double[] ends, int element) =>
        how == WaitFor.SameElementWell ? !double.IsNaN(ends[element]) : !ends.Any(double.IsNaN);
}
