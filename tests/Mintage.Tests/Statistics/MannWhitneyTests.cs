using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class MannWhitneyTests
{
    [Fact]
    public void Agrees_with_the_reference_with_and_without_ties()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("mann_whitney", "cases").EnumerateArray())
        {
            var name = golden.At("case").GetString();
            var ours = MannWhitney.Of(golden.Numbers("x"), golden.Numbers("y"));
            Parity.Absolute($"Mann-Whitney U, {name}", golden.Number("u_x"), ours.U, 0);
            Parity.Relative($"Mann-Whitney z of the paper, {name}", golden.Number("z_paper"), ours.Z, 1e-12);
        }
    }

    [Fact]
    public void Swapping_the_samples_turns_the_sign()
    {
        double[] x = [1, 2, 2, 5], y = [2, 3, 0];
        Assert.Equal(12 - MannWhitney.Of(x, y).U, MannWhitney.Of(y, x).U);
        Assert.Equal(-MannWhitney.Of(x, y).Z, MannWhitney.Of(y, x).Z, 1e-15);
        Assert.Throws<ArgumentException>(() => MannWhitney.Of(x, []));
    }
}
