using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class SpectralNormTests
{
    [Theory]
    [InlineData(6, 10)]
    [InlineData(10, 6)]
    [InlineData(1, 7)]
    [InlineData(5, 3, 4, 4)]
    public void The_divided_weight_is_the_weight_over_its_largest_singular_value(params int[] shape)
    {
        using var scope = NewDisposeScope();
        var weight = Gradients.Normal(1, Array.ConvertAll(shape, d => (long)d));
        var (u, v) = (zeros(shape[0]), zeros(weight.numel() / shape[0]));
        SpectralNorm.Start(weight, u, v, SeedTree.FromSeed(2).Random());
        for (var i = 0; i < 300; i++) SpectralNorm.Iterate(weight, u, v);
        Assert.InRange((SpectralNorm.Divide(weight, u, v) - (weight / Largest(weight))).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void The_first_sigma_is_close_already()
    {
        using var layer = new SpectralConv2d(3, 5, 4);
        using var scope = NewDisposeScope();
        var (weight, u, v) = State(layer);
        using (no_grad()) weight.copy_(Gradients.Normal(1, 5, 3, 4, 4));
        layer.Start(SeedTree.FromSeed(2).Random());
        // Power iteration approaches from below, so what is divided by sigma is still a little too large.
        Assert.InRange(Largest(SpectralNorm.Divide(weight, u, v)).item<float>(), 1 - 1e-6f, 1.02f);
    }

    [Fact]
    public void At_the_singular_vectors_the_gradient_is_that_of_the_weight_over_its_largest_singular_value()
    {
        using var outer = NewDisposeScope();
        var (x, y) = (Gradients.Normal(3, 5).to(ScalarType.Float64), Gradients.Normal(4, 3).to(ScalarType.Float64));
        // Every evaluation follows u and v to the end, so the differences are those of the exact function.
        Gradients.AssertAgree(weight => y.dot(Divided(weight).mv(x)), [3, 5]);

        static Tensor Divided(Tensor weight)
        {
            var (u, v) = (ones(3, ScalarType.Float64), ones(5, ScalarType.Float64));
            for (var i = 0; i < 200; i++) SpectralNorm.Iterate(weight, u, v);
            return SpectralNorm.Divide(weight, u, v);
        }
    }

    [Fact]
    public void A_penalty_on_gradients_reaches_the_weight_through_sigma()
    {
        using var outer = NewDisposeScope();
        var (u, v) = (nn.functional.normalize(Gradients.Normal(5, 3).to(ScalarType.Float64), dim: 0), nn.functional.normalize(Gradients.Normal(6, 5).to(ScalarType.Float64), dim: 0));
        Gradients.AssertAgree(weight =>
        {
            var x = Gradients.Normal(7, 2, 5).to(ScalarType.Float64).requires_grad_();
            var value = nn.functional.linear(x, SpectralNorm.Divide(weight, u, v)).tanh().sum();
            var slope = autograd.grad([value], [x], retain_graph: true, create_graph: true)[0];
            return (slope * slope).sum();
        }, [3, 5]);
    }

    [Fact]
    public void Two_forward_passes_before_a_backward_pass_each_keep_their_own_sigma()
    {
        using var layer = new SpectralLinear(4, 3);
        using var scope = NewDisposeScope();
        var (weight, u, v) = State(layer);
        using (no_grad()) weight.copy_(Gradients.Normal(1, 3, 4));
        u.copy_(Gradients.Normal(2, 3)); // far from a singular vector: sigma moves at every pass
        var (first, second) = (Gradients.Normal(3, 2, 4), Gradients.Normal(4, 2, 4));

        var reference = weight.detach().clone().requires_grad_();
        var (ru, rv) = (u.clone(), v.clone());
        foreach (var x in new[] { first, second })
        {
            SpectralNorm.Iterate(reference, ru, rv);
            nn.functional.linear(x, SpectralNorm.Divide(reference, ru, rv)).sum().backward();
        }

        var (a, b) = (layer.forward(first), layer.forward(second));
        Assert.NotEqual(a.sum().item<float>(), layer.forward(first).sum().item<float>());
        (a.sum() + b.sum()).backward();
        Assert.InRange((weight.grad! - reference.grad!).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Only_training_moves_the_vectors_which_belong_to_the_state()
    {
        using var layer = new SpectralConv2d(2, 3, 3, padding: 1);
        layer.Start(SeedTree.FromSeed(1).Random());
        Assert.Equal(["bias", "u", "v", "weight"], layer.state_dict().Keys.Order());
        Assert.Equal(["bias", "weight"], layer.named_parameters().Select(p => p.name).Order());
        using var scope = NewDisposeScope();
        var (weight, u, v) = State(layer);
        using (no_grad()) weight.copy_(Gradients.Normal(1, 3, 2, 3, 3));
        var before = u.clone();
        layer.eval();
        var x = Gradients.Normal(2, 4, 2, 5, 6);
        var expected = nn.functional.conv2d(x, SpectralNorm.Divide(weight, u, v), layer.state_dict()["bias"], padding: [1, 1]);
        Assert.InRange((layer.forward(x) - expected).abs().max().item<float>(), 0, 0);
        Assert.Equal(before.data<float>().ToArray(), u.data<float>().ToArray());
        layer.train();
        layer.forward(x);
        Assert.NotEqual(before.data<float>().ToArray(), u.data<float>().ToArray());
    }

    private static Tensor Largest(Tensor weight) => linalg.svdvals(weight.flatten(1)).max();

    private static (Tensor Weight, Tensor U, Tensor V) State(SpectralLayer layer)
    {
        var state = layer.state_dict();
        return (state["weight"], state["u"], state["v"]);
    }
}
