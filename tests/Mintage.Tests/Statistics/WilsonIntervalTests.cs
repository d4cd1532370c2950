using CsCheck;
using Mintage.Statistics;
using Mintage.Tests.Metrics;

namespace Mintage.Tests.Statistics;

public sealed class WilsonIntervalTests
{
    [Fact]
    public void Agrees_with_the_reference_also_at_the_ends()
    {
        foreach (var golden in GoldenData.Json("statistics.json").At("wilson", "cases").EnumerateArray())
        {
            var ours = WilsonInterval.Of(golden.At("successes").GetInt64(), golden.At("n").GetInt64(), golden.Number("confidence"));
            Parity.Relative("Wilson low", golden.Number("low"), ours.Low, 1e-10);
            Parity.Relative("Wilson high", golden.Number("high"), ours.High, 1e-10);
        }
    }

    [Fact]
    public void Holds_the_share_and_mirrors_for_failures() =>
        Gen.Int[1, 5000].SelectMany(n => Gen.Int[0, n].Select(k => (k, n))).Sample((k, n) =>
        {
            var (ours, failures) = (WilsonInterval.Of(k, n, 0.95), WilsonInterval.Of(n - k, n, 0.95));
            Assert.True(ours.Contains((double)k / n));
            Assert.InRange(ours.Low, 0, ours.High);
            Assert.InRange(ours.High, ours.Low, 1);
            Assert.Equal(1 - ours.High, failures.Low, 1e-12);
        });

    [Fact]
    public void More_successes_than_trials_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2, 0.95));
}
