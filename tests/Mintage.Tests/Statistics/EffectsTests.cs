using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class EffectsTests
{
    [Fact]
    public void Corrected_and_ordinary_t_tests_agree_with_the_reference()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("nadeau_bengio", "cases").EnumerateArray())
        {
            var differences = golden.Numbers("differences");
            var ours = Effects.CorrectedResampledT(differences, golden.At("n_train").GetInt32(), golden.At("n_test").GetInt32());
            Parity.Relative("Nadeau-Bengio mean", golden.Number("mean"), ours.Estimate, 1e-12);
            Parity.Relative("Nadeau-Bengio standard error", golden.Number("corrected_standard_error"), ours.StandardError!.Value, 1e-12);
            Assert.Equal(golden.Number("df"), ours.DegreesOfFreedom);
            Check("corrected", golden.Number("t"), golden.Number("p_two_sided"), golden.Numbers("ci95"), ours);
            var plain = golden.At("uncorrected");
            Check("uncorrected", plain.Number("t"), plain.Number("p_two_sided"), plain.Numbers("ci95"), Effects.PairedT(differences));
        }

        static void Check(string name, double t, double p, double[] interval, Effect ours)
        {
            Parity.Relative($"{name} t", t, ours.Estimate / ours.StandardError!.Value, 1e-10);
            Parity.Relative($"{name} p", p, ours.PValue()!.Value, 1e-10);
            // The ends are differences of larger numbers: 1e-10 of the interval's length.
            Parity.Absolute($"{name} low", interval[0], ours.Interval(0.95)!.Value.Low, 1e-10 * (interval[1] - interval[0]));
            Parity.Absolute($"{name} high", interval[1], ours.Interval(0.95)!.Value.High, 1e-10 * (interval[1] - interval[0]));
        }
    }

    [Fact]
    public void The_two_part_error_is_that_of_a_worked_example()
    {
        // d = 1 1 0 0 | 1 0 0 0 | 1 1 1 -1: means 1/2, 1/4, 1/2; images 1, 2/3, 1/3, -1/3; all 5/12.
        bool[][] arm = [[true, true, false, false], [true, false, false, false], [true, true, true, false]];
        bool[][] baseline = [[false, false, false, false], [false, false, false, false], [false, false, false, true]];
        var effect = Effects.TwoPart(PairedOutcomes.Of(arm, baseline));
        const double MsR = 1.0 / 12, MsI = 35.0 / 36, Total = 7 - (25.0 / 12), MsRi = (Total - (2 * MsR) - (3 * MsI)) / 6;
        Assert.Equal(5.0 / 12, effect.Estimate, 1e-12);
        Assert.Equal((MsI - MsRi) / 12, effect.TestVariance!.Value, 1e-12);
        // (MS_R + MS_I - MS_RI) / 12 = 0.058 is below (1/4)^2, the least variance with four images.
        Assert.Equal(0.25, effect.StandardError!.Value, 1e-12);
        Assert.Equal(2, effect.DegreesOfFreedom);
        Assert.Equal(effect.StandardError.Value * effect.StandardError.Value, (effect.ReplicateVariance!.Value / 3) + effect.TestVariance.Value, 1e-12);
    }

    [Fact]
    public void With_many_images_it_is_the_two_way_estimate()
    {
        var random = SeedTree.FromSeed(8).Random();
        var baseline = PairedOutcomesTests.Rows(6, 2000, (_, _) => random.NextInt32(10) > 0);
        var arm = PairedOutcomesTests.Rows(6, 2000, (_, i) => i % 4 == 0 || random.NextInt32(10) > 0);
        var outcomes = PairedOutcomes.Of(arm, baseline);
        var (effect, squares) = (Effects.TwoPart(outcomes), TwoWay.Of(outcomes));
        Assert.True(squares.Images > squares.Interaction);
        Assert.Equal(Math.Sqrt((squares.Replicates + squares.Images - squares.Interaction) / 12000), effect.StandardError!.Value, 1e-12);
    }

    [Fact]
    public void Exchanging_the_arms_mirrors_the_effect() => PairedOutcomesTests.Arms.Sample((arm, baseline) =>
    {
        var (ours, mirrored) = (Effects.TwoPart(PairedOutcomes.Of(arm, baseline)), Effects.TwoPart(PairedOutcomes.Of(baseline, arm)));
        Assert.Equal(ours, mirrored with { Estimate = -mirrored.Estimate });
        Assert.Equal(ours.PValue(), mirrored.PValue());
    });

    [Fact]
    public void No_standard_error_is_below_one_test_image_and_every_interval_holds_its_estimate() => PairedOutcomesTests.Arms.Sample((arm, baseline) =>
    {
        var effect = Effects.TwoPart(PairedOutcomes.Of(arm, baseline));
        if (arm.Length < 2 || arm[0].Length < 2)
        {
            Assert.Equal(new Effect(effect.Estimate, null, null, arm.Length, null, null, EffectMethod.TwoPart), effect);
            return;
        }
        Assert.InRange(effect.StandardError!.Value, (1.0 / arm[0].Length) - 1e-12, 1);
        var (narrow, wide) = (effect.Interval(0.8)!.Value, effect.Interval(0.99)!.Value);
        Assert.True(narrow.Contains(effect.Estimate));
        Assert.True(wide.Low < narrow.Low && wide.High > narrow.High);
        // The interval of confidence 1 - p ends at 0: the two say the same.
        var p = effect.PValue()!.Value;
        if (p is > 1e-9 and < 0.999) Assert.Equal(0, Math.Min(Math.Abs(effect.Interval(1 - p)!.Value.Low), Math.Abs(effect.Interval(1 - p)!.Value.High)), 1e-6);
    });

    [Fact]
    public void Equal_outcomes_are_as_sure_as_one_test_image()
    {
        var rows = PairedOutcomesTests.Rows(5, 1000, (_, i) => i > 30);
        var effect = Effects.TwoPart(PairedOutcomes.Of(rows, rows));
        Assert.Equal((0.0, 0.001), (effect.Estimate, Math.Round(effect.StandardError!.Value, 12)));
        // t with 4 degrees of freedom: the spread of replicates is what five of them can tell least about.
        Assert.Equal(2.7764451 * 0.001, effect.Interval(0.95)!.Value.High, 1e-9);
        Assert.Equal(1, effect.PValue());
    }

    [Fact]
    public void One_difference_or_equal_ones_have_no_spread()
    {
        Assert.Null(Effects.PairedT([0.01]).StandardError);
        Assert.Null(Effects.PairedT([0.01, 0.01, 0.01]).PValue());
        Assert.Null(Effects.CorrectedResampledT([0, 0], 90, 10).Interval(0.95));
        Assert.Null(Effects.PairedT([0.96 - 0.95, 0.95 - 0.94, 0.01]).PValue());
        Assert.Equal(0.01, Effects.PairedT([0.01, 0.01]).Estimate);
    }

    [Fact]
    public void Unusable_differences_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Effects.PairedT([]));
        Assert.Throws<ArgumentException>(() => Effects.PairedT([0.1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Effects.CorrectedResampledT([0.1, 0.2], 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Effects.PairedT([0.1, 0.2]).Interval(1));
    }
}
