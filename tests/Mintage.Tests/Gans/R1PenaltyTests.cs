using Mintage.Gans;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class R1PenaltyTests
{
    [Fact]
    public void The_penalty_of_a_linear_discriminator_is_the_square_of_its_weights_length()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { 3f, 4f, 0f, 0f }).requires_grad_();
        var images = Gradients.Normal(1, 6, 1, 2, 2).requires_grad_();
        var penalty = R1Penalty.Of(images, images.flatten(1).matmul(weight));
        Assert.Equal(25, penalty.item<float>(), 1e-4);
        penalty.backward();
        Assert.Equal([6f, 8f, 0f, 0f], weight.grad!.data<float>().ToArray()); // d/dw |w|² = 2w
    }

    [Fact]
    public void The_gradient_for_a_curved_discriminators_weights_agrees_with_finite_differences()
    {
        using var outer = NewDisposeScope();
        Gradients.AssertAgree(weight =>
        {
            var images = Gradients.Normal(2, 3, 1, 2, 2).to(ScalarType.Float64).requires_grad_();
            return R1Penalty.Of(images, images.flatten(1).matmul(weight).tanh().sum([1]));
        }, [4, 3]);
    }
}
