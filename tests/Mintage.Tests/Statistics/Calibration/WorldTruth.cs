using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>What the arms of a <see cref="World"/> reach over all images and replicates that there could be.</summary>
internal sealed class WorldTruth(World world)
{
    /// <summary>The measure of a control.</summary>
    public double Control { get; } = Of(world, 0, null);

    /// <summary>Half a point or a quarter of a control's errors: the margin, were the errors known.</summary>
    public double Margin => Math.Min(0.005, 0.25 * (1 - Control));

    /// <summary>The shift that takes the arm of a GAN so far from its control.</summary>
    public double ShiftFor(double effect)
    {
        if (effect == 0 && world.Failures is null) return 0;
        double low = -20, high = 20;
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            if (Of(world, middle, world.Failures) < Control + effect) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>
    /// The measure of an arm on a given training set: over images and over what else varies between replicates.
    /// </summary>
    /// <param name="world">Its training set's own part is left out.</param>
    /// <param name="shift">Of the arm, with what this training set adds.</param>
    public static double OnOneSet(World world, double shift) =>
        Of(world with { Setting = world.Setting with { Subset = 0 } }, shift, null);

    private static double Of(World world, double shift, GanFailures? failures)
    {
        if (failures is not null) return WithFailures(world.Setting, shift, failures);
        if (world.Classes is not { } classes) return world.Setting.Accuracy(shift);
        var recalls = classes.Shifts.Select(s => world.Setting.Accuracy(shift + s)).ToArray();
        return world.Measure switch
        {
            ClassMeasure.Accuracy => recalls.Zip(classes.Counts, (recall, n) => recall * n).Sum() / classes.Images,
            ClassMeasure.BalancedAccuracy => recalls.Average(),
            _ => MacroF1(classes, recalls),
        };
    }

    private static double MacroF1(ClassMix classes, double[] recalls)
    {
        return recalls.Select((_, c) => F1(c)).Average();

        double F1(int c)
        {
            var right = classes.Counts[c] * recalls[c];
            var wrongly = recalls.Select((recall, from) =>
                classes.Counts[from] * (1 - recall) * classes.Confused(from, c));
            return 2 * right / (classes.Counts[c] + right + wrongly.Sum());
        }
    }

    /// <summary>The accuracy over the quality of GANs, which decides which of them fail.</summary>
    private static double WithFailures(SurrogateSetting setting, double shift, GanFailures failures)
    {
        const int Steps = 400;
        var rest = setting with { Gan = 0 };
        double sum = 0, mass = 0;
        for (var z = -5.0; z <= 5; z += 0.125)
        {
            var weight = Math.Exp(-z * z / 2);
            var (fails, logit) = (failures.Of(z), shift + (setting.Gan * z));
            var finished = weight * (1 - fails);
            (sum, mass) = (sum + (finished * rest.Accuracy(logit, Steps)), mass + finished);
            if (failures.FinishedOnly) continue;
            var collapsed = weight * fails;
            (sum, mass) = (sum + (collapsed * rest.Accuracy(logit - failures.Drop, Steps)), mass + collapsed);
        }
        return sum / mass;
    }
}
