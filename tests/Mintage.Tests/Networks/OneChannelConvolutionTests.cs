using Mintage.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Mintage.Tests.Networks;

public sealed class OneChannelConvolutionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Upwards_it_is_the_transposed_convolution_with_its_gradients(bool hasBias)
    {
        using var layer = nn.ConvTranspose2d(5, 1, 4, stride: 2, padding: 1, bias: hasBias);
        using var scope = NewDisposeScope();
        AssertAlike(layer, Gradients.Normal(1, 3, 5, 6, 4), x => OneChannelConvolution.Up(layer, x), layer.forward);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Downwards_it_is_the_convolution_with_its_gradients(bool hasBias)
    {
        using var layer = nn.Conv2d(1, 5, 4, stride: 2, padding: 1, bias: hasBias);
        using var scope = NewDisposeScope();
        AssertAlike(layer, Gradients.Normal(1, 3, 1, 12, 8), x => OneChannelConvolution.Down(layer, x), layer.forward);
    }

    [Fact]
    public void In_bfloat16_a_convolution_of_one_channel_takes_it_only_where_a_gradient_is_wanted()
    {
        using var layer = nn.Conv2d(1, 5, 4, stride: 2, padding: 1);
        using var scope = NewDisposeScope();
        var x = ChannelsLast.Of(Gradients.Normal(1, 3, 1, 12, 8).to(ScalarType.BFloat16));
        var plain = F.conv2d(x, layer.weight.to(x.dtype), layer.bias!.to(x.dtype), strides: [2, 2], padding: [1, 1]);
        var own = CastWeights.Of([layer], bfloat16: false, x);
        Assert.True(layer.ForwardAs(x, own).equal(plain).all().item<bool>());
        var withGradient = layer.ForwardAs(x.detach().requires_grad_(), own);
        Assert.Equal(ScalarType.BFloat16, withGradient.dtype);
        Assert.Equal(plain.stride(), withGradient.stride());
        // Two ways to round to 8 binary digits: 1/256 of the value, of values up to about 3.
        Assert.InRange((withGradient - plain).abs().max().to(ScalarType.Float32).item<float>(), 0, 0.02f);
    }

    /// <summary>Values and gradients of input and weights, within float32's rounding of sums in another order.</summary>
    private static void AssertAlike(nn.Module layer, Tensor x, Func<Tensor, Tensor> actual, Func<Tensor, Tensor> expected)
    {
        var (a, e) = (Run(actual), Run(expected));
        Assert.Equal(e.Length, a.Length);
        foreach (var (left, right) in a.Zip(e))
        {
            Assert.Equal(right.shape, left.shape);
            Assert.InRange(((left - right).abs().max() / right.abs().max()).item<float>(), 0, 1e-5f);
        }

        Tensor[] Run(Func<Tensor, Tensor> function)
        {
            var input = x.detach().requires_grad_();
            var parameters = layer.parameters().ToArray();
            foreach (var p in parameters) p.grad = null;
            var y = function(input);
            (y * Gradients.Normal(2, y.shape)).sum().backward();
            return [y, input.grad!, .. parameters.Select(p => p.grad!.clone())];
        }
    }
}
