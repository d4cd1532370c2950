using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Runtime;

/// <summary>Checks libtorch's convolutions on this machine against float64, which runs other code.</summary>
internal static class ConvolutionCheck
{
    /// <summary>Convolutions that were seen to fail on machines that hide their caches.</summary>
    private static readonly (int Batch, int From, int To, int Side, int Kernel, int Stride)[] Cases =
        [(7, 1, 8, 28, 4, 2), (7, 16, 8, 14, 5, 1), (1, 11, 32, 28, 5, 1), (7, 32, 3, 16, 3, 1), (7, 64, 64, 14, 4, 2)];

    /// <summary>Runs a convolution that makes oneDNN read the cache sizes and whose own result does not depend on
    /// them.</summary>
    public static void WakeOneDnn()
    {
        using var scope = NewDisposeScope();
        functional.conv2d(ones(1, 16, 4, 4), ones(16, 16, 1, 1));
    }

    /// <summary>The largest error of values and gradients, as a share of the largest value; NaN if any error is
    /// NaN.</summary>
    public static double WorstError(ScalarType type) =>
        Cases.Select(c => Error(c.Batch, c.From, c.To, c.Side, c.Kernel, c.Stride, type)).Aggregate(0.0, Math.Max);

    /// <summary>Rounding gave at most 5e-6 in float32 and 0.05 in bfloat16; blocks that are never written give 0.4 or
    /// NaN.</summary>
    public static bool Passes(bool bfloat16) =>
        WorstError(ScalarType.Float32) < 1e-4 && (!bfloat16 || WorstError(ScalarType.BFloat16) < 0.2);

    private static double Error(int batch, int from, int to, int side, int kernel, int stride, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (image, weight) =
            (Wave(0.7, batch, from, side, side).to(type), Wave(0.3, to, from, kernel, kernel).to(type));
        var padding = (kernel - 1) / 2;
        var actual = ValueAndGradients(image, weight, stride, padding);
        var expected = ValueAndGradients(image.to(ScalarType.Float64), weight.to(ScalarType.Float64), stride, padding);
        return actual.Zip(expected, (a, e) =>
            ((a.to(ScalarType.Float64) - e).abs().max() / e.abs().max()).item<double>()).Aggregate(0.0, Math.Max);
    }

    private static Tensor[] ValueAndGradients(Tensor image, Tensor weight, int stride, int padding)
    {
        var (x, w) = (image.detach().requires_grad_(), weight.detach().requires_grad_());
        var y = functional.conv2d(x, w, strides: [stride, stride], padding: [padding, padding]);
        return [y, .. autograd.grad([y], [x, w], [Wave(1.1, y.shape).to(y.dtype)])];
    }

    private static Tensor Wave(double frequency, params long[] shape) =>
        arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float64).mul(frequency).sin().view(shape);
}
