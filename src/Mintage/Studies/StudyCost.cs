namespace Mintage.Studies;

/// <summary>About what running a study costs; estimated for an ordinary core.</summary>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="CoreSeconds">Seconds of one core.</param>
/// <param name="LongestSeconds">Seconds of the longest task, which no two workers share.</param>
/// <param name="Megabytes">Room on the disk.</param>
/// <param name="InceptionSeconds">
/// The part of <paramref name="CoreSeconds"/> that FID, FID-infinity and KID take.
/// </param>
public sealed record StudyCost(
    int Tasks, double CoreSeconds, double LongestSeconds, double Megabytes, double InceptionSeconds)
{
    /// <summary>Adds up the tasks of a study, done or not.</summary>
    public static StudyCost Of(StudyGraph study)
    {
        var seconds = study.Nodes.Select(t => t.EstimatedSeconds).ToList();
        return new StudyCost(
            seconds.Count, seconds.Sum(), seconds.Max(), study.Nodes.Sum(t => t.EstimatedMegabytes),
            study.Tasks.Where(t => t.Task.UsesInception).Sum(t => t.Node.EstimatedSeconds));
    }

    /// <summary>Seconds with this many workers, at least 1.</summary>
    public double WallSeconds(int workers) => Math.Max(CoreSeconds / workers, LongestSeconds);
}
