using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests;

/// <summary>Holds the gradients of libtorch's graph against finite differences.</summary>
internal static class Gradients
{
    private const double Step = 1e-5;

    /// <summary>Asserts that the gradient agrees with central differences, in float64: their error is of order Step² and rounding / Step.</summary>
    /// <param name="function">A tensor to a scalar; called inside a dispose scope.</param>
    /// <param name="shape">Of the tensor.</param>
    /// <param name="seed">Of the point, whose coordinates are standard normal.</param>
    public static void AssertAgree(Func<Tensor, Tensor> function, long[] shape, long seed = 1)
    {
        var point = Array.ConvertAll(Values(shape, seed), x => (double)x);
        double[] gradient;
        using (NewDisposeScope())
        {
            var x = tensor(point, shape).requires_grad_();
            function(x).backward();
            gradient = x.grad!.contiguous().data<double>().ToArray();
        }
        for (var i = 0; i < point.Length; i++)
            Assert.Equal((At(i, Step) - At(i, -Step)) / (2 * Step), gradient[i], 1e-7);

        double At(int coordinate, double change)
        {
            using var scope = NewDisposeScope();
            double[] moved = [.. point];
            moved[coordinate] += change;
            return function(tensor(moved, shape)).item<double>();
        }
    }

    /// <summary>Standard normal draws, float32 of this shape; the caller's scope owns it.</summary>
    public static Tensor Normal(long seed, params long[] shape) => tensor(Values(shape, seed), shape);

    private static float[] Values(long[] shape, long seed)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        SeedTree.FromSeed(seed).Random().FillNormal(values);
        return values;
    }
}
