using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Tests.Networks.Onnx;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Networks;

public sealed class ResidualClassifierTests
{
    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(32, 32, 3)]
    [InlineData(45, 38, 3)]
    public void It_computes_what_its_layers_say_in_the_usual_layout_and_order(int height, int width, int channels)
    {
        using var network = new ResidualClassifier(4, channels, height, width, 5, SeedTree.FromSeed(1));
        OnnxSession.Randomize(network);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var images = Gradients.Normal(2, 3, channels, height, width).abs();
        var logits = network.forward(images);
        Assert.Equal([3, 5], logits.shape);
        Assert.Equal([3, 32], network.Features(images).shape);
        Assert.InRange((logits - Plain(network, images)).abs().max().item<float>(), 0, 1e-4f); // float32 sums in another order
        Assert.True(logits.std().item<float>() > 0.2f, "the logits should be far from 0");
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var network = new ResidualClassifier(2, 1, 8, 8, 3, SeedTree.FromSeed(1));
        OnnxSession.Randomize(network);
        network.to(ScalarType.Float64);
        Gradients.AssertAgree(images => functional.cross_entropy(network.forward(images), tensor([0L, 2L])), [2, 1, 8, 8]);
    }

    [Fact]
    public void It_begins_with_blocks_that_pass_their_input_on_and_weights_of_the_seed_alone()
    {
        using var network = new ResidualClassifier(4, 3, 16, 16, 5, SeedTree.FromSeed(1));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Assert.All(weights.Where(w => w.Key.EndsWith("conv2.weight", StringComparison.Ordinal)), w => Assert.Equal(0, w.Value.abs().max().item<float>()));
        // Deviation sqrt(2 / fan in) of 36 x 16 draws: 3 % standard error.
        Assert.InRange(weights["stage3.conv1.weight"].std().item<float>(), 0.85 * Math.Sqrt(2 / 144.0), 1.15 * Math.Sqrt(2 / 144.0));

        Assert.Equal(Bytes(network), Bytes(new ResidualClassifier(4, 3, 16, 16, 5, SeedTree.FromSeed(1))));
        Assert.NotEqual(Bytes(network), Bytes(new ResidualClassifier(4, 3, 16, 16, 5, SeedTree.FromSeed(2))));
    }

    private static byte[] Bytes(ResidualClassifier network) => [.. ModuleState.Save(network).SelectMany(t => t.Bytes.ToArray())];

    private static Tensor Plain(ResidualClassifier network, Tensor x)
    {
        var w = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        for (var stage = 1; stage <= 3; stage++)
        {
            x = functional.max_pool2d(functional.relu(Convolution(x, $"stage{stage}.conv")), 2);
            x = functional.relu(x + Convolution(functional.relu(Convolution(x, $"stage{stage}.conv1")), $"stage{stage}.conv2"));
        }
        x = functional.relu(functional.linear(x.flatten(1), w["hidden.weight"], w["hidden.bias"]));
        return functional.linear(x, w["output.weight"], w["output.bias"]);

        Tensor Convolution(Tensor input, string layer) => functional.conv2d(input, w[$"{layer}.weight"], w[$"{layer}.bias"], padding: [1, 1]);
    }
}
