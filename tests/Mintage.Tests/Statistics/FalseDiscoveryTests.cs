using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class FalseDiscoveryTests
{
    [Fact]
    public void It_gives_the_values_of_the_procedure()
    {
        // p * n / rank from the largest down: 0.04 * 4 / 4, 0.03 * 4 / 3 = 0.04, 0.02 * 4 / 2 = 0.04, 0.005 * 4.
        double[] expected = [0.04, 0.02, 0.04, 0.04];
        var q = FalseDiscovery.Adjust([0.04, 0.005, 0.03, 0.02]);
        for (var i = 0; i < q.Length; i++) Assert.Equal(expected[i], q[i], 1e-12);
        Assert.Empty(FalseDiscovery.Adjust([]));
        Assert.Throws<ArgumentException>(() => FalseDiscovery.Adjust([double.NaN]));
    }

    [Fact]
    public void It_keeps_the_order_and_lies_between_p_and_Holms() => Gen.Double[0, 1].Array[1, 20].Sample(p =>
    {
        var (q, holm) = (FalseDiscovery.Adjust(p), Holm.Adjust(p));
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(q[i], p[i], holm[i] + 1e-12);
            for (var j = 0; j < p.Length; j++)
                if (p[i] < p[j]) Assert.True(q[i] <= q[j]);
        }
    });

    [Fact]
    public void Of_what_it_finds_about_one_in_twenty_is_false()
    {
        // 1,000 families of 20 tests: 10 without an effect, 10 whose p values are small. The expected share of false
        // findings is 5 % of the half without an effect, 2.5 %; 0.4 is more than four standard errors.
        var random = SeedTree.FromSeed(1).Random();
        var shares = Enumerable.Range(0, 1_000).Select(_ =>
        {
            double[] p = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? random.NextDouble() : 1e-4 * random.NextDouble())];
            var found = FalseDiscovery.Adjust(p).Select((q, i) => (Found: q <= 0.05, False: i < 10)).Where(f => f.Found).ToList();
            return found.Count == 0 ? 0 : (double)found.Count(f => f.False) / found.Count;
        });
        Assert.InRange(100 * shares.Average(), 2.1, 2.9);
    }
}
