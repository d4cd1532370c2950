using Mintage.Gans;
using Mintage.Results;

namespace Mintage.Tests.Gans;

public sealed class GanWarningsTests
{
    private static readonly string[] Classes = ["bowl", "dent", "crack"];

    [Fact]
    public void A_healthy_training_and_one_without_measures_give_no_warning()
    {
        Assert.Empty(GanWarnings.Of([], Classes));
        Assert.Empty(GanWarnings.Of([Epoch(10)], Classes));
        Assert.Empty(GanWarnings.Of([Epoch(10, [0.5, 1.3, null], 0.8, 0.9)], Classes));
    }

    [Fact]
    public void Collapsed_classes_are_named_with_ratio_and_beginning()
    {
        var warning = Assert.Single(GanWarnings.Of([Epoch(50, [0.4, 0.4, 0.9]), Epoch(75), Epoch(100, [0.8, 0.3, 0.9]), Epoch(150, [0.7, 0.2, 0.49])], Classes));
        Assert.StartsWith("Collapse: images of 2 of 3 classes differ", warning, StringComparison.Ordinal);
        Assert.Contains("'dent' 0.20 times (from the beginning), 'crack' 0.49 times (since update 150)", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("bowl", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_recovered_is_no_warning() =>
        Assert.Empty(GanWarnings.Of([Epoch(50, [0.1, 1, 1]), Epoch(100, [0.6, 1, 1]), Epoch(120)], Classes));

    [Fact]
    public void What_came_after_the_generator_that_is_kept_does_not_count()
    {
        GanEpochRecord[] curve = [Epoch(50, [1, 1, 1]), Epoch(100, [1, 1, 1]), Epoch(150, [0, 1, 1]), Epoch(200, [0, 1, 1])];
        Assert.Empty(GanWarnings.Of(curve, Classes, keptAt: 60));
        Assert.Empty(GanWarnings.Of(curve, Classes, keptAt: 100));
        Assert.Contains("since update 150", Assert.Single(GanWarnings.Of(curve, Classes, keptAt: 101)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_discriminator_that_was_right_about_nearly_all_images_to_the_end_is_saturated()
    {
        GanEpochRecord[] healthy = [Epoch(100, null, 0.995, 0.999), Epoch(200, null, 0.9, 1)];
        var warning = Assert.Single(GanWarnings.Of([.. healthy, Epoch(300, null, 0.99, 1), Epoch(400, null, 1, 1)], Classes));
        Assert.StartsWith("Saturation: for the last 2 epochs (since update 200) ", warning, StringComparison.Ordinal);
        Assert.Contains("99 %", warning, StringComparison.Ordinal);
        Assert.Empty(GanWarnings.Of(healthy, Classes));
    }

    [Fact]
    public void Less_than_a_tenth_of_the_training_is_not_called_saturated() =>
        Assert.Empty(GanWarnings.Of([Epoch(901, null, 0.9, 1), Epoch(1000, null, 1, 1)], Classes));

    private static GanEpochRecord Epoch(int updates, double?[]? diversity = null, double? realRight = null, double? fakeRight = null) => new()
    {
        Epoch = updates,
        GeneratorUpdates = updates,
        DiscriminatorLoss = 1,
        GeneratorLoss = 1,
        CriticEstimate = 1,
        RealRight = realRight,
        FakeRight = fakeRight,
        Diversity = diversity,
    };
}
