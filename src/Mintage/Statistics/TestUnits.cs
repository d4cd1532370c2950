namespace Mintage.Statistics;

/// <summary>
/// Test images that come in units: those of one patient, video or specimen, or one picture several times. A classifier
/// errs on many images of a unit alike, so chance is in the units. Immutable; safe to use from several threads.
/// </summary>
/// <remarks>
/// The influences of a unit's images on a mean (each value less the mean) are summed, and the sums are the values of
/// independent units: the ratio estimator of cluster sampling (Cochran, Sampling Techniques, 3rd edition, 1977, section
/// 9A.1). A large unit pulls the mean towards itself, which makes its own influence look small; that is made up for
/// (Bell and McCaffrey, Survey Methodology 28, 169-181, 2002).
/// </remarks>
public sealed class TestUnits
{
    private readonly int[] unitOf;
    private readonly double[] images, weights;

    /// <param name="unitOf">By image, numbered from 0.</param>
    /// <param name="classOf">By image, for a measure that weighs classes; otherwise all 0.</param>
    private TestUnits(int[] unitOf, IReadOnlyList<int> classOf)
    {
        this.unitOf = unitOf;
        images = new double[unitOf.Max() + 1];
        foreach (var unit in unitOf) images[unit]++;
        var parts = unitOf.Zip(classOf).CountBy(pair => pair).ToDictionary();
        var classes = classOf.CountBy(label => label).ToDictionary();
        weights = [.. unitOf.Zip(classOf).Select(pair =>
            Weight((double)parts[pair] / classes[pair.Second]))];

        // A unit that is a whole class has no influence that could be seen.
        double Weight(double share) => share == 1 ? 1 : Math.Sqrt((Count - 1.0) / Count / (1 - share));
    }

    /// <summary>Number of units.</summary>
    public int Count => images.Length;

    /// <summary>Number of images.</summary>
    public int Images => unitOf.Length;

    /// <summary>Units of equal size that would tell as much: n^2 / sum of m_u^2, for units of m_u images.</summary>
    public double EffectiveCount => (double)Images * Images / images.Sum(m => m * m);

    /// <summary>Units from one number per image; null where every image is a unit of its own.</summary>
    /// <param name="units">Equal for images of one unit; at least one image.</param>
    public static TestUnits? Of(IReadOnlyList<int> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentOutOfRangeException.ThrowIfZero(units.Count);
        var numbers = new Dictionary<int, int>();
        int[] unitOf = [.. units.Select(unit =>
        {
            numbers.TryAdd(unit, numbers.Count);
            return numbers[unit];
        })];
        return numbers.Count == units.Count ? null : new TestUnits(unitOf, new int[unitOf.Length]);
    }

    /// <summary>The same units for a measure that weighs classes.</summary>
    internal TestUnits InClasses(IReadOnlyList<int> labels) => new(unitOf, labels);

    /// <summary>The units of some of the images; null where each of these is a unit of its own.</summary>
    internal TestUnits? Within(IReadOnlyList<int> rows) => Of([.. rows.Select(row => unitOf[row])]);

    /// <summary>One value for each unit, with the mean of the images' values.</summary>
    /// <param name="values">One per image, whose mean is the measure.</param>
    internal double[] Values(double[] values)
    {
        var mean = values.Average();
        var units = new double[Count];
        for (var i = 0; i < values.Length; i++) units[unitOf[i]] += weights[i] * (values[i] - mean);
        var surplus = units.Average();
        return Array.ConvertAll(units, sum => mean + ((sum - surplus) * Count / Images));
    }
}
