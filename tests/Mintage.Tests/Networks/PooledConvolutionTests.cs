using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Networks;

public sealed class PooledConvolutionTests
{
    /// <summary>Sums of up to 72 products in another order: 1e-6 was seen.</summary>
    private const double Rounding = 2e-5;

    [Theory]
    [InlineData(7, 1, 8, 28, 28)]
    [InlineData(3, 8, 16, 14, 14)]
    [InlineData(5, 3, 6, 9, 11)]
    [InlineData(2, 2, 20, 4, 5)]
    [InlineData(1, 1, 3, 2, 2)]
    public void Value_and_gradients_are_those_of_convolution_pool_and_ReLU(int count, int channels, int filters, int height, int width)
    {
        using var scope = NewDisposeScope();
        var layer = Layer(channels, filters, n => (float)(n - Math.Floor(n) - 0.5));
        var x = Numbers(3, [count, channels, height, width], u => u - 0.5f).requires_grad_();
        foreach (var (actual, expected) in Of(PooledConvolution.Of, layer, x).Zip(Of(Plain, layer, x)))
        {
            Assert.Equal(expected.shape, actual.shape);
            Assert.InRange((actual - expected).abs().max().item<float>(), 0, Rounding * Math.Max(1, expected.abs().max().item<float>()));
        }
    }

    /// <summary>Whole numbers add up exactly in any order, so that every tie must be broken alike.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 12)]
    public void Of_equal_places_the_first_wins_as_in_libtorch(int channels, int filters)
    {
        using var scope = NewDisposeScope();
        var layer = Layer(channels, filters, n => (float)((int)n % 3) - 1);
        var x = Numbers(5, [6, channels, 12, 10], u => (int)(3 * u)).requires_grad_();
        Assert.All(Of(PooledConvolution.Of, layer, x).Zip(Of(Plain, layer, x)), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Equal_with_any_number_of_threads_up_to_rounding_and_bit_for_bit_with_the_same_number()
    {
        using var scope = NewDisposeScope();
        var layer = Layer(1, 8, n => (float)Math.Sin(n));
        var x = Numbers(7, [5, 1, 12, 12], u => u);
        var alone = Of(PooledConvolution.Of, layer, x);
        try
        {
            set_num_threads(3);
            var three = Of(PooledConvolution.Of, layer, x);
            Assert.All(three.Zip(Of(PooledConvolution.Of, layer, x)), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
            Assert.All(three.Zip(alone), pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, Rounding));
        }
        finally
        {
            set_num_threads(1);
        }
    }

    [Fact]
    public void Not_a_number_is_not_lost_and_no_tensor_is_left()
    {
        using var layer = Layer(1, 8, n => (float)Math.Sin(n));
        using var x = Numbers(9, [4, 1, 8, 8], u => u);
        using (no_grad()) x[0, 0, 3, 3] = float.NaN;
        Assert.True(Once());
        var before = Tensor.TotalCount;
        for (var i = 0; i < 5; i++) Once();
        Assert.Equal(before, Tensor.TotalCount);

        bool Once()
        {
            using var scope = NewDisposeScope();
            var y = PooledConvolution.Of(layer, x);
            y.sum().backward();
            foreach (var parameter in layer.parameters()) parameter.grad = null;
            return y.isnan().any().item<bool>();
        }
    }

    private static Conv2d Layer(int channels, int filters, Func<double, float> weight)
    {
        var layer = Conv2d(channels, filters, 3, padding: 1);
        using var _ = no_grad();
        foreach (var parameter in layer.parameters())
        {
            using var values = tensor([.. Enumerable.Range(0, (int)parameter.numel()).Select(i => weight(i * 1.37))], parameter.shape);
            parameter.copy_(values);
        }
        return layer;
    }

    private static Tensor Numbers(long seed, long[] shape, Func<float, float> of)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        SeedTree.FromSeed(seed).Random().FillUniform(values);
        return tensor(Array.ConvertAll(values, v => of(v)), shape);
    }

    private static Tensor Plain(Conv2d layer, Tensor x) => functional.relu(functional.max_pool2d(layer.forward(x), 2));

    /// <summary>The value and the gradients of weight, bias and, where it is wanted, input.</summary>
    private static Tensor[] Of(Func<Conv2d, Tensor, Tensor> operation, Conv2d layer, Tensor x)
    {
        var y = operation(layer, x);
        var back = arange(y.numel(), ScalarType.Float32).remainder(7).add(-3).view(y.shape);
        Tensor[] wanted = [layer.weight, layer.bias!, .. x.requires_grad ? new[] { x } : []];
        return [y, .. autograd.grad([y], wanted, [back])];
    }
}
