using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void Agrees_with_the_reference_for_its_own_draws()
    {
        var golden = GoldenData.Json("statistics.json").At("bootstrap");
        int[][] draws = [.. golden.At("index_matrix").EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetInt32()).ToArray())];
        Check("mean", values => values.Average());
        Check("variance", values => values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1));

        void Check(string name, Func<double[], double> statistic)
        {
            var expected = golden.At("statistics", name);
            var ours = Bootstrap.Of(golden.Numbers("data"), statistic, draws);
            Parity.Relative($"bootstrap estimate, {name}", expected.Number("estimate"), ours.Estimate, 1e-12);
            Parity.Relative($"bootstrap standard error, {name}", expected.Number("standard_error"), ours.StandardError, 1e-10);
            Pair("percentile", expected.Numbers("percentile_ci95"), ours.Percentile);
            Pair("basic", expected.Numbers("basic_ci95"), ours.Basic);
            Pair("BCa", expected.Numbers("bca", "ci95"), Assert.NotNull(ours.Bca));
            var correction = Assert.IsType<BcaCorrection>(ours.Correction);
            Parity.Relative("z0", expected.Number("bca", "z0"), correction.Bias, 1e-10);
            Parity.Relative("acceleration", expected.Number("bca", "acceleration"), correction.Acceleration, 1e-10);
            Pair("alpha", expected.Numbers("bca", "alpha"), new Interval(correction.LowTail, correction.HighTail));

            void Pair(string what, double[] ends, Interval interval)
            {
                Parity.Relative($"bootstrap {what} low, {name}", ends[0], interval.Low, 1e-10);
                Parity.Relative($"bootstrap {what} high, {name}", ends[1], interval.High, 1e-10);
            }
        }
    }

    [Fact]
    public void Draws_depend_on_the_seed_and_the_row_only()
    {
        var seed = SeedTree.FromSeed(5);
        Assert.Equal(Bootstrap.Draw(6, 4, seed), Bootstrap.Draw(6, 40, seed)[..4]);
        Assert.All(Bootstrap.Draw(6, 40, seed), row => Assert.All(row, i => Assert.InRange(i, 0, 5)));
    }

    [Fact]
    public void Equal_values_have_no_spread_and_no_BCa()
    {
        var ours = Bootstrap.Of([2, 2, 2], values => values.Average(), Bootstrap.Draw(3, 20, SeedTree.FromSeed(1)));
        Assert.Equal((0.0, new Interval(2, 2)), (ours.StandardError, ours.Percentile));
        Assert.Null(ours.Bca);
    }

    [Fact]
    public void Unusable_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Of([1], v => v[0], [[0], [0]]));
        Assert.Throws<ArgumentException>(() => Bootstrap.Of([1, double.NaN], v => v[0], [[0, 1], [0, 1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Draw(0, 10, SeedTree.FromSeed(1)));
    }

    [Fact]
    public void The_two_way_bootstrap_spreads_as_its_theory_says()
    {
        // The exact variance of drawing rows and columns independently with replacement, by population variances of the table.
        const int R = 4, N = 60;
        var random = SeedTree.FromSeed(3).Random();
        bool[][] arm = Draw(), baseline = Draw();
        var outcomes = PairedOutcomes.Of(arm, baseline);
        var means = PairedBootstrap.Means(outcomes, 4000, SeedTree.FromSeed(4));

        double rows = 0, columns = 0, cells = 0, mean = outcomes.Mean;
        for (var r = 0; r < R; r++) rows += Square(outcomes.ReplicateMeans[r] - mean) / R;
        for (var i = 0; i < N; i++) columns += Square(Enumerable.Range(0, R).Average(r => D(r, i)) - mean) / N;
        for (var r = 0; r < R; r++)
        {
            for (var i = 0; i < N; i++) cells += Square(D(r, i) - mean) / (R * N);
        }
        var interaction = cells - rows - columns;
        var expected = (rows / R) + (columns / N) + (interaction / (R * N));
        var average = means.Average();
        var variance = means.Sum(m => Square(m - average)) / (means.Length - 1);
        // The standard error of a variance from 4,000 draws is about sqrt(2 / 4000) = 2.2 %; four of them.
        Assert.Equal(1, variance / expected, 0.09);
        Assert.Equal(mean, average, 4 * Math.Sqrt(expected / means.Length));
        Assert.True(PairedBootstrap.Percentile(outcomes, 500, SeedTree.FromSeed(4)).Contains(mean));

        bool[][] Draw() => [.. Enumerable.Range(0, R).Select(_ => Enumerable.Range(0, N).Select(_ => random.NextInt32(3) > 0).ToArray())];
        double D(int r, int i) => (arm[r][i] ? 1 : 0) - (baseline[r][i] ? 1 : 0);
        static double Square(double value) => value * value;
    }
}
