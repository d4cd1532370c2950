using Mintage.Augmentation;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Augmentation;

public sealed class StrongAugmentationTests
{
    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_change_changes_images_within_their_range_and_repeats_with_its_seed(StrongChange change)
    {
        using var scope = NewDisposeScope();
        var images = Noise(6, 3);
        var options = new StrongOptions { Changes = [change] };
        var (first, again) = (Apply(options, images, 7), Apply(options, images, 7));
        Assert.Equal(Values(first), Values(again));
        Assert.InRange(first.min().item<float>(), 0, 1);
        Assert.InRange(first.max().item<float>(), 0, 1);
        Assert.Equal(change == StrongChange.Identity, Values(first).SequenceEqual(Values(images)));
        Assert.NotEqual(change == StrongChange.Identity, !Values(first).SequenceEqual(Values(Apply(options, images, 8))));
    }

    public static TheoryData<StrongChange> Changes { get; } = [.. Enum.GetValues<StrongChange>()];

    [Fact]
    public void A_grey_image_has_no_colour_to_change()
    {
        using var scope = NewDisposeScope();
        var images = Noise(4, 1);
        Assert.InRange((Apply(new StrongOptions { Changes = [StrongChange.Saturation] }, images, 1) - images).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Posterising_leaves_few_levels_and_solarising_inverts_what_is_bright()
    {
        using var scope = NewDisposeScope();
        var images = Noise(40, 1);
        var levels = Enumerable.Range(0, 40).Min(i => Values(Apply(new StrongOptions { Changes = [StrongChange.Posterise] }, images, 1)[i]).Distinct().Count());
        Assert.InRange(levels, 2, 8); // of 144 pixels; among 40 images one is close to the strongest
        var solarised = Apply(new StrongOptions { Changes = [StrongChange.Solarise] }, images, 1);
        var (before, after) = (Values(images), Values(solarised));
        for (var i = 0; i < before.Length; i++)
            Assert.True(after[i] == before[i] || Math.Abs(after[i] + before[i] - 1) < 1e-6);
    }

    [Fact]
    public void Cutout_puts_the_mean_into_a_square()
    {
        using var scope = NewDisposeScope();
        var images = Noise(30, 3);
        var cut = Apply(new StrongOptions { Changes = [], CutoutShare = 0.5 }, images, 3);
        for (var i = 0; i < 30; i++)
        {
            var changed = (cut[i] - images[i]).abs().amax([0]).gt(1e-6).to(ScalarType.Float32).mean().item<float>();
            Assert.InRange(changed, 1 / 16.0 - 0.04, 0.26); // a quarter at most; a sixteenth with its middle in a corner
        }
    }

    [Fact]
    public void A_shear_moves_rows_in_proportion_to_their_distance_from_the_centre()
    {
        using var scope = NewDisposeScope();
        // A vertical line through the centre column of an odd image becomes slanted by the shear.
        var image = zeros(1, 1, 11, 11, device: CPU);
        image[0, 0, .., 5] = tensor(1f, device: CPU);
        var right = ClassicalAugmentation.Warp(image, [AffineMap.Identity with { ShearX = 0.4 }]);
        for (var y = 0; y < 11; y++)
            Assert.Equal(5 + (0.4 * (y - 5)), Centre([.. Enumerable.Range(0, 11).Select(x => right[0, 0, y, x].item<float>())]), 1e-4);
        var down = ClassicalAugmentation.Warp(image.transpose(2, 3).contiguous(), [AffineMap.Identity with { ShearY = 0.4 }]);
        for (var x = 0; x < 11; x++)
            Assert.Equal(5 + (0.4 * (x - 5)), Centre([.. Enumerable.Range(0, 11).Select(y => down[0, 0, y, x].item<float>())]), 1e-4);

        static double Centre(float[] line) => line.Select((v, i) => (double)v * i).Sum() / line.Sum();
    }

    private static Tensor Noise(int count, int channels)
    {
        var values = new float[count * channels * 144];
        SeedTree.FromSeed(11).Random().FillUniform(values);
        return tensor(values, [count, channels, 12, 12], device: CPU);
    }

    private static Tensor Apply(StrongOptions options, Tensor images, long seed) =>
        new StrongAugmentation(ClassicalOptions.None, options).Apply(images, SeedTree.FromSeed(seed).Random());

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
