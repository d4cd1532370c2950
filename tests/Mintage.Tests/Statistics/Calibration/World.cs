using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>When the results of a simulated study are looked at.</summary>
internal enum LookRule
{
    /// <summary>Once; each number of replicates is a study of its own.</summary>
    Once,

    /// <summary>After each number of replicates, as the plan named beforehand.</summary>
    Named,

    /// <summary>After the first number; then the study is extended, and the rule of <c>LookBook</c> applies.</summary>
    Extended,

    /// <summary>The same, were there no such rule.</summary>
    Peeking,
}

/// <summary>
/// A world with something that real studies meet: failing GANs, rare classes, few errors or images, looks, one training
/// set.
/// </summary>
/// <param name="Name">For the tables.</param>
/// <param name="Setting">Its classifiers, and the number of test images.</param>
internal sealed record World(string Name, SurrogateSetting Setting)
{
    /// <summary>Numbers of replicates at which studies are judged, from the fewest to the most.</summary>
    public IReadOnlyList<int> Replicates { get; init; } = [5, 10];

    public LookRule Looks { get; init; } = LookRule.Once;

    /// <summary>Of so many studies one is run: some cost more than others.</summary>
    public int OneIn { get; init; } = 1;

    /// <summary>What the verdicts are about.</summary>
    public ClassMeasure Measure { get; init; } = ClassMeasure.Accuracy;

    /// <summary>Classes with sizes and difficulties of their own; null where classes do not matter.</summary>
    public ClassMix? Classes { get; init; }

    /// <summary>How GANs fail; null where they do not.</summary>
    public GanFailures? Failures { get; init; }

    /// <summary>
    /// Whether all replicates of a study train on the same images: the draw of them then counts once for the study, and
    /// the true effects are those of this training set.
    /// </summary>
    public bool OneTrainingSet { get; init; }

    /// <summary>
    /// Standard deviation over training sets of what one of them does to a single arm, where arms have an effect at
    /// all.
    /// </summary>
    public double SetOfArm { get; init; }
}

/// <summary>Classes of a test set.</summary>
/// <param name="Counts">Test images of each.</param>
/// <param name="Shifts">On the logit scale: how much easier each is.</param>
internal sealed record ClassMix(int[] Counts, double[] Shifts)
{
    public int Images => Counts.Sum();

    /// <summary>Class of every test image. A stratified test set has the same counts each time.</summary>
    public int[] Labels() => [.. Counts.SelectMany((count, c) => Enumerable.Repeat(c, count))];

    /// <summary>How often an image that is not recognised is taken for another class: common classes more.</summary>
    public double Confused(int label, int with) =>
        label == with ? 0 : (double)Counts[with] / (Images - Counts[label]);
}

/// <summary>How GANs fail: the worse a replicate's GAN is, the more often it does.</summary>
/// <param name="Chance">Share of GANs that fail, about.</param>
/// <param name="Slope">How much the logit of the chance falls where a GAN is better by a standard deviation.</param>
/// <param name="Drop">What the collapsed images of a failed GAN cost its arms, on the logit scale.</param>
/// <param name="Missing">Whether a failed GAN leaves no images, so that the replicate of its arms is missing.</param>
/// <param name="FinishedOnly">Whether the true effect is that of GANs that do not fail, and not of all.</param>
internal sealed record GanFailures(double Chance, double Slope, double Drop, bool Missing, bool FinishedOnly = false)
{
    /// <summary>Chance of a GAN that is better than the mean by so many standard deviations.</summary>
    public double Of(double better)
    {
        // The mean of a logistic curve over a normal variable, by the usual approximation (pi / 8).
        var centre = Math.Log(Chance / (1 - Chance)) * Math.Sqrt(1 + (Math.PI / 8 * Slope * Slope));
        return 1 / (1 + Math.Exp((Slope * better) - centre));
    }
}
