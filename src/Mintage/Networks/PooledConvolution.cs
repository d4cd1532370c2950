using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// 3x3 convolution of padding 1, 2x2 max pool and ReLU as one operation. Only one place in four wins its pool, so only
/// its gradient is computed: a quarter of the work of libtorch, which passes the pool's zeros through the convolution
/// (decision 0013).
/// </summary>
internal static class PooledConvolution
{
    /// <summary>With more channels times filters than this, libtorch is faster on processors with AVX-512.</summary>
    private const int MostChannelsTimesFilters = 256;

    /// <summary>Computes relu(max_pool2d(layer(x), 2)), equal up to the order of sums.</summary>
    /// <param name="layer">3x3, padding 1, with a bias.</param>
    /// <param name="x">Float32 [B, C, H, W] in any layout, at least 2 x 2; not disposed.</param>
    /// <returns>Float32 [B, F, H/2, W/2], channels-last; the caller's scope owns it. No second derivatives.</returns>
    public static Tensor Of(Conv2d layer, Tensor x) =>
        !TensorOperations.AreUsedFor(x) && layer.in_channels * layer.out_channels <= MostChannelsTimesFilters
        ? Function.apply(x, layer.weight, layer.bias!)
        : functional.max_pool2d(layer.forward(ChannelsLast.Of(x)), 2).relu_();

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        private const string Shape = "shape", OfInput = "of input";

        public override string Name => "pooled convolution";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var scope = NewDisposeScope();
            var (input, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
            var shape = PooledShape.Of(input, weight);
            var x = PixelsFirst(input);
            var y = empty(shape.Count, shape.OutHeight, shape.OutWidth, shape.Filters, device: CPU);
            var winners = empty(y.shape, ScalarType.Int32, CPU);
            PooledConvolutionKernels.Forward(shape, x, weight.contiguous(), bias, y, winners);
            ctx.save_for_backward([x.MoveToOuterDisposeScope(), weight, winners.MoveToOuterDisposeScope()]);
            ctx.save_data(Shape, shape);
            ctx.save_data(OfInput, input.requires_grad);
            return y.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var scope = NewDisposeScope();
            var saved = ctx.get_saved_variables();
            var (x, weight, shape) = (saved[0], saved[1], (PooledShape)ctx.get_data(Shape));
            var gradients = new PooledGradients(
                (bool)ctx.get_data(OfInput)
                    ? empty(shape.Count, shape.Height, shape.Width, shape.Channels, device: CPU)
                    : null,
                empty(weight.shape, device: CPU),
                empty(shape.Filters, device: CPU));
            PooledConvolutionKernels.Backward(
                shape, x, weight.contiguous(), PixelsFirst(grad_output), saved[2], gradients);
            return
            [
                gradients.Input?.permute(0, 3, 1, 2).MoveToOuterDisposeScope()!,
                gradients.Weight.MoveToOuterDisposeScope(),
                gradients.Bias.MoveToOuterDisposeScope(),
            ];
        }

        /// <summary>Gives [B, H, W, C], contiguous in memory.</summary>
        private static Tensor PixelsFirst(Tensor nchw) => nchw.permute(0, 2, 3, 1).contiguous();
    }
}

/// <summary>Gradients to fill: of the input, [B, H, W, C], if it is needed; of the weight, [F, C, 3, 3]; of the bias,
/// [F].</summary>
internal sealed record PooledGradients(Tensor? Input, Tensor Weight, Tensor Bias);

/// <summary>Sizes of a <see cref="PooledConvolution"/>.</summary>
internal readonly record struct PooledShape(int Count, int Height, int Width, int Channels, int Filters)
{
    public static PooledShape Of(Tensor input, Tensor weight) =>
        new((int)input.shape[0], (int)input.shape[2], (int)input.shape[3], (int)input.shape[1], (int)weight.shape[0]);

    public int OutHeight => Height / 2;

    public int OutWidth => Width / 2;

    public int OutPlaces => OutHeight * OutWidth;

    /// <summary>Number of values in an image.</summary>
    public int Image => Height * Width * Channels;

    /// <summary>Number of output values of an image.</summary>
    public int OutImage => OutPlaces * Filters;

    /// <summary>Number of values in a row of an image with a border of one pixel.</summary>
    public int PaddedRow => (Width + 2) * Channels;

    /// <summary>Number of values in an image with a border.</summary>
    public int PaddedImage => (Height + 2) * PaddedRow;

    /// <summary>Number of an image's values that meet one row of a filter.</summary>
    public int KernelRow => 3 * Channels;

    /// <summary>Offset, in an image with a border, of the patch of a pool's first place.</summary>
    public int PatchOf(int place)
    {
        var y = place / OutWidth;
        return (2 * y * PaddedRow) + (2 * (place - (y * OutWidth)) * Channels);
    }

    /// <summary>Indices of value i of [F, C, 3, 3].</summary>
    public (int Filter, int Channel, int Tap) Indices(int i) => (i / (9 * Channels), i / 9 % Channels, i % 9);
}
