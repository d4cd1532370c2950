namespace Mintage.Statistics;

/// <summary>A closed interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>High minus low, in the unit of the ends.</summary>
    public double Width() => High - Low;

    /// <summary>Whether the value lies between the ends or on one of them.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
