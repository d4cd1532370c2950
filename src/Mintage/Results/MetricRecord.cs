namespace Mintage.Results;

/// <summary>One value of one metric, in the form of <c>score --json</c>.</summary>
public sealed record MetricRecord
{
    /// <summary>
    /// Name of the metric; only measures on the Inception V3 network of 2015-12-05 are called "fid" or "kid".
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The value; unit and direction are those of the metric.</summary>
    public required double Value { get; init; }

    /// <summary>Lower and upper end; null where no honest interval can be given.</summary>
    public required IReadOnlyList<double>? Interval { get; init; }

    /// <summary>How the interval was made and what it covers; null without one.</summary>
    public required string? IntervalMethod { get; init; }

    /// <summary>Real images.</summary>
    public required int NReal { get; init; }

    /// <summary>Synthetic images.</summary>
    public required int NSynthetic { get; init; }

    /// <summary>Feature extractor, e.g. "inception", "cnn:4f2a0c11d2e3", "pixels".</summary>
    public required string Extractor { get; init; }

    /// <summary>
    /// How images become the extractor's input, e.g. "pytorch-fid"; null where there is one way only.
    /// </summary>
    public required string? Preprocessing { get; init; }

    /// <summary>SHA-256 of the extractor's weights; null where it has none.</summary>
    public required string? WeightsSha256 { get; init; }

    /// <summary>What limits the value; full sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The same value with an interval, or without one if it is null.</summary>
    public MetricRecord With(MetricInterval? interval) => this with
    {
        Interval = interval is null ? null : [interval.Low, interval.High],
        IntervalMethod = interval?.Method,
    };
}
