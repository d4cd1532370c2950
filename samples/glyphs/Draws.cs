namespace Glyphs;

/// <summary>Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014).</summary>
internal sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>Uniform from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    public float Between(float low, float high) => low + ((float)Unit() * (high - low));

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>One of the items, each as likely.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[(int)(Unit() * items.Count)];

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(List<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var other = (int)(Unit() * (i + 1));
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>From 0, below 1, in steps of 2^-53.</summary>
    private double Unit()
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
