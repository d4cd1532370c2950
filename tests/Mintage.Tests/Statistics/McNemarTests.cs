using CsCheck;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class McNemarTests
{
    [Fact]
    public void Agrees_with_the_reference_also_where_nothing_differs()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("mcnemar", "cases").EnumerateArray())
        {
            long b = golden.At("b").GetInt64(), c = golden.At("c").GetInt64();
            var ours = McNemar.Of(b, c);
            Check("exact p", "exact_p_two_sided", ours.ExactPValue);
            Check("mid p", "mid_p", ours.MidPValue);
            Check("chi2", "chi2_uncorrected", ours.ChiSquared);
            Check("p", "chi2_uncorrected_p", ours.PValue);
            Check("corrected chi2", "chi2_corrected", ours.CorrectedChiSquared);
            Check("corrected p", "chi2_corrected_p", ours.CorrectedPValue);

            void Check(string name, string key, double? value)
            {
                if (golden.At(key).ValueKind == System.Text.Json.JsonValueKind.Null) Assert.Null(value);
                else Parity.Relative($"McNemar {name} of {b}, {c}", golden.Number(key), Assert.NotNull(value), 1e-10);
            }
        }
    }

    [Fact]
    public void Exchanging_the_classifiers_changes_no_p_value() => Gen.Select(Gen.Int[0, 20000], Gen.Int[0, 20000]).Sample((b, c) =>
    {
        var (ours, swapped) = (McNemar.Of(b, c), McNemar.Of(c, b));
        Assert.Equal(ours, swapped with { Gained = b, Lost = c });
        Assert.InRange(ours.ExactPValue, 0, 1);
    });

    [Fact]
    public void Of_many_images_the_exact_p_is_close_to_the_corrected_one() =>
        // The continuity correction leaves an error of order 1 / (b + c); 1 % of p is ample at 20,000.
        Assert.Equal(1, McNemar.Of(10200, 9900).ExactPValue / McNemar.Of(10200, 9900).CorrectedPValue!.Value, 0.01);

    [Fact]
    public void Negative_counts_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.Of(-1, 2));
}
