namespace Mintage.Studies;

/// <summary>What a task cost; kept beside its result, never in it.</summary>
/// <param name="Seconds">Wall time of the last, finishing attempt.</param>
/// <param name="PeakMemoryBytes">Largest resident size of the process so far.</param>
public sealed record TaskTiming(double Seconds, long PeakMemoryBytes)
{
    internal const string File = "timing.json";
}
