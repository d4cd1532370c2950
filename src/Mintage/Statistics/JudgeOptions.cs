namespace Mintage.Statistics;

/// <summary>The rules for judging a family of contrasts. Immutable.</summary>
public sealed record JudgeOptions
{
    /// <summary>Chance that a family without any effect gets even one <em>improves</em> or <em>harms</em>. Above 0 and
    /// below 1.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Differences up to this size do not matter to the reader. A fraction above 0 (0.005 = half a
    /// point).</summary>
    public double RelevantDifference { get; init; } = 0.005;

    /// <summary>With fewer replicates the verdict is never <em>improves</em> or <em>harms</em>. At least 2.</summary>
    public int MinimumReplicates { get; init; } = LeastReplicates;

    /// <summary>The default of <see cref="MinimumReplicates"/>.</summary>
    public const int LeastReplicates = 5;

    /// <summary>
    /// Chance of finding an effect, for <see cref="JudgedEffect.SmallestDetectable"/> and
    /// <see cref="JudgedEffect.ReplicatesToSettle"/>. Above alpha and below 1.
    /// </summary>
    public double Power { get; init; } = 0.8;

    internal void Check()
    {
        Refuse.UnlessProbability(Alpha, nameof(Alpha));
        Refuse.UnlessPositive(RelevantDifference, nameof(RelevantDifference));
        if (!(Power > Alpha && Power < 1))
            throw new ArgumentOutOfRangeException(nameof(Power), Power, "Must be above alpha and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumReplicates, 2);
    }
}
