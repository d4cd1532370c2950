using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Backbones;

public sealed class BackboneInputTests
{
    [Fact]
    public void Colours_come_as_blue_green_red_less_their_means()
    {
        using var scope = NewDisposeScope();
        var red = zeros([1, 3, 40, 40], ScalarType.Byte);
        red[0, 0] = 200;
        var prepared = BackboneInput.Prepare(red, 64).mean([2, 3])[0];
        float[] expected = [-103.06f, -115.90f, 200 - 123.15f]; // ImageNet's means
        for (var c = 0; c < 3; c++) Assert.Equal(expected[c], prepared[c].item<float>(), 0.5);
    }

    [Fact]
    public void Grey_is_repeated_to_three_channels()
    {
        using var scope = NewDisposeScope();
        var grey = Pixels(1);
        var prepared = BackboneInput.Prepare(grey, 96);
        Assert.True(prepared.equal(BackboneInput.Prepare(grey.expand(-1, 3, -1, -1), 96)).all().item<bool>());
        Assert.Equal([2, 3, 96, 96], prepared.shape);
    }

    [Fact]
    public void Enlarging_is_libtorch_s_bilinear_and_shrinking_is_antialiased()
    {
        using var scope = NewDisposeScope();
        var small = Pixels(3).to(ScalarType.Float32);
        var expected = nn.functional.interpolate(small, size: [64, 64], mode: InterpolationMode.Bilinear, align_corners: false);
        Assert.InRange((BackboneInput.Resize(small, 64) - expected).abs().max().item<float>(), 0, 1e-3f);
        var stripes = zeros(1, 1, 128, 128);
        stripes[.., .., .., TensorIndex.Slice(0, 128, 2)] = 255;
        Assert.InRange(BackboneInput.Resize(stripes, 32).std().item<float>(), 0, 10); // grey; without antialias it is black or white in places
        Assert.InRange(BackboneInput.Resize(stripes, 32).mean().item<float>(), 125, 130);
    }

    [Fact]
    public void Images_are_prepared_alone_and_the_mean_picture_keeps_its_mean_at_every_side()
    {
        using var scope = NewDisposeScope();
        var pixels = Pixels(3);
        Assert.True(BackboneInput.Prepare(pixels, 64)[1].equal(BackboneInput.Prepare(pixels[1..2], 64)[0]).all().item<bool>());
        foreach (var side in new[] { 32, 64, 96, 224, 256 })
            Assert.Equal(114.04f, BackboneInput.Mean(side).mean().item<float>(), 0.1f);
    }

    [Fact]
    public void A_side_that_the_network_cannot_take_is_refused()
    {
        foreach (var side in new[] { 0, -32, 100, 28, 1056 })
            TestImages.Refused(() => BackboneInput.RequireSide(side), "multiple of 32", $"but is {side}");
        BackboneInput.RequireSide(224);
        Assert.Throws<ArgumentException>(() => BackboneInput.Prepare(zeros(1, 3, 8, 8), 32)); // not uint8
        Assert.Throws<ArgumentException>(() => BackboneInput.Prepare(zeros([1, 2, 8, 8], ScalarType.Byte), 32));
    }

    private static Tensor Pixels(int channels)
    {
        var images = TestImages.Random(2, 20, 24, channels);
        using var tensors = new ImageTensors(images);
        return tensors.Pixels.clone();
    }
}
