using CsCheck;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class WilcoxonSignedRankTests
{
    /// <summary>Whole numbers, so that ties and zeros are common.</summary>
    private static readonly Gen<double[]> Differences = Gen.Int[-4, 4].Select(i => (double)i).Array[0, 9];

    [Fact]
    public void Agrees_with_the_reference()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("wilcoxon_signed_rank", "cases").EnumerateArray())
        {
            var ours = WilcoxonSignedRank.Of(golden.Numbers("differences"));
            Parity.Absolute("W+", golden.Number("w_plus"), ours.PositiveRanks, 0);
            Parity.Absolute("W-", golden.Number("w_minus"), ours.NegativeRanks, 0);
            Parity.Relative("Wilcoxon p", golden.Number("p_two_sided"), ours.TwoSided, 1e-12);
            Parity.Relative("Wilcoxon p greater", golden.Number("p_greater"), ours.Greater, 1e-12);
            Parity.Relative("Wilcoxon p less", golden.Number("p_less"), ours.Less, 1e-12);
        }
    }

    [Fact]
    public void With_ties_and_zeros_it_counts_all_sign_patterns() => Differences.Sample(differences =>
    {
        var ours = WilcoxonSignedRank.Of(differences);
        double[] kept = [.. differences.Where(d => d != 0)];
        var ranks = kept.Select(d => kept.Count(e => Math.Abs(e) < Math.Abs(d)) + ((kept.Count(e => Math.Abs(e) == Math.Abs(d)) + 1) / 2.0)).ToArray();
        int greater = 0, patterns = 1 << kept.Length;
        for (var signs = 0; signs < patterns; signs++)
        {
            var sum = ranks.Where((_, i) => (signs >> i & 1) == 1).Sum();
            if (sum >= ours.PositiveRanks) greater++;
        }
        Assert.Equal(ranks.Where((_, i) => kept[i] > 0).Sum(), ours.PositiveRanks);
        Assert.Equal((double)greater / patterns, ours.Greater, 1e-12);
        Assert.True(ours.Exact);
    });

    [Fact]
    public void Opposite_signs_mirror_the_tails() => Differences.Sample(differences =>
    {
        var (ours, mirrored) = (WilcoxonSignedRank.Of(differences), WilcoxonSignedRank.Of([.. differences.Select(d => -d)]));
        Assert.Equal((ours.PositiveRanks, ours.Greater, ours.TwoSided), (mirrored.NegativeRanks, mirrored.Less, mirrored.TwoSided));
    });

    [Fact]
    public void The_normal_form_follows_where_the_exact_one_ends()
    {
        double[] fifty = [.. Enumerable.Range(1, 50).Select(i => i % 3 == 0 ? -i : (double)i)];
        var (exact, normal) = (WilcoxonSignedRank.Of(fifty), WilcoxonSignedRank.Of([.. fifty, 0.5]));
        Assert.True(exact.Exact);
        Assert.False(normal.Exact);
        // One small difference more and no continuity correction: a few hundredths of p.
        Assert.Equal(exact.TwoSided, normal.TwoSided, 0.02);
    }

    [Fact]
    public void Nothing_but_zeros_is_no_evidence() => Assert.Equal(new WilcoxonSignedRank(0, 0, 0, 1, 1, 1, true), WilcoxonSignedRank.Of([0, 0]));

    [Fact]
    public void NaN_is_refused() => Assert.Throws<ArgumentException>(() => WilcoxonSignedRank.Of([1, double.NaN]));
}
