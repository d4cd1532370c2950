namespace Mintage.Studies;

/// <summary>What a task cost; kept beside its result, never in it.</summary>
/// <param name="Seconds">Wall time of the last, finishing attempt.</param>
/// <param name="ProcessorSeconds">
/// Time that all threads of the process spent on it: what it would have taken one core of its own.
/// </param>
/// <param name="PeakMemoryBytes">Largest resident size of the process so far.</param>
public sealed record TaskTiming(double Seconds, double ProcessorSeconds, long PeakMemoryBytes)
{
    internal const string File = "timing.json";
}
