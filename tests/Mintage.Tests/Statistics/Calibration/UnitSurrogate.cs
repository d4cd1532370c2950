using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>
/// Two arms without a true difference, on test images that come in units, such as patients. In half of the units the arm is right
/// more often than the baseline, in half less often.
/// </summary>
/// <param name="Name">For the tables.</param>
/// <param name="Units">Units in the test set, drawn anew for each study.</param>
/// <param name="Images">Images of a unit, on average.</param>
/// <param name="Unequal">Whether units have a quarter to twice as many images, in place of all the same.</param>
/// <param name="Measure">What differs. One unit of every five is of a rare class.</param>
internal sealed record UnitSurrogate(string Name, int Units, int Images, bool Unequal, ClassMeasure Measure = ClassMeasure.Accuracy)
{
    private const double Usual = 0.75, OfUnit = 0.12, OfReplicate = 0.01;
    private const int Replicates = 5, RareEvery = 5;
    private static readonly double[] Sizes = [0.25, 0.75, 1, 2];

    public static readonly UnitSurrogate[] All =
    [
        new("20 patients, 20 images each", 20, 20, false), new("50 patients, 10 images each", 50, 10, false), new("50 patients, 2 to 20 images each", 50, 10, true),
        new("200 patients, 5 images each", 200, 5, false), new("50 patients, 2 to 20 images each, balanced accuracy", 50, 10, true, ClassMeasure.BalancedAccuracy),
        new("200 patients, 5 images each, balanced accuracy", 200, 5, false, ClassMeasure.BalancedAccuracy),
    ];

    /// <summary>Share of studies whose 95 % interval holds 0: counting units, and as if every image were independent.</summary>
    public (double ByUnits, double ByImages) Coverage(int studies, SeedTree seed)
    {
        long units = 0, images = 0;
        Parallel.For(0, studies, study =>
        {
            var (byUnits, byImages) = Study(seed.Child("study", study).Random());
            if (byUnits.PValue() > 0.05) Interlocked.Increment(ref units);
            if (byImages.PValue() > 0.05) Interlocked.Increment(ref images);
        });
        return ((double)units / studies, (double)images / studies);
    }

    private (Effect ByUnits, Effect ByImages) Study(SeededRandom random)
    {
        int[] unitOf = [.. Enumerable.Range(0, Units).SelectMany(unit => Enumerable.Repeat(unit, Unequal ? (int)(Images * Sizes[unit % Sizes.Length]) : Images))];
        int[] labels = Array.ConvertAll(unitOf, unit => unit % RareEvery == 0 ? 1 : 0);
        var both = Signs();
        var arm = Signs();
        List<double[]> differences = [];
        for (var r = 0; r < Replicates; r++)
        {
            var normal = new float[2];
            random.FillNormal(normal);
            var shift = OfReplicate * normal[0];
            var (ours, theirs) = (Predictions(unit => Usual + both[unit] + arm[unit] + shift), Predictions(unit => Usual + both[unit]));
            differences.Add([.. Parts(ours).Zip(Parts(theirs), (a, b) => a - b)]);
        }
        return (
            Effects.TwoPart(differences, TestInfluence.In(Measure, labels, 2, TestUnits.Of(unitOf))),
            Effects.TwoPart(differences, TestInfluence.In(Measure, labels, 2, null)));

        double[] Signs() => [.. Enumerable.Range(0, Units).Select(_ => random.NextInt32(2) == 0 ? -OfUnit : OfUnit)];
        int[] Predictions(Func<int, double> chance) => [.. unitOf.Select((unit, i) => random.NextDouble() < chance(unit) ? labels[i] : 1 - labels[i])];
        double[] Parts(int[] predictions) => ClassMeasures.Contributions(Measure, labels, predictions, 2);
    }
}
