namespace Mintage.Statistics;

/// <summary>The rules by which a family of contrasts is judged.</summary>
public sealed record JudgeOptions
{
    /// <summary>Chance that a family without any effect gets even one <em>improves</em> or <em>harms</em>; above 0, below 1.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Differences up to this, as a fraction (0.005 = half a point), do not matter to the reader; above 0.</summary>
    public double RelevantDifference { get; init; } = 0.005;

    /// <summary>Fewer replicates than this never say <em>improves</em> or <em>harms</em>; at least 2.</summary>
    public int MinimumReplicates { get; init; } = LeastReplicates;

    /// <summary>The usual <see cref="MinimumReplicates"/>.</summary>
    public const int LeastReplicates = 5;

    /// <summary>Chance of finding an effect that <see cref="JudgedEffect.SmallestDetectable"/> and <see cref="JudgedEffect.ReplicatesToSettle"/> stand for.</summary>
    public double Power { get; init; } = 0.8;

    internal void Check()
    {
        Refuse.UnlessProbability(Alpha, nameof(Alpha));
        Refuse.UnlessPositive(RelevantDifference, nameof(RelevantDifference));
        if (!(Power > Alpha && Power < 1)) throw new ArgumentOutOfRangeException(nameof(Power), Power, "Must be above alpha and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumReplicates, 2);
    }
}
