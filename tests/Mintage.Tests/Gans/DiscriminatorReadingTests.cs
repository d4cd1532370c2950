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
        var reading = Reading(1, tensor(new[] { -1f, 0.3f, 0.6f, 9f }), tensor(new[] { -1f, 0f, 0.3f, 0.6f }), AdversarialObjective.Of(objective).Border);
        Assert.Equal((realRight, fakeRight), (reading.RealRight, reading.FakeRight)); // a fake image on the border itself is not right
    }

    [Fact]
    public void A_generator_update_has_the_means_of_its_critic_updates_and_no_shares_without_a_border()
    {
        using var scope = NewDisposeScope();
        var (low, high) = (tensor(new[] { -2f, -1f }), tensor(new[] { 1f, -1f }));
        var sum = default(DiscriminatorReading) + Reading(1, high, low, 0) + Reading(3, low, high, 0);
        Assert.Equal(new GanLosses(2, 7, 0, 0.25, 0.75), GanLosses.Of(sum, 2, 7));
        var critic = default(DiscriminatorReading) + Reading(1, high, low, AdversarialObjective.Of(GanObjective.Wasserstein).Border);
        Assert.Equal(new GanLosses(1, 7, 1.5, null, null), GanLosses.Of(critic, 1, 7));
    }

    [Fact]
    public void Losses_are_read_in_order_and_one_that_is_not_finite_says_of_which_update_it_is()
    {
        using var scope = NewDisposeScope();
        using var unread = new UnreadLosses(GanPresets.Get("wgan") with { CriticSteps = 2, BatchSize = 2 });
        var (low, high) = (tensor(new[] { -2f, -1f }), tensor(new[] { 1f, -1f }));
        for (var update = 0; update < 2; update++)
            unread.Add(update, [Measure(update, high, low), Measure(3, low, high)], tensor(7f));
        Assert.Equal([new GanLosses(1.5, 7, 0, null, null), new GanLosses(2, 7, 0, null, null)], unread.Read());
        Assert.Empty(unread.Read());
        unread.Add(4, [Measure(1, high, low), Measure(float.NaN, low, high)], tensor(7f));
        Assert.Contains("discriminator's loss is NaN at generator update 5", Assert.Throws<NonFiniteException>(unread.Read).Message, StringComparison.Ordinal);

        static Tensor Measure(float loss, Tensor real, Tensor fake) => DiscriminatorReading.Measure(tensor(loss), real, fake, null);
    }

    private static DiscriminatorReading Reading(float loss, Tensor real, Tensor fake, double? border) =>
        DiscriminatorReading.Of(DiscriminatorReading.Measure(tensor(loss), real, fake, border).data<float>().ToArray(), (int)real.shape[0]);
}
