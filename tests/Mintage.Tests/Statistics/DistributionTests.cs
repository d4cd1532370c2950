using CsCheck;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

/// <summary>Tolerances of 1e-10: what the reference asks of quantiles and p values; small tails relatively too.</summary>
public sealed class DistributionTests
{
    [Fact]
    public void Student_t_agrees_with_40_digit_arithmetic()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("student_t", "cases").EnumerateArray())
        {
            var freedom = golden.Number("df");
            foreach (var (p, quantile) in golden.Numbers("p").Zip(golden.Numbers("quantile")))
                Parity.Relative($"t quantile {p}, df {freedom}", quantile, StudentT.Quantile(p, freedom), 1e-10);
            foreach (var ((t, cdf), tail) in golden.Numbers("t").Zip(golden.Numbers("cdf")).Zip(golden.Numbers("two_sided_p")))
            {
                Parity.Relative($"t CDF at {t}, df {freedom}", cdf, StudentT.Cdf(t, freedom), 1e-10);
                Parity.Relative($"t tail at {t}, df {freedom}", tail, StudentT.TwoSidedTail(t, freedom), 1e-10);
            }
        }
    }

    [Fact]
    public void The_normal_distribution_agrees_with_40_digit_arithmetic()
    {
        var golden = GoldenData.Json("statistics.json").At("normal");
        foreach (var (p, quantile) in golden.Numbers("p").Zip(golden.Numbers("quantile")))
            Parity.Relative($"normal quantile {p}", quantile, StandardNormal.Quantile(p), 1e-10);
        foreach (var ((z, cdf), tail) in golden.Numbers("z").Zip(golden.Numbers("cdf")).Zip(golden.Numbers("two_sided_p")))
        {
            Parity.Relative($"normal CDF at {z}", cdf, StandardNormal.Cdf(z), 1e-10);
            Parity.Relative($"normal tail at {z}", tail, StandardNormal.TwoSidedTail(z), 1e-10);
        }
    }

    [Fact]
    public void A_quantile_undoes_the_distribution_function_for_any_degrees_of_freedom() =>
        Gen.Select(Gen.Double[1e-12, 0.49], Gen.Double[1, 200]).Sample((p, freedom) =>
        {
            var t = StudentT.Quantile(p, freedom);
            Assert.Equal(p, StudentT.Cdf(t, freedom), p * 1e-10);
            // 1 - p keeps about 16 digits after the point, so its tail is known to 1e-16 absolutely.
            Assert.Equal(-t, StudentT.Quantile(1 - p, freedom), (1e-9 + (1e-16 / p)) * -t);
        });

    [Fact]
    public void Many_degrees_of_freedom_are_the_normal_distribution()
    {
        // The tails differ by (z^3 + z) phi(z) / (2 df) to leading order: 0.27 / df at z = 2.
        foreach (var freedom in (double[])[1e4, 1e6, 9e7, 1.1e8, 1e12])
            Assert.Equal(StandardNormal.TwoSidedTail(2), StudentT.TwoSidedTail(2, freedom), (0.3 / freedom) + 1e-12);
        Assert.Equal(0, StudentT.TwoSidedTail(double.PositiveInfinity, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_quantile_needs_a_probability_between_0_and_1(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(p, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardNormal.Quantile(p));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TwoSidedTail(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TwoSidedTail(1, 0));
    }

    [Fact]
    public void The_reference_of_a_two_part_error_lies_between_t_and_normal() =>
        Gen.Select(Gen.Double[0.001, 0.5], Gen.Double[0, 1], Gen.Int[1, 40]).Sample((alpha, share, freedom) =>
        {
            var reference = new ReferenceDistribution(freedom, share);
            var critical = reference.Critical(alpha);
            Assert.Equal(alpha, reference.TwoSidedTail(critical), 1e-10 * alpha);
            Assert.InRange(critical, -StandardNormal.Quantile(alpha / 2) * (1 - 1e-12), -StudentT.Quantile(alpha / 2, freedom) * (1 + 1e-12));
        });
}
