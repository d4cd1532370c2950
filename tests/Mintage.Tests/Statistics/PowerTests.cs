using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class PowerTests
{
    private static Effect Spread(double replicate, double test, int replicates = 5, EffectMethod method = EffectMethod.TwoPart) =>
        new(0, Math.Sqrt((replicate * replicate / replicates) + (test * test)), replicates - 1, replicates, replicate * replicate, test * test, method);

    [Theory]
    // Cohen, Statistical Power Analysis (1988), one sample: d = 0.5, n = 34 has power 0.8 at alpha 0.05, two-sided.
    [InlineData(34, 0.5, 0.05, 0.808)]
    [InlineData(15, 0.8, 0.05, 0.821)]
    [InlineData(10, 0.0, 0.05, 0.05)]
    public void Power_of_the_t_test_is_that_of_the_tables(int count, double difference, double alpha, double expected) =>
        // Tables have two to three digits.
        Assert.Equal(expected, Power.Of(difference, Spread(1, 0, count, EffectMethod.PairedT), count, alpha), 0.002);

    [Fact]
    public void No_number_of_replicates_brings_a_standard_error_below_what_one_test_image_changes()
    {
        // 8 test images of the smallest of 3 classes: one of them is worth 1 / 24, and the replicates hardly differ.
        var few = Effects.TwoPart(0.008, 5, 1e-4, 1e-4, new TestInfluence(1 / 24.0, null));
        Assert.Equal(1 / 24.0, few.StandardError!.Value, 1e-12);
        Assert.Equal(1 / 24.0, few.StandardErrorWith(100_000), 1e-12);
        Assert.Null(Power.ReplicatesNeeded(0.05, few, 0.05, 0.8));
        Assert.NotNull(Power.ReplicatesNeeded(0.2, few, 0.05, 0.8));
        Assert.InRange(Power.SmallestDetectable(few, 100_000, 0.05, 0.8), 2.7 / 24, 3 / 24.0); // 1.96 + 0.84 standard errors
    }

    [Fact]
    public void Without_an_effect_the_noncentral_t_is_the_t() => Gen.Select(Gen.Double[0.1, 8], Gen.Int[1, 300]).Sample((t, freedom) =>
        // Simpson's rule with 100 steps, worst for 1 degree of freedom; power is wanted to 1 %.
        Assert.Equal(StudentT.TwoSidedTail(t, freedom), NoncentralT.TwoSidedTail(t, 0, freedom), freedom < 4 ? 1e-4 : 1e-6));

    [Fact]
    public void The_noncentral_t_agrees_with_a_simulation()
    {
        const int Draws = 100_000;
        var random = SeedTree.FromSeed(2).Random();
        var normals = new float[Draws * 5];
        random.FillNormal(normals);
        var beyond = 0;
        for (var k = 0; k < Draws; k++)
        {
            double squares = 0;
            for (var j = 0; j < 4; j++) squares += normals[(5 * k) + j] * normals[(5 * k) + j];
            if (Math.Abs(normals[(5 * k) + 4] + 3) > 2.776 * Math.Sqrt(squares / 4)) beyond++;
        }
        var expected = NoncentralT.TwoSidedTail(2.776, 3, 4);
        Assert.Equal(expected, (double)beyond / Draws, 4 * Math.Sqrt(expected * (1 - expected) / Draws));
    }

    [Theory]
    [InlineData(5, 0.0)]
    [InlineData(5, 0.5)]
    [InlineData(5, 2.0)]
    [InlineData(10, 1.0)]
    public void Power_of_a_two_part_error_is_within_two_points_of_a_simulation(int replicates, double testPart)
    {
        const int Studies = 20_000;
        const double Alpha = 0.0125;
        var spread = Spread(Math.Sqrt(replicates), Math.Sqrt(testPart), replicates);
        var random = SeedTree.FromSeed(6).Child("power", replicates).Random();
        var normals = new float[replicates];
        foreach (var power in (double[])[0.5, 0.8])
        {
            var difference = Power.SmallestDetectable(spread, replicates, Alpha, power);
            var found = 0;
            for (var k = 0; k < Studies; k++)
            {
                // The estimate, and the replicates' variance from R - 1 more draws; the test part counts as known.
                random.FillNormal(normals);
                var variance = normals[1..].Sum(z => z * z) * replicates / (replicates - 1.0);
                var seen = Spread(Math.Sqrt(variance), Math.Sqrt(testPart), replicates) with { Estimate = difference + (normals[0] * Math.Sqrt(1 + testPart)) };
                if (seen.PValue() <= Alpha) found++;
            }
            Assert.Equal(power, (double)found / Studies, 0.02 + (4 * Math.Sqrt(power * (1 - power) / Studies)));
        }
    }

    [Fact]
    public void The_smallest_detectable_effect_is_found_with_the_power_asked_for() =>
        Gen.Select(Gen.Double[1e-4, 0.01], Gen.Double[0, 0.01], Gen.Int[2, 40], Gen.Double[0.001, 0.1], Gen.Double[0.2, 0.95]).Sample((replicate, test, r, alpha, power) =>
        {
            var spread = Spread(replicate, test);
            var smallest = Power.SmallestDetectable(spread, r, alpha, power);
            Assert.Equal(power, Power.Of(smallest, spread, r, alpha), 1e-6);
            Assert.Equal(Power.Of(smallest, spread, r, alpha), Power.Of(-smallest, spread, r, alpha));
        });

    /// <summary>Where t is in the hundreds: one degree of freedom at a small level.</summary>
    [Theory]
    [InlineData(0.0036271338072291583, 0, 0.0016290299273970946, 25 / 43.0)]
    [InlineData(0.004122812917179826, 0, 0.001479274130191595, 0.65)]
    [InlineData(0.005244364745793685, 9.381258801887338E-05, 0.0016368604611538887, 0.4391847123206444)]
    [InlineData(0.0015831708910809214, 0, 0.0011334509539821843, 0.9216756477319836)]
    public void The_smallest_detectable_effect_is_found_with_two_replicates_too(double replicate, double test, double alpha, double power)
    {
        var spread = Spread(replicate, test);
        Assert.Equal(power, Power.Of(Power.SmallestDetectable(spread, 2, alpha, power), spread, 2, alpha), 1e-6);
    }

    [Fact]
    public void Replicates_needed_suffice_and_one_less_does_not() =>
        Gen.Select(Gen.Double[0.001, 0.01], Gen.Double[0, 0.001], Gen.Double[0.002, 0.02]).Sample((replicate, test, difference) =>
        {
            var spread = Spread(replicate, test);
            if (Power.ReplicatesNeeded(difference, spread, 0.05, 0.8) is not { } needed) return;
            Assert.True(Power.Of(difference, spread, needed, 0.05) >= 0.8);
            Assert.True(needed == 2 || Power.Of(difference, spread, needed - 1, 0.05) < 0.8);
        });

    [Fact]
    public void More_replicates_never_widen_the_error_and_the_test_set_bounds_it() =>
        Gen.Select(Gen.Double[1e-4, 0.01], Gen.Double[0, 0.01], Gen.Int[2, 1000]).Sample((replicate, test, r) =>
        {
            var spread = Spread(replicate, test);
            Assert.True(spread.StandardErrorWith(r + 1) < spread.StandardErrorWith(r));
            Assert.True(spread.StandardErrorWith(r) >= test);
            Assert.True(spread.Reference(r + 1).Critical(0.01) <= spread.Reference(r).Critical(0.01));
        });

    [Fact]
    public void No_number_of_replicates_beats_the_test_set() => Assert.Null(Power.ReplicatesNeeded(0.005, Spread(0.01, 0.003), 0.05, 0.8));

    [Fact]
    public void Planning_needs_a_standard_error_and_sensible_levels()
    {
        var none = new Effect(0.1, null, null, 1, null, null, EffectMethod.TwoPart);
        Assert.Throws<ArgumentException>(() => Power.Of(0.1, none, 5, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.Of(0.1, Spread(1, 0), 1, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.SmallestDetectable(Spread(1, 0), 5, 0.05, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.ReplicatesNeeded(0.1, Spread(1, 0), double.NaN, 0.8));
    }
}
