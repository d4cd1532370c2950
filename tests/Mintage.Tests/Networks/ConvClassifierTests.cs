using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Networks;

public sealed class ConvClassifierTests
{
    /// <summary>The network pools before its ReLUs; the article's kind of CNN does it the other way round.</summary>
    [Fact]
    public void Pooling_before_ReLU_has_the_bits_of_ReLU_before_pooling()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvClassifier(new ClassifierWidth(8, 16, 32), 1, 28, 28, 10, SeedTree.FromSeed(1));
        // Flat parts have ties in many windows, as images have.
        var values = new float[16 * 28 * 28];
        SeedTree.FromSeed(2).Random().FillNormal(values);
        var images = tensor(values, 16, 1, 28, 28).clamp(0, 1);
        var labels = arange(16, dtype: ScalarType.Int64).remainder(10);

        var (logits, gradients) = Of(network.forward(images));
        var (expectedLogits, expectedGradients) = Of(ReLUFirst(network, images));

        Assert.True(logits.equal(expectedLogits).all().item<bool>());
        Assert.All(gradients.Zip(expectedGradients), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));

        (Tensor Logits, Tensor[] Gradients) Of(Tensor output) =>
            (output, [.. autograd.grad([functional.cross_entropy(output, labels)], [.. network.parameters()])]);
    }

    private static Tensor ReLUFirst(ConvClassifier network, Tensor images)
    {
        var w = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var x = functional.max_pool2d(functional.relu(functional.conv2d(ChannelsLast.Of(images), w["conv1.weight"], w["conv1.bias"], padding: [1, 1])), 2);
        x = functional.max_pool2d(functional.relu(functional.conv2d(x, w["conv2.weight"], w["conv2.bias"], padding: [1, 1])), 2);
        x = functional.relu(functional.linear(x.flatten(1), w["hidden.weight"], w["hidden.bias"]));
        return functional.linear(x, w["output.weight"], w["output.bias"]);
    }
}
