namespace Mintage.Results;

/// <summary>What the features of a metric came from; part of every result.</summary>
/// <param name="Extractor">E.g. <see cref="InceptionName"/>, "cnn:4f2a0c11d2e3", "onnx:dino", "pixels".</param>
/// <param name="Preprocessing">How images become the extractor's input; null where there is one way only.</param>
/// <param name="WeightsSha256">SHA-256 of the extractor's weights; null where it has none.</param>
public sealed record FeatureSource(string Extractor, string? Preprocessing = null, string? WeightsSha256 = null)
{
    /// <summary>
    /// Name of the Inception V3 network of 2015-12-05, the only one whose measures are called FID, KID and Inception
    /// Score.
    /// </summary>
    public const string InceptionName = "inception";

    /// <summary>Whether it is that network.</summary>
    public bool IsInception => Extractor == InceptionName;

    /// <summary>A record of one value measured on these features, without an interval.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="nReal">Real images.</param>
    /// <param name="nSynthetic">Synthetic images.</param>
    /// <param name="warnings">What limits the value; full sentences.</param>
    public MetricRecord Record(
        string name, double value, int nReal, int nSynthetic, IReadOnlyList<string> warnings) => new()
        {
            Name = name,
            Value = value,
            Interval = null,
            IntervalMethod = null,
            NReal = nReal,
            NSynthetic = nSynthetic,
            Extractor = Extractor,
            Preprocessing = Preprocessing,
            WeightsSha256 = WeightsSha256,
            Warnings = warnings,
        };
}
