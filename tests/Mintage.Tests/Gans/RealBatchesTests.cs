using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class RealBatchesTests
{
    private static readonly GanOptions Plain = GanPresets.Get("cgan") with { BatchSize = 16 };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    public void Classical_augmentation_changes_the_asked_for_share_of_images_and_no_label(double share, double expected)
    {
        using var images = new ImageTensors(Shapes.Make(160));
        var (plain, changed) = (Batches(Plain, images), Batches(Plain with { Classical = new ClassicalOptions(), ClassicalShare = share }, images));
        using var scope = NewDisposeScope();
        var different = 0;
        for (var b = 0; b < 20; b++)
        {
            var ((before, labels), (after, sameLabels)) = (plain.Of(b), changed.Of(b));
            Assert.Equal(labels.data<long>().ToArray(), sameLabels.data<long>().ToArray());
            Assert.InRange(after.abs().max().item<float>(), 0, 1);
            different += (int)(before - after).abs().flatten(1).amax([1]).gt(1e-3f).sum().item<long>();
        }
        Assert.InRange(different / 320.0, expected - 0.1, expected + 0.1); // 3.6 deviations of 320 draws at one half
    }

    [Fact]
    public void A_batch_depends_on_its_number_only()
    {
        using var images = new ImageTensors(Shapes.Make(160));
        var options = Plain with { Classical = new ClassicalOptions(), ClassicalShare = 0.7 };
        using var scope = NewDisposeScope();
        var (first, other) = (Batches(options, images), Batches(options, images));
        for (var b = 0; b < 3; b++) other.Of(b);
        Assert.Equal(first.Of(7).Images.data<float>().ToArray(), other.Of(7).Images.data<float>().ToArray());
        Assert.NotEqual(first.Of(7).Images.data<float>().ToArray(), first.Of(8).Images.data<float>().ToArray());
    }

    private static RealBatches Batches(GanOptions options, ImageTensors images) => new(options, images, SeedTree.FromSeed(3));
}
