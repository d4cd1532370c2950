using Mintage.Statistics;

namespace Mintage.Studies;

/// <summary>
/// What a plan can find before it is run: the smallest true effect that it would detect with a probability of 80 %, at
/// the spreads that were seen in earlier studies.
/// </summary>
/// <param name="LowPoints">With little spread between replicates (0.3 points).</param>
/// <param name="HighPoints">With much (0.6 points).</param>
public sealed record DetectableEffect(double LowPoints, double HighPoints)
{
    /// <summary>
    /// Standard deviations of a replicate's difference that fair studies of MNIST showed, as fractions.
    /// </summary>
    private const double LittleSpread = 0.003, MuchSpread = 0.006;

    /// <summary>Share of the test images that one arm is expected to get right and the other wrong.</summary>
    private const double Discordant = 0.01;

    /// <summary>
    /// Of a study's first look at its first size; null where it has too few replicates, or no comparison to judge.
    /// </summary>
    public static DetectableEffect? Of(StudyGraph study)
    {
        var family = FairArms.Contrasts(study.Plan).Count(c => c.InFamily);
        var replicates = study.Plan.Replicates;
        if (family == 0 || replicates < JudgeOptions.LeastReplicates || !study.Data.HasTestSet) return null;
        var rules = new JudgeOptions();
        var alpha = LookBook.Level(study.Plan);
        var test = Discordant / study.Data.Images(study.Data.Test(0)).Count;
        return new DetectableEffect(Points(LittleSpread), Points(MuchSpread));

        double Points(double spread)
        {
            var error = Math.Sqrt((spread * spread / replicates) + test);
            var effect = new Effect(0, error, replicates - 1, replicates, spread * spread, test, EffectMethod.TwoPart);
            return 100 * Power.SmallestDetectable(effect, replicates, alpha / family, rules.Power);
        }
    }

    /// <summary>In words, for a preview.</summary>
    public string Words() =>
        $"about {LowPoints:0.0} to {HighPoints:0.0} points (found with 80 % probability, if replicates differ by 0.3 "
            + "to 0.6 points as in earlier studies)";
}
