using Mintage.Gans;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class DiscriminatorReadingTests
{
    [Theory]
    [InlineData(GanObjective.NonSaturating, 0.75, 0.25)]
    [InlineData(GanObjective.Minimax, 0.75, 0.25)]
    [InlineData(GanObjective.Hinge, 0.75, 0.25)]
    [InlineData(GanObjective.LeastSquares, 0.5, 0.75)]
    public void An_image_is_on_the_right_side_beyond_the_border_of_the_objective(GanObjective objective, double realRight, double fakeRight)
    {
        using var scope = NewDisposeScope();
        var reading = DiscriminatorReading.Of(1, tensor(new[] { -1f, 0.3f, 0.6f, 9f }), tensor(new[] { -1f, 0f, 0.3f, 0.6f }), AdversarialObjective.Of(objective).Border);
        Assert.Equal((realRight, fakeRight), (reading.RealRight, reading.FakeRight)); // a fake image on the border itself is not right
    }

    [Fact]
    public void A_generator_update_has_the_means_of_its_critic_updates_and_no_shares_without_a_border()
    {
        using var scope = NewDisposeScope();
        var (low, high) = (tensor(new[] { -2f, -1f }), tensor(new[] { 1f, -1f }));
        var sum = default(DiscriminatorReading) + DiscriminatorReading.Of(1, high, low, 0) + DiscriminatorReading.Of(3, low, high, 0);
        Assert.Equal(new GanLosses(2, 7, 0, 0.25, 0.75), GanLosses.Of(sum, 2, 7));
        var critic = default(DiscriminatorReading) + DiscriminatorReading.Of(1, high, low, AdversarialObjective.Of(GanObjective.Wasserstein).Border);
        Assert.Equal(new GanLosses(1, 7, 1.5, null, null), GanLosses.Of(critic, 1, 7));
    }
}
