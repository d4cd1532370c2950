namespace Mintage.Statistics;

/// <summary>Checks of numbers that go into a statistic.</summary>
internal static class Refuse
{
    public static void UnlessProbability(double p, string name)
    {
        if (!(p > 0 && p < 1)) throw new ArgumentOutOfRangeException(name, p, "Must be above 0 and below 1.");
    }

    public static void UnlessPositive(double value, string name)
    {
        if (!(value > 0)) throw new ArgumentOutOfRangeException(name, value, "Must be above 0.");
    }

    public static void UnlessFinite(IEnumerable<double> values, string name)
    {
        var index = 0;
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException($"Values must be finite; number {index} (from 0) is {value}.", name);
            index++;
        }
    }
}
