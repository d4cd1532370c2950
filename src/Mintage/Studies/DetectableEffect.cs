using System.Globalization;
using Mintage.Statistics;

namespace Mintage.Studies;

/// <summary>
/// What a plan can find before it is run: the smallest true effect that it would detect with a probability of 80 %,
/// with its number of replicates and its test images, at spreads that earlier studies showed.
/// </summary>
/// <param name="LowPoints">Where a classifier is nearly always right, as with digits.</param>
/// <param name="HighPoints">Where it is often wrong, as with photographs.</param>
/// <param name="OneImagePoints">What one test image of the smallest class changes in the measure.</param>
/// <param name="FewestTestImages">Test images of the smallest class that has any.</param>
public sealed record DetectableEffect(
    double LowPoints, double HighPoints, double OneImagePoints, int FewestTestImages)
{
    /// <summary>Whether images of the test set come in groups, on which a classifier errs alike.</summary>
    public bool IsGrouped { get; private init; }

    /// <summary>Where one image changes more than this share of what can be found, it is said.</summary>
    private const double Telling = 0.2;

    /// <summary>Where only larger effects than this can be found, none will be.</summary>
    private const double MostPoints = 50;

    /// <summary>Variances, as fractions, of 3,000 digits and of 1,000 photographs (docs/evidence.md).</summary>
    private static readonly Spread Digits = new(0.003, 0.035), Photographs = new(0.01, 0.25);

    /// <summary>Variance over test images of their expected difference; digits and photographs alike.</summary>
    private const double OfImages = 0.005;

    /// <summary>
    /// Of a study's first look at its first size; null where it has too few replicates, or no comparison to judge.
    /// </summary>
    public static DetectableEffect? Of(StudyGraph study)
    {
        var family = FairArms.Contrasts(study.Plan).Count(c => c.InFamily);
        var replicates = study.Plan.Replicates;
        if (family == 0 || replicates < JudgeOptions.LeastReplicates || !study.Data.HasTestSet) return null;
        return Of(
            replicates, LookBook.Level(study.Plan) / family, study.Plan.Fair!.Measure,
            study.Data.Images(study.Data.Test(0)).ClassCounts()) with
        {
            IsGrouped = study.Data.TestGroups is not null,
        };
    }

    /// <summary>Of one comparison at a level.</summary>
    internal static DetectableEffect Of(int replicates, double level, ClassMeasure measure, IReadOnlyList<int> counts)
    {
        var influence = TestInfluence.In(measure, counts);
        return new DetectableEffect(
            Points(Digits), Points(Photographs), 100 * influence.Largest, counts.Where(n => n > 0).Min());

        double Points(Spread spread) => 100 * Power.SmallestDetectable(
            Effects.TwoPart(
                0, replicates, (spread.OfTraining * spread.OfTraining) + (spread.OfOneImage * influence.UnitVariance),
                OfImages * influence.UnitVariance, influence),
            replicates, level, new JudgeOptions().Power);
    }

    /// <summary>In words, for a preview.</summary>
    public string Words()
    {
        if (LowPoints > MostPoints) return "hardly any effect: the test images are far too few";
        var (low, high) = (Number(LowPoints), Number(HighPoints));
        return (low == high
                ? $"about {low} points, with a probability of 80 %"
                : $"about {low} points (where a classifier is nearly always right, as with digits) to {high} (where it "
                    + "is often wrong, as with photographs), with a probability of 80 %")
            + (IsGrouped ? "; only larger ones where a classifier errs alike on images of one group" : "")
            + (OneImagePoints > Telling * LowPoints
                ? $". Test images are few: one of the smallest class ({FewestTestImages} there) changes the measure by "
                    + $"{Number(OneImagePoints)} points"
                : "");
    }

    private static string Number(double points) => points.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>How much the difference of two arms varies.</summary>
    /// <param name="OfTraining">Standard deviation between replicates on endless test images.</param>
    /// <param name="OfOneImage">Variance of one replicate on one image beyond that (MS of the interaction).</param>
    private readonly record struct Spread(double OfTraining, double OfOneImage);
}
