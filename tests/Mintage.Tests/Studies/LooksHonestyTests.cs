using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies;

namespace Mintage.Tests.Studies;

/// <summary>Studies without any effect, looked at several times: how many claim one.</summary>
public sealed class LooksHonestyTests
{
    private const int Studies = 4_000;

    private static readonly int[] Looks = [5, 10, 20];

    [Fact]
    public void Looks_that_were_named_beforehand_claim_an_effect_in_at_most_5_percent_of_null_studies()
    {
        var rate = RateOfClaims(Looks, look => LookBook.Level(Looks, look, 0.05));
        // At most 5 % by Bonferroni's inequality, and not far below it, since the looks share their replicates only in
        // part. Two standard errors of 4,000 studies are 0.7 %.
        Assert.InRange(rate, 0.03, 0.057);
    }

    [Fact]
    public void Looking_after_every_replicate_at_5_percent_claims_many_more()
    {
        var rate = RateOfClaims([.. Enumerable.Range(5, 16)], _ => 0.05);
        Assert.InRange(rate, 0.17, 0.22); // two standard errors of 4,000 studies are 1.3 %
    }

    private static double RateOfClaims(int[] looks, Func<int, double> level)
    {
        var random = SeedTree.FromSeed(7).Child("looks").Random();
        var claims = 0;
        var differences = new float[looks[^1]];
        for (var study = 0; study < Studies; study++)
        {
            random.FillNormal(differences);
            var all = Array.ConvertAll(differences, d => 0.003 * d);
            if (looks.Any(look => Claims(all[..look], level(look)))) claims++;
        }
        return (double)claims / Studies;
    }

    private static bool Claims(double[] differences, double alpha) =>
        EffectFamily.Judge([Effects.PairedT(differences)], new JudgeOptions { Alpha = alpha })[0].Verdict
            is Verdict.Improves or Verdict.Harms;
}
