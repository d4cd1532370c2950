using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class MinibatchDeviationTests
{
    [Fact]
    public void The_map_is_the_mean_deviation_within_each_group()
    {
        using var scope = NewDisposeScope();
        var features = Gradients.Normal(1, 6, 2, 3, 4);
        var result = MinibatchDeviation.Append(features, 3); // groups are images 0, 2, 4 and 1, 3, 5
        Assert.Equal([6, 3, 3, 4], result.shape);
        Assert.Equal(features.data<float>().ToArray(), result.narrow(1, 0, 2).contiguous().data<float>().ToArray());
        for (var image = 0; image < 6; image++)
        {
            var expected = Enumerable.Range(0, 24).Average(place => Deviation([.. Enumerable.Range(0, 3).Select(k => Value((2 * k) + (image % 2), place))]));
            foreach (var value in result[image][2].contiguous().data<float>().ToArray()) Assert.Equal(expected, value, 1e-5);
        }

        double Value(int image, int place) => features[image].flatten()[place].item<float>();

        static double Deviation(double[] x) => Math.Sqrt(x.Average(v => v * v) - (x.Average() * x.Average()));
    }

    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        using var outer = NewDisposeScope();
        var weights = Gradients.Normal(2, 4, 3, 2, 2).to(ScalarType.Float64);
        Gradients.AssertAgree(x => (MinibatchDeviation.Append(x, 2) * weights).sum(), [4, 2, 2, 2]);
    }

    [Fact]
    public void Equal_images_have_no_deviation_and_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        var features = Gradients.Normal(1, 1, 2, 3, 3).expand(4, -1, -1, -1).contiguous().requires_grad_();
        var map = MinibatchDeviation.Append(features, 4).narrow(1, 2, 1);
        Assert.InRange(map.max().item<float>(), 0, 1.01e-4f); // the root of the constant that keeps its slope finite
        map.sum().backward();
        Assert.True(features.grad!.isfinite().all().item<bool>());
    }
}
