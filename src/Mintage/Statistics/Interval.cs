namespace Mintage.Statistics;

/// <summary>A closed interval. Immutable.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, not below <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The distance between the ends, in their unit.</summary>
    public double Width() => High - Low;

    /// <summary>True if the value lies between the ends or on one of them.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
