using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class ConditionalBatchNormTests
{
    [Fact]
    public void Every_image_gets_the_gain_and_bias_of_its_class_after_one_batch_norm_for_all()
    {
        using var norm = new ConditionalBatchNorm2d(3, 4);
        using var scope = NewDisposeScope();
        var state = norm.state_dict();
        using (no_grad())
        {
            state["gain"].copy_(Gradients.Normal(1, 4, 3));
            state["bias"].copy_(Gradients.Normal(2, 4, 3));
        }
        var x = Gradients.Normal(3, 5, 3, 2, 2);
        long[] labels = [2, 0, 2, 3, 2];
        var result = norm.forward(x, tensor(labels));
        var plain = nn.functional.batch_norm(x, zeros(3), ones(3), training: true);
        for (var i = 0; i < labels.Length; i++)
        {
            var expected = (plain[i] * state["gain"][labels[i]].view(3, 1, 1)) + state["bias"][labels[i]].view(3, 1, 1);
            Assert.InRange((result[i] - expected).abs().max().item<float>(), 0, 1e-6f);
        }

        // Gradients: of a class's gain, the sum of its images' normalised features; none for a class without images.
        result.sum().backward();
        var gradient = norm.named_parameters().Single(p => p.name == "gain").parameter.grad!;
        Assert.InRange((gradient[2] - (plain[0] + plain[2] + plain[4]).sum([1, 2])).abs().max().item<float>(), 0, 1e-5f);
        Assert.Equal(0, gradient[1].abs().max().item<float>());
    }

    [Fact]
    public void Sampling_uses_the_statistics_of_training_and_leaves_them()
    {
        using var norm = new ConditionalBatchNorm2d(3, 4);
        using var scope = NewDisposeScope();
        var (x, labels) = (Gradients.Normal(3, 5, 3, 2, 2), zeros(5, ScalarType.Int64));
        norm.forward(x, labels);
        var mean = norm.state_dict()["norm.running_mean"].clone();
        Assert.InRange((mean - (x.mean([0, 2, 3]) * 0.1f)).abs().max().item<float>(), 0, 1e-6f);
        norm.eval();
        var alone = norm.forward(x[0].unsqueeze(0), labels[0].unsqueeze(0));
        Assert.InRange((alone[0] - norm.forward(x, labels)[0]).abs().max().item<float>(), 0, 1e-6f);
        Assert.Equal(mean.data<float>().ToArray(), norm.state_dict()["norm.running_mean"].data<float>().ToArray());
    }
}
