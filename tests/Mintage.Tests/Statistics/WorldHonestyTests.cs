using Mintage.Runtime;
using Mintage.Tests.Statistics.Calibration;

namespace Mintage.Tests.Statistics;

/// <summary>
/// The worlds of docs/evidence.md in a small number of studies, judged by the code of real studies. A bound is the
/// project's (94 to 97 % coverage, 5 % of families with a false claim), or what the page says of a world that misses
/// it, with four standard errors of the simulation on each side.
/// </summary>
public sealed class WorldHonestyTests
{
    private const int Studies = 500, FewStudies = 150;

    private static readonly SeedTree Seed = SeedTree.FromSeed(53);

    [Theory]
    [InlineData("60 test images")]
    [InlineData("500 test images")]
    [InlineData("one training set")]
    [InlineData("held-out part of 500 images")]
    [InlineData("1 GAN in 5 missing, effect of the others")]
    public void Without_an_effect_intervals_cover_and_few_families_claim_one(string world)
    {
        var ten = Run(world, new double[4]).Tallies[1];
        Assert.InRange(ten.Coverage, 0.94 - FourErrors(0.06), 0.97 + FourErrors(0.03));
        Assert.InRange(ten.SimultaneousCoverage, 0.95 - FourErrors(0.05), 1);
        // Nor must it be so careful that nothing is ever claimed.
        Assert.InRange(ten.FalseClaims, 0.001, 0.05 + FourErrors(0.05));
        Assert.InRange(ten.FalseImproves, 0, 0.025 + FourErrors(0.025));
    }

    [Theory]
    [InlineData("60 test images", 0.08, 0.94, 0.97)]
    [InlineData("one training set", 0.03, 0.94, 0.97)]
    [InlineData("few errors (1 %), 1,000 images", 0.006, 0.925, 0.945)] // falls short: the page says why
    public void With_an_effect_it_is_found_and_covered_as_written_down(
        string world, double effect, double low, double high)
    {
        var ten = Run(world, [effect, 0, -effect, 0]).Tallies[1];
        Assert.InRange(ten.Coverage, low - FourErrors(1 - low), high + FourErrors(1 - high));
        Assert.InRange(ten.Found, 0.65, 0.97); // an effect of about the size that is found with 80 %
        Assert.InRange(ten.FalseClaims, 0, 0.05 + FourErrors(0.05));
    }

    /// <summary>Fewer studies: their degrees of freedom make the planning figures slow.</summary>
    [Theory]
    [InlineData("classes of 20 to 400, balanced accuracy", 0.035)]
    [InlineData("classes of 20 to 400, macro-F1", 0.03)]
    public void Classes_of_twenty_images_and_more_are_covered_and_an_effect_is_found(string world, double effect)
    {
        var ten = Run(world, [effect, 0, -effect, 0], FewStudies).Tallies[1];
        // Four errors above 97 % reach 100 %: instead, one of the four intervals must miss now and then.
        Assert.InRange(ten.Coverage, 0.94 - FourErrors(0.06, FewStudies), 1);
        Assert.InRange(ten.SimultaneousCoverage, 0.95 - FourErrors(0.05, FewStudies), 0.999);
        Assert.InRange(ten.Found, 0.85 - FourErrors(0.85, FewStudies), 0.85 + FourErrors(0.85, FewStudies));
        Assert.InRange(ten.FalseClaims, 0, 0.05 + FourErrors(0.05, FewStudies));
    }

    [Fact]
    public void Classes_of_four_images_claim_nothing_without_an_effect_but_find_a_large_one()
    {
        const string Name = "classes of 4 to 400, balanced accuracy";
        // None in 1,000 studies of the page.
        Assert.InRange(Run(Name, new double[4], 50).Tallies[1].FalseClaims, 0, 0.02);
        // The floor of the standard error is 3.1 points, so 12 are needed; measured: found in nine of ten studies.
        Assert.InRange(Run(Name, [0.12, 0, -0.12, 0], 50).Tallies[1].Found, 0.75, 1);
    }

    [Fact]
    public void Looks_share_5_percent_and_after_an_extension_nothing_is_claimed()
    {
        var named = Run("looks at 5, 10, 20", new double[4]).Tallies[^1];
        Assert.InRange(named.FalseClaims, 0.005, 0.05 + FourErrors(0.05));
        var extended = Run("extended after a look", new double[4]).Tallies;
        Assert.Equal(0, extended[1].FalseClaims);
        Assert.Equal(0, extended[2].FalseClaims);
        Assert.Equal(extended[0].FalseClaims, extended[^1].FalseClaims); // only the planned look speaks
        Assert.InRange(extended[^1].Withheld, 0.005, 0.1);
        Assert.InRange(Run("extended, were verdicts given", new double[4]).Tallies[^1].FalseClaims, 0.04, 0.13);
    }

    /// <summary>Pins what the page says of the one world whose claims cannot be held to 5 %.</summary>
    [Fact]
    public void Gans_that_collapse_badly_but_seldom_deceive_a_study_that_saw_none_collapse()
    {
        var all = Run("1 GAN in 10 collapsed badly", new double[4]).Tallies[1];
        Assert.InRange(all.FalseImproves, 0.238 - FourErrors(0.238), 0.238 + FourErrors(0.238));
        var others = Run("1 GAN in 10 collapsed badly, effect of the others", new double[4]).Tallies[1];
        Assert.InRange(others.FalseImproves, 0, 0.025 + FourErrors(0.025));
    }

    [Fact]
    public void Any_false_verdict_is_as_rare_as_the_bound_for_both_kinds_says()
    {
        var bound = JointErrors.Bound(4, 0.05);
        Assert.Equal(0.06875, bound, 1e-12);
        // Three effects of the margin and one of none, at the margin where decision 0017 expects 6.7 %.
        var rate = JointErrors.Of(4, 3, 4.5, replicates: 1_000, studies: 2_000, Seed.Child("joint"));
        var four = 4 * Math.Sqrt(bound * (1 - bound) / 2_000);
        Assert.InRange(rate, bound - four, bound + four);
    }

    [Fact]
    public void Studies_are_the_same_again_with_the_same_seed()
    {
        WorldTally[] runs =
            [.. Enumerable.Range(0, 2).Select(_ => Run("1 GAN in 5 missing", new double[4], 20).Tallies[1])];
        Assert.Equal(runs[0].Spread(10).StandardError!.Value, runs[1].Spread(10).StandardError!.Value, 1e-12);
        Assert.Equal(runs[0].Coverage, runs[1].Coverage);
    }

    private static WorldRun Run(string world, double[] effects, int studies = Studies) =>
        new WorldRun(Worlds.All.Single(w => w.Name == world), effects).Run(studies, Seed.Child(world));

    private static double FourErrors(double share, int studies = Studies) =>
        4 * Math.Sqrt(share * (1 - share) / studies);
}
