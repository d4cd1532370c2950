using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class PairedOutcomesTests
{
    /// <summary>Two arms of up to 6 replicates and 40 images; the arms agree more or less often.</summary>
    internal static readonly Gen<(bool[][] Arm, bool[][] Baseline)> Arms =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 40], Gen.Int[0, 10], Gen.Long[0, SeedTree.MaxSeed]).Select((r, n, change, seed) =>
        {
            var random = SeedTree.FromSeed(seed).Random();
            var baseline = Rows(r, n, (_, _) => random.NextInt32(4) > 0);
            return (Rows(r, n, (i, j) => random.NextInt32(10) < change ? random.NextInt32(2) == 0 : baseline[i][j]), baseline);
        });

    internal static bool[][] Rows(int replicates, int images, Func<int, int, bool> value) =>
        [.. Enumerable.Range(0, replicates).Select(r => Enumerable.Range(0, images).Select(i => value(r, i)).ToArray())];

    [Fact]
    public void Counts_and_means_are_those_of_the_table() => Arms.Sample((arm, baseline) =>
    {
        var outcomes = PairedOutcomes.Of(arm, baseline);
        Assert.Equal((arm.Length, arm[0].Length), (outcomes.Replicates, outcomes.Images));
        for (var r = 0; r < arm.Length; r++)
        {
            Assert.Equal(arm[r].Average(right => right ? 1.0 : 0) - baseline[r].Average(right => right ? 1.0 : 0), outcomes.ReplicateMeans[r], 1e-12);
        }
        Assert.Equal(outcomes.ReplicateMeans.Average(), outcomes.Mean, 1e-12);
        var pairs = arm.Zip(baseline).SelectMany(p => p.First.Zip(p.Second)).ToList();
        Assert.Equal((pairs.Count(p => p is (true, false)), pairs.Count(p => p is (false, true))), (outcomes.Gained, outcomes.Lost));
    });

    [Fact]
    public void Mean_squares_are_those_of_a_two_way_table() => Arms.Where(t => t.Arm.Length > 1 && t.Arm[0].Length > 1).Sample((arm, baseline) =>
    {
        int replicates = arm.Length, images = arm[0].Length;
        double D(int r, int i) => (arm[r][i] ? 1 : 0) - (baseline[r][i] ? 1 : 0);
        var rows = Enumerable.Range(0, replicates).Select(r => Enumerable.Range(0, images).Average(i => D(r, i))).ToArray();
        var columns = Enumerable.Range(0, images).Select(i => Enumerable.Range(0, replicates).Average(r => D(r, i))).ToArray();
        var mean = rows.Average();
        var ours = TwoWay.Of(PairedOutcomes.Of(arm, baseline));
        Assert.Equal(images * rows.Sum(m => Square(m - mean)) / (replicates - 1), ours.Replicates, 1e-10);
        Assert.Equal(replicates * columns.Sum(m => Square(m - mean)) / (images - 1), ours.Images, 1e-10);
        var rest = Enumerable.Range(0, replicates).Sum(r => Enumerable.Range(0, images).Sum(i => Square(D(r, i) - rows[r] - columns[i] + mean)));
        Assert.Equal(rest / ((replicates - 1) * (images - 1)), ours.Interaction, 1e-10);

        static double Square(double value) => value * value;
    });

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedOutcomes.Of([], []));
        Assert.Throws<ArgumentException>(() => PairedOutcomes.Of([[]], [[]]));
        Assert.Throws<ArgumentException>(() => PairedOutcomes.Of([[true]], [[true], [true]]));
        var error = Assert.Throws<ArgumentException>(() => PairedOutcomes.Of([[true, true], [true]], [[true, true], [true, true]]));
        Assert.Contains("replicate 1 (from 0) has 1 and 2", error.Message, StringComparison.Ordinal);
    }
}
