using System.Diagnostics;

namespace Mintage.Runtime;

/// <summary>The only place that reads the time. Times go to timings and logs, never into results.</summary>
internal static class Clock
{
#pragma warning disable RS0030 // the one place that may
    public static DateTimeOffset UtcNow => DateTimeOffset.UtcNow;
#pragma warning restore RS0030

    /// <summary>Seconds since <paramref name="start"/>, a <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public static double SecondsSince(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;
}
