using CsCheck;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class HolmTests
{
    private static readonly Gen<double[]> PValues = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 4].Select(i => i / 4.0)).Array[0, 8];

    [Fact]
    public void Agrees_with_the_reference()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("holm", "cases").EnumerateArray())
        {
            var ours = Holm.Adjust(golden.Numbers("p"));
            foreach (var (expected, actual) in golden.Numbers("holm_adjusted").Zip(ours)) Parity.Relative("Holm", expected, actual, 1e-12);
            Assert.Equal(golden.At("reject_at_0_05").EnumerateArray().Select(e => e.GetBoolean()), ours.Select(p => p <= 0.05));
        }
    }

    [Fact]
    public void Lies_between_p_and_Bonferroni_and_keeps_the_order() => PValues.Sample(p =>
    {
        var adjusted = Holm.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]));
            for (var j = 0; j < p.Length; j++) Assert.True(p[i] > p[j] || adjusted[i] <= adjusted[j]);
        }
    });

    [Fact]
    public void Follows_the_order_of_its_input() => Gen.Select(PValues, Gen.Int[0, 1000]).Sample((p, turn) =>
    {
        var order = Enumerable.Range(0, p.Length).OrderBy(i => (i * 7919) + turn).ThenBy(i => i ^ turn).ToArray();
        var adjusted = Holm.Adjust(p);
        Assert.Equal(order.Select(i => adjusted[i]), Holm.Adjust([.. order.Select(i => p[i])]));
    });

    [Fact]
    public void A_smaller_p_makes_no_other_adjusted_p_larger() => Gen.Select(PValues.Where(p => p.Length > 0), Gen.Double[0, 1]).Sample((p, factor) =>
    {
        double[] smaller = [p[0] * factor, .. p[1..]];
        foreach (var (before, after) in Holm.Adjust(p).Zip(Holm.Adjust(smaller))) Assert.True(after <= before);
    });

    [Fact]
    public void An_empty_family_is_fine_and_NaN_is_not()
    {
        Assert.Empty(Holm.Adjust([]));
        Assert.Throws<ArgumentException>(() => Holm.Adjust([0.1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Holm.Adjust([1.1]));
    }
}
