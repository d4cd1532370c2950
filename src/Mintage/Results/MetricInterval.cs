namespace Mintage.Results;

/// <summary>An interval around the value of a metric.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
/// <param name="Method">How it was made and what it covers, for a reader.</param>
public sealed record MetricInterval(double Low, double High, string Method)
{
    /// <summary>Cut to the values that the metric can have, e.g. 0 to 1.</summary>
    public MetricInterval Within(double lowest, double highest) =>
        this with { Low = Math.Clamp(Low, lowest, highest), High = Math.Clamp(High, lowest, highest) };
}
