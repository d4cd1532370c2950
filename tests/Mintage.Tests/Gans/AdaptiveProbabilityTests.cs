using Mintage.Augmentation;
using Mintage.Gans;

namespace Mintage.Tests.Gans;

public sealed class AdaptiveProbabilityTests
{
    /// <summary>A step of 4 x 10 images of 400: a tenth.</summary>
    private static readonly GanOptions Options = GanPresets.Get("cgan") with
    {
        BatchSize = 10,
        AdaptiveTarget = 0.6,
        AdaptiveImages = 400,
        DiffAugment = [DifferentiableTransform.Translation],
    };

    [Fact]
    public void It_starts_at_0_rises_every_four_batches_while_the_discriminator_is_right_about_all_real_images_and_stops_at_1()
    {
        var adaptive = new AdaptiveProbability(Options);
        Assert.Equal(0, adaptive.Value);
        Observe(adaptive, 1, 3);
        Assert.Equal(0, adaptive.Value);
        Observe(adaptive, 1, 1);
        Assert.Equal(0.1, adaptive.Value, 1e-12);
        Observe(adaptive, 1, 4);
        Assert.Equal(0.2, adaptive.Value, 1e-12);
        Observe(adaptive, 1, 32); // 400 images in all
        Assert.Equal(1, adaptive.Value, 1e-12);
        Observe(adaptive, 1, 8);
        Assert.Equal(1, adaptive.Value);
    }

    [Fact]
    public void It_falls_where_the_discriminator_is_right_about_fewer_and_stops_at_0()
    {
        var adaptive = new AdaptiveProbability(Options) { State = new(0.15, 0, 0) };
        Observe(adaptive, 0.5, 4);
        Assert.Equal(0.05, adaptive.Value, 1e-12);
        Observe(adaptive, 0, 8);
        Assert.Equal(0, adaptive.Value);
    }

    [Theory]
    [InlineData(0.79, -0.1)]
    [InlineData(0.81, 0.1)]
    public void Right_about_eight_in_ten_is_a_mean_sign_of_the_target(double realRight, double change)
    {
        var adaptive = new AdaptiveProbability(Options) { State = new(0.5, 0, 0) };
        Observe(adaptive, realRight, 4);
        Assert.Equal(0.5 + change, adaptive.Value, 1e-12);
    }

    [Fact]
    public void The_batches_since_the_last_change_are_part_of_its_state()
    {
        var (whole, first) = (new AdaptiveProbability(Options), new AdaptiveProbability(Options));
        Observe(whole, 1, 6);
        Observe(whole, 0, 2);
        Observe(first, 1, 6);
        var resumed = new AdaptiveProbability(Options) { State = first.State };
        Observe(resumed, 0, 2);
        Assert.Equal(whole.State, resumed.State);
    }

    private static void Observe(AdaptiveProbability adaptive, double realRight, int batches)
    {
        for (var i = 0; i < batches; i++) adaptive.Observe(realRight);
    }
}
