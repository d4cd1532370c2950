using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class DeviceTrialTests
{
    [Fact]
    public void A_trial_times_two_sizes_and_agrees_with_itself()
    {
        var trials = DeviceTrial.Run(ComputeDevice.Cpu, mostSeconds: 0).ToList();
        Assert.Equal(["28 x 28 x 1", "32 x 32 x 3"], trials.Select(t => t.Images));
        Assert.All(trials, t =>
        {
            Assert.Equal(("cpu", 0, true), (t.Device, t.LossDifference, t.Agrees));
            Assert.Equal(GanPresets.Get("best").BatchSize, t.ImagesPerSecond * t.MillisecondsPerUpdate / 1e3, 1e-6);
        });
    }

    [Fact]
    public void Losses_that_differ_by_more_than_rounding_do_not_agree_and_nor_do_lost_ones()
    {
        var trial = new DeviceTrial("8 x 8 x 1", "cuda", 1, 64_000, 0.002);
        Assert.True(trial.Agrees);
        Assert.False((trial with { LossDifference = 0.03 }).Agrees);
        Assert.False((trial with { LossDifference = double.NaN }).Agrees);
    }
}
