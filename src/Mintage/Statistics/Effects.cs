namespace Mintage.Statistics;

/// <summary>Estimates a difference and its standard error. Choose the method that fits how the data were
/// made.</summary>
public static class Effects
{
    /// <summary>
    /// Estimates the difference of two arms over replicates that have their own training data and share one finite test
    /// set. The interval covers new training data <em>and</em> new test images.
    /// </summary>
    /// <param name="outcomes">A standard error needs at least two replicates and two images.</param>
    /// <remarks>
    /// SE^2 = s^2 / R + max(0, MS_I - MS_RI) / (R n). s^2 is the variance of the replicates' differences. The second
    /// part is the variance over images of their expected difference, without the noise of single replicates, which s^2
    /// already includes (two-way random effects; docs/decisions/0007-inference.md).
    /// </remarks>
    public static Effect TwoPart(PairedOutcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return outcomes.Replicates < 2 || outcomes.Images < 2
            ? Effect.WithoutSpread(outcomes.Mean, outcomes.Replicates, EffectMethod.TwoPart)
            : TwoPart(
                outcomes.Mean, outcomes.Replicates, outcomes.Images, TwoWay.Of(outcomes),
                TestInfluence.Equal(outcomes.Images));
    }

    /// <summary>
    /// Does the same for any measure that is a mean over test images, such as those of
    /// <see cref="ClassMeasures.Contributions"/>.
    /// </summary>
    /// <param name="differences">
    /// For each replicate, the contribution of every test image under the arm minus that under the baseline; the same
    /// images in every
    /// replicate. Finite; at least one replicate and one image. A standard error needs two of each.
    /// </param>
    /// <param name="influence">How much the images weigh, and their units; null for all alike and independent.</param>
    public static Effect TwoPart(IReadOnlyList<double[]> differences, TestInfluence? influence = null)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Count == 0 || differences[0].Length == 0)
            throw new ArgumentException(
                "There must be at least one replicate and one test image.", nameof(differences));
        if (differences.Any(row => row.Length != differences[0].Length))
            throw new ArgumentException("All replicates must have the same test images.", nameof(differences));
        Refuse.UnlessFinite(differences.SelectMany(row => row), nameof(differences));
        influence ??= TestInfluence.Equal(differences[0].Length);
        var mean = differences.Average(row => row.Average());
        if (influence.Units is { } units)
        {
            if (units.Images != differences[0].Length)
                throw new ArgumentException("The units must be of the same test images.", nameof(influence));
            differences = [.. differences.Select(units.Values)];
        }
        var count = differences[0].Length;
        return differences.Count < 2 || count < 2
            ? Effect.WithoutSpread(mean, differences.Count, EffectMethod.TwoPart)
            : TwoPart(mean, differences.Count, count, TwoWay.Of(differences), influence);
    }

    private static Effect TwoPart(double mean, int replicates, double n, TwoWay squares, TestInfluence influence) =>
        TwoPart(mean, replicates, squares.Replicates / n,
            Math.Max(0, squares.Images - squares.Interaction) / (replicates * n), influence);

    /// <summary>The same from the two parts of the variance.</summary>
    internal static Effect TwoPart(
        double mean, int replicates, double replicateVariance, double testVariance, TestInfluence influence)
    {
        double r = replicates;
        // A standard error is at least what one test image can change (1 / n for accuracy), or else equal outcomes
        // would claim certainty. What is missing counts as the replicates' share, because their t distribution is the
        // more cautious one.
        var replicate = Math.Max(replicateVariance, r * (Square(influence.Largest) - testVariance));
        var variance = (replicate / r) + testVariance;
        return new Effect(
            mean, Math.Sqrt(variance), r - 1, replicates, replicate, testVariance, EffectMethod.TwoPart)
        {
            TestFreedom = influence.Freedom,
            LeastStandardError = influence.Largest,
        };
    }

    /// <summary>
    /// Estimates the mean of independent differences by the ordinary t test, for replicates with their own training
    /// <em>and</em> test images. Average the folds of a replicate to one difference first.
    /// </summary>
    /// <param name="differences">Finite fractions, one per replicate, at least 1. A standard error needs 2 that
    /// differ.</param>
    public static Effect PairedT(IReadOnlyList<double> differences) =>
        OfDifferences(differences, 0, EffectMethod.PairedT);

    /// <summary>
    /// Estimates the mean difference over train/test runs on overlapping parts of one pool (repeated splits, folds).
    /// Their plain variance would be far too small.
    /// </summary>
    /// <param name="differences">
    /// One finite fraction per run, with every fold a run. Folds that are averaged first hide the overlap that the
    /// correction is for.
    /// A standard error needs 2 that differ.
    /// </param>
    /// <param name="trainCount">Training images per run, at least 1.</param>
    /// <param name="testCount">Test images per run, at least 1.</param>
    /// <remarks>
    /// SE^2 = (1/J + n_test/n_train) s^2 over J runs, J - 1 degrees of freedom: Nadeau and Bengio, Inference for the
    /// Generalization Error, Machine Learning 52, 239-281 (2003), doi:10.1023/A:1024068626366. An approximation that
    /// assumes how strongly runs correlate; docs/evidence.md says how well the intervals cover.
    /// </remarks>
    public static Effect CorrectedResampledT(IReadOnlyList<double> differences, int trainCount, int testCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testCount, 1);
        return OfDifferences(differences, (double)testCount / trainCount, EffectMethod.CorrectedResampledT);
    }

    private static Effect OfDifferences(IReadOnlyList<double> differences, double testShare, EffectMethod method)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Count == 0)
            throw new ArgumentException("There must be at least one difference.", nameof(differences));
        Refuse.UnlessFinite(differences, nameof(differences));
        var mean = differences.Average();
        // Also where all are equal up to rounding: such a spread shows a coarse scale, not a certain mean.
        var (least, most) = (differences.Min(), differences.Max());
        if (most - least <= 1e-12 * Math.Max(1, Math.Max(-least, most)))
            return Effect.WithoutSpread(mean, differences.Count, method);
        var variance = differences.Sum(d => Square(d - mean)) / (differences.Count - 1);
        var test = testShare * variance;
        return new Effect(mean, Math.Sqrt((variance / differences.Count) + test), differences.Count - 1,
            differences.Count, variance, test, method);
    }

    private static double Square(double value) => value * value;
}

/// <summary>How much the test images weigh in a measure.</summary>
/// <param name="Largest">The most that one image can change the measure, as a fraction.</param>
/// <param name="Freedom">Degrees of freedom of the part of the variance that they cause; null for many.</param>
public sealed record TestInfluence(double Largest, double? Freedom)
{
    /// <summary>Variance of the measure if every image has a variance of 1: 1 / n where all weigh alike.</summary>
    internal double UnitVariance { get; private init; } = Largest;

    /// <summary>The units that the images come in; null where each is independent of all others.</summary>
    public TestUnits? Units { get; private init; }

    /// <summary>How much they weigh in a measure.</summary>
    internal static TestInfluence In(ClassMeasure measure, IReadOnlyList<int> classCounts) =>
        measure == ClassMeasure.Accuracy ? Equal(classCounts.Sum()) : ByClass(classCounts);

    /// <summary>The same for images that come in units. Few units leave few degrees of freedom, and so do few of one
    /// class in a measure that counts classes.</summary>
    internal static TestInfluence In(
        ClassMeasure measure, IReadOnlyList<int> labels, int classes, TestUnits? units)
    {
        var rows = Enumerable.Range(0, labels.Count).ToLookup(i => labels[i]);
        int[] counts = [.. Enumerable.Range(0, classes).Select(c => rows[c].Count())];
        var usual = In(measure, counts);
        if (units is null || measure == ClassMeasure.Accuracy) return usual.OfUnits(units);
        var inClasses = rows.Select(some => units.Within([.. some])?.EffectiveCount ?? some.Count());
        return usual.OfUnits(units.InClasses(labels), FreedomByClass([.. inClasses]));
    }

    /// <summary>The same for images that come in units. Few units leave few degrees of freedom.</summary>
    /// <param name="units">The units of the same images; null for none.</param>
    public TestInfluence OfUnits(TestUnits? units) => OfUnits(units, null);

    private TestInfluence OfUnits(TestUnits? units, double? byClass) => units is null ? this : this with
    {
        Units = units,
        Freedom = Math.Max(1, new[] { units.EffectiveCount - 1, byClass, Freedom }.Min()!.Value),
    };

    /// <summary>
    /// All images weigh the same, as in accuracy; there are enough of them for the normal distribution.
    /// </summary>
    public static TestInfluence Equal(int images) => new(1.0 / images, null);

    /// <summary>
    /// Every class weighs the same, as in balanced accuracy and about so in macro-F1. Freedom by Welch and
    /// Satterthwaite for classes of equal variance: few images of one class leave few.
    /// </summary>
    /// <param name="classCounts">Test images per class; at least one class has some.</param>
    public static TestInfluence ByClass(IReadOnlyList<int> classCounts)
    {
        double[] counts = [.. classCounts.Where(n => n > 0).Select(n => (double)n)];
        return new TestInfluence(1 / (counts.Length * counts.Min()), FreedomByClass(counts))
        {
            UnitVariance = counts.Sum(n => 1 / n) / (counts.Length * counts.Length),
        };
    }

    private static double FreedomByClass(double[] counts)
    {
        double[] parts = [.. counts.Select(n => 1 / n)];
        var spread = parts.Zip(counts, (part, n) => part * part / Math.Max(1, n - 1)).Sum();
        var sum = parts.Sum();
        return Math.Max(1, sum * sum / spread);
    }
}

/// <summary>
/// Mean squares of a replicates x images table of differences (two-way analysis of variance, one entry per cell).
/// </summary>
/// <param name="Replicates">MS_R, over R - 1: n times the variance of the replicates' means.</param>
/// <param name="Images">MS_I, over n - 1: R times the variance of the images' means.</param>
/// <param name="Interaction">MS_RI, over (R - 1)(n - 1): what neither a replicate nor an image explains.</param>
internal readonly record struct TwoWay(double Replicates, double Images, double Interaction)
{
    /// <summary>Needs at least two replicates and two images.</summary>
    public static TwoWay Of(PairedOutcomes outcomes)
    {
        double r = outcomes.Replicates, n = outcomes.Images, sum = outcomes.Gained - outcomes.Lost;
        var correction = sum * sum / (r * n);
        var total = outcomes.Gained + outcomes.Lost - correction;
        var replicates = Math.Max(0, (outcomes.SumOfSquaredReplicateSums / n) - correction);
        var images = Math.Max(0, (outcomes.SumOfSquaredImageSums / r) - correction);
        return new TwoWay(
            replicates / (r - 1), images / (n - 1), Math.Max(0, total - replicates - images) / ((r - 1) * (n - 1)));
    }

    /// <summary>Does the same for any table of numbers.</summary>
    /// <param name="table">At least two rows (replicates) and two columns (images).</param>
    public static TwoWay Of(IReadOnlyList<double[]> table)
    {
        var (r, n) = (table.Count, table[0].Length);
        var rows = table.Select(row => row.Average()).ToArray();
        var mean = rows.Average();
        double images = 0, rest = 0;
        for (var i = 0; i < n; i++)
        {
            var column = table.Average(row => row[i]);
            images += (column - mean) * (column - mean);
            for (var k = 0; k < r; k++)
            {
                var residual = table[k][i] - rows[k] - column + mean;
                rest += residual * residual;
            }
        }
        return new TwoWay(n * rows.Sum(row => (row - mean) * (row - mean)) / (r - 1), r * images / (n - 1),
            rest / ((r - 1.0) * (n - 1)));
    }
}
