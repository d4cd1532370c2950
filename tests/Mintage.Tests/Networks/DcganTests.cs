using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class DcganTests
{
    private static readonly DcganShape Shape = new(8, 12, 3, 4, 10, 6);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_discriminator_equals_one_that_concatenates_one_hot_label_maps(bool batchNorm)
    {
        using var ours = new DcganDiscriminator(Shape, new() { BatchNorm = batchNorm }, SeedTree.FromSeed(1));
        var state = ours.state_dict();
        using var scope = NewDisposeScope();
        var images = Normal(5, 3, 8, 12);
        var labels = tensor(new long[] { 3, 0, 2, 2, 1 });
        var maps = nn.functional.one_hot(labels, 4).to(ScalarType.Float32).view(5, 4, 1, 1).expand(5, 4, 8, 12);
        // [F * K, 1, 4, 4] with the class major to [F, K, 4, 4]
        var labelWeight = state["label.weight"].view(4, 6, 4, 4).permute(1, 0, 2, 3);
        var x = nn.functional.conv2d(cat([images, maps], 1), cat([state["image.weight"], labelWeight], 1), state["image.bias"], strides: [2, 2], padding: [1, 1]);
        x = nn.functional.leaky_relu(x, 0.2);
        x = nn.functional.conv2d(x, state["down.weight"], batchNorm ? null : state["down.bias"], strides: [2, 2], padding: [1, 1]);
        if (batchNorm) x = nn.functional.batch_norm(x, zeros(12), ones(12), state["norm.weight"], state["norm.bias"], training: true);
        x = nn.functional.leaky_relu(x, 0.2).flatten(1);
        var expected = nn.functional.linear(x, state["output.weight"], state["output.bias"]).squeeze(1);

        var actual = ours.forward(images, labels);
        Assert.Equal([5], actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f); // float32 sums in another order
        Assert.True(actual.std().item<float>() > 1e-4f, "the logits should differ between images");
    }

    [Fact]
    public void The_generator_makes_images_of_the_shape_in_range_that_depend_on_the_label()
    {
        using var generator = new DcganGenerator(Shape, SeedTree.FromSeed(1));
        using var scope = NewDisposeScope();
        var latents = Normal(1, 10).expand(4, 10);
        var images = generator.forward(latents, arange(4));
        Assert.Equal([4, 3, 8, 12], images.shape);
        Assert.InRange(images.abs().max().item<float>(), 0, 1);
        Assert.True((images[0] - images[1]).abs().max().item<float>() > 1e-3f, "two labels should give two images");
    }

    [Fact]
    public void Weights_depend_on_the_seed_only()
    {
        using var a = new DcganGenerator(Shape, SeedTree.FromSeed(1));
        using var b = new DcganGenerator(Shape, SeedTree.FromSeed(1));
        using var c = new DcganGenerator(Shape, SeedTree.FromSeed(2));
        Assert.Equal(Bytes(a), Bytes(b));
        Assert.NotEqual(Bytes(a), Bytes(c));
    }

    [Fact]
    public void Initial_weights_have_the_deviation_of_the_paper()
    {
        using var generator = new DcganGenerator(new DcganShape(28, 28, 1, 10, 100, 64), SeedTree.FromSeed(1));
        var weight = generator.state_dict()["project.weight"];
        Assert.InRange(weight.std().item<float>(), 0.0199f, 0.0201f); // 345,000 draws: standard error 2.4e-5
        Assert.InRange(generator.state_dict()["norm1.weight"].mean().item<float>(), 0.99f, 1.01f);
    }

    private static byte[] Bytes(nn.Module network) => [.. ModuleState.Save(network).SelectMany(t => t.Bytes.ToArray())];

    private static Tensor Normal(params long[] shape)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        SeedTree.FromSeed(9).Random().FillNormal(values);
        return tensor(values, shape);
    }
}
