using Mintage.Execution;

namespace Mintage.Studies;

/// <summary>About what running a study costs.</summary>
/// <param name="Nodes">Its tasks, with estimates for an ordinary core or for this machine.</param>
/// <param name="InceptionSeconds">The part of <see cref="CoreSeconds"/> that FID, FID-infinity and KID take.</param>
public sealed record StudyCost(IReadOnlyList<TaskNode> Nodes, double InceptionSeconds)
{
    /// <summary>Adds up the tasks of a study, done or not.</summary>
    /// <param name="study">The study.</param>
    /// <param name="paced">Its tasks with other estimates (<see cref="PaceTrial"/>); null for its own.</param>
    public static StudyCost Of(StudyGraph study, IReadOnlyList<TaskNode>? paced = null)
    {
        var nodes = paced ?? study.Nodes;
        return new StudyCost(
            nodes, study.Tasks.Zip(nodes).Where(t => t.First.Task.UsesInception).Sum(t => t.Second.EstimatedSeconds));
    }

    /// <summary>Number of tasks.</summary>
    public int Tasks => Nodes.Count;

    /// <summary>Seconds of one core.</summary>
    public double CoreSeconds => WorkLeft.Estimates(Nodes).Values.Sum();

    /// <summary>Room on the disk.</summary>
    public double Megabytes => Nodes.Sum(node => node.EstimatedMegabytes);

    /// <summary>Seconds with this many workers, at least 1.</summary>
    /// <param name="workers">Tasks that run at once.</param>
    /// <param name="done">What is done already, by key; null for nothing.</param>
    public double WallSeconds(int workers, IReadOnlyDictionary<string, TaskPace>? done = null) =>
        WorkLeft.Seconds(Nodes, workers, done ?? new Dictionary<string, TaskPace>());
}
