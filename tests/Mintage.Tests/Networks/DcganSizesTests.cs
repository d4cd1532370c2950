using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class DcganSizesTests
{
    [Theory]
    [InlineData(8, 12, 1, 2)]
    [InlineData(28, 28, 1, 2)]
    [InlineData(32, 32, 3, 2)]
    [InlineData(48, 48, 3, 3)]
    [InlineData(64, 64, 3, 3)]
    [InlineData(64, 128, 1, 4)]
    public void Depth_follows_the_size_and_both_networks_fit_it(int height, int width, int channels, int levels)
    {
        var shape = new DcganShape(height, width, channels, 5, 7, 4);
        Assert.Equal(levels, shape.Levels);
        using var generator = new DcganGenerator(shape, SeedTree.FromSeed(1));
        using var discriminator = new DcganDiscriminator(shape, new() { BatchNorm = true }, SeedTree.FromSeed(1));
        using var scope = NewDisposeScope();
        var images = generator.forward(randn(3, 7), tensor(new long[] { 0, 4, 2 }));
        Assert.Equal([3, channels, height, width], images.shape);
        var logits = discriminator.forward(images, tensor(new long[] { 0, 4, 2 }));
        Assert.Equal([3], logits.shape);
        logits.sum().backward();
        Assert.All(generator.parameters().Concat(discriminator.parameters()), p => Assert.NotNull(p.grad)); // nothing is left out
    }

    [Theory]
    [InlineData(30, 28, "multiples of 4 for the GANs, but are 30 x 28. Pad the images to 32 x 28")]
    [InlineData(50, 50, "multiples of 8 for the GANs, but are 50 x 50. Pad the images to 56 x 56")]
    [InlineData(48, 64, null)]
    public void A_size_that_does_not_halve_is_a_fault(int height, int width, string? fault)
    {
        if (fault is null) Assert.Null(DcganShape.SizeFault(height, width));
        else Assert.Contains(fault, DcganShape.SizeFault(height, width)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, GeneratorConditioning.Concatenated)]
    [InlineData(false, GeneratorConditioning.ConditionalBatchNorm)]
    public void Hidden_layers_are_part_of_both_networks(bool batchNorm, GeneratorConditioning conditioning)
    {
        var shape = new DcganShape(12, 8, 1, 3, 7, 4);
        using var generator = new DcganGenerator(shape, SeedTree.FromSeed(1), new() { Hidden = 9, Conditioning = conditioning });
        using var discriminator = new DcganDiscriminator(shape, new() { Hidden = 11, BatchNorm = batchNorm, MinibatchDeviation = 2 }, SeedTree.FromSeed(1));
        Assert.Equal([9, conditioning == GeneratorConditioning.Concatenated ? 10 : 7], generator.state_dict()["hidden.weight"].shape);
        Assert.Equal([11, (8 + 1) * 3 * 2], discriminator.state_dict()["hidden.weight"].shape);
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 0, 2, 1, 1 });
        discriminator.forward(generator.forward(randn(4, 7), labels), labels).sum().backward();
        Assert.All(generator.parameters().Concat(discriminator.parameters()), p => Assert.NotNull(p.grad));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_bfloat16_both_networks_compute_nearly_the_same_with_float32_weights_and_gradients(bool spectral)
    {
        var shape = new DcganShape(28, 28, 1, 10, 20, 16);
        using var generator = new DcganGenerator(shape, SeedTree.FromSeed(1), new() { Hidden = 30 });
        using var lowGenerator = new DcganGenerator(shape, SeedTree.FromSeed(1), new() { Hidden = 30, BFloat16 = true });
        using var discriminator = new DcganDiscriminator(shape, new() { BatchNorm = !spectral, SpectralNorm = spectral, Hidden = spectral ? 40 : 0 }, SeedTree.FromSeed(1));
        using var lowDiscriminator = new DcganDiscriminator(shape, new() { BatchNorm = !spectral, SpectralNorm = spectral, Hidden = spectral ? 40 : 0, BFloat16 = true }, SeedTree.FromSeed(1));
        using var scope = NewDisposeScope();
        var (latents, labels) = (randn(32, 20), arange(32).remainder(10));
        var (images, lowImages) = (generator.forward(latents, labels), lowGenerator.forward(latents, labels));
        Assert.Equal(ScalarType.Float32, lowImages.dtype);
        Near(images, lowImages);
        Near(discriminator.forward(images.detach(), labels), lowDiscriminator.forward(images.detach(), labels));
        var loss = nn.functional.softplus(lowDiscriminator.forward(lowImages, labels)).mean();
        loss.backward();
        nn.functional.softplus(discriminator.forward(images, labels)).mean().backward();
        foreach (var (p, low) in generator.parameters().Concat(discriminator.parameters()).Zip(lowGenerator.parameters().Concat(lowDiscriminator.parameters())))
        {
            Assert.Equal((ScalarType.Float32, ScalarType.Float32), (low.dtype, low.grad!.dtype));
            // Directions agree: a digit of 8 bits is 0.4 % off, some hundred of them add up along the way.
            Assert.InRange(nn.functional.cosine_similarity(p.grad!.flatten(), low.grad!.flatten(), 0).item<float>(), 0.97f, 1.001f);
        }
    }

    /// <summary>Within 5 % of the spread: 8 binary digits, and not exactly the same, which would be float32.</summary>
    private static void Near(Tensor expected, Tensor actual) =>
        Assert.InRange(((expected - actual).abs().mean() / expected.std()).item<float>(), 1e-6f, 0.05f);
}
