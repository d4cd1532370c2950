namespace Mintage.Benchmarks.Peers;

/// <summary>What samples were worth at one moment of a training.</summary>
/// <param name="Updates">Generator updates so far.</param>
/// <param name="Seconds">Training so far, and what has to be done once before samples are drawn; no evaluation.</param>
/// <param name="Accuracy">Classification accuracy score, 0 ... 1.</param>
internal sealed record GanPoint(int Updates, double Seconds, double Accuracy);

/// <summary>One training of one design; what a child process reports.</summary>
internal sealed record GanRun
{
    public required string Name { get; init; }

    public required long GeneratorParameters { get; init; }

    public required long DiscriminatorParameters { get; init; }

    /// <summary>Real images that the discriminator saw per generator update.</summary>
    public required int ImagesPerUpdate { get; init; }

    /// <summary>Generator updates run.</summary>
    public required int Updates { get; init; }

    /// <summary>Training, without evaluations.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why it ended before its time, or null.</summary>
    public string? Divergence { get; init; }

    /// <summary>In the order of updates.</summary>
    public required IReadOnlyList<GanPoint> Curve { get; init; }

    /// <summary>Seconds until the score first reached a value, linear between evaluations; in words where it did not.</summary>
    public string SecondsTo(double accuracy)
    {
        for (var i = 0; i < Curve.Count; i++)
        {
            var now = Curve[i];
            if (now.Accuracy < accuracy) continue;
            if (i == 0) return $"< {now.Seconds:F0}";
            var before = Curve[i - 1];
            var share = (accuracy - before.Accuracy) / (now.Accuracy - before.Accuracy);
            return $"{before.Seconds + (share * (now.Seconds - before.Seconds)):F0}";
        }
        var best = Curve.Count == 0 ? "" : $", best {Curve.Max(p => p.Accuracy):P1}";
        return Divergence is null ? $"not within {Seconds / 60:0.#} min{best}" : $"diverged after {Seconds:F0} s{best}";
    }
}
