using System.Diagnostics;

namespace Mintage.Cli.Output;

/// <summary>Estimates the time left from the share of the work done since the start of this run.</summary>
internal sealed class TimeLeft(double shareAtStart)
{
    private const double MinShare = 0.02; // before that, any figure would be a guess
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Gives "about 6 min left", or "" if there is no estimate yet.</summary>
    public string Text(double share)
    {
        var done = share - shareAtStart;
        if (done < MinShare || share >= 1) return "";
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds * (1 - share) / done;
        return $"{Terminal.About(seconds)} left";
    }
}
