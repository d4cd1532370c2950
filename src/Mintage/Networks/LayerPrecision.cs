using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>Runs layers with float32 weights in the precision of their input. TorchSharp has no autocast.</summary>
internal static class LayerPrecision
{
    /// <summary>
    /// Converts images or latents to the type a network computes in: float32 unchanged, or bfloat16 (8 binary digits
    /// instead of 24, but float32's range, so losses need no scaling; about twice as fast on processors with
    /// AVX-512-BF16 or AMX).
    /// </summary>
    public static Tensor Of(Tensor x, bool bfloat16) => bfloat16 ? x.to(ScalarType.BFloat16) : x;

    /// <summary>
    /// Runs a convolution or linear layer in the input's type, or in float32 where the products are summed there.
    /// Gradients reach the weights as float32.
    /// </summary>
    /// <param name="layer">A convolution must be 4x4 with stride 2 and padding 1, like all of a DCGAN's.</param>
    /// <param name="x">Any floating-point type.</param>
    /// <param name="weights">The network's, for this pass.</param>
    public static Tensor ForwardAs(this Module<Tensor, Tensor> layer, Tensor x, CastWeights weights) =>
        x.dtype == ScalarType.Float32 ? layer.forward(x) : layer switch
        {
            ConvTranspose2d { out_channels: 1 } c when !TensorOperations.AreUsedFor(x) =>
                OneChannelConvolution.Up(c, x),
            Conv2d { in_channels: 1 } c when x.requires_grad && !TensorOperations.AreUsedFor(x) =>
                OneChannelConvolution.Down(c, x),
            Conv2d c =>
                functional.conv2d(
                    x, weights.In(x.dtype, c.weight)!, weights.In(x.dtype, c.bias), strides: [2, 2], padding: [1, 1]),
            ConvTranspose2d c =>
                functional.conv_transpose2d(
                    x, weights.In(x.dtype, c.weight)!, weights.In(x.dtype, c.bias), strides: [2, 2], padding: [1, 1]),
            Linear l => functional.linear(x, weights.In(x.dtype, l.weight)!, weights.In(x.dtype, l.bias)),
            _ => layer.forward(x), // batch norm takes both; spectral layers cast by themselves
        };
}

/// <summary>
/// 4x4 convolutions of stride 2 and padding 1 between many channels and one, each as a matrix product and a
/// (un)folding. libtorch's kernels for the processor take two to three times as long to write a single channel
/// (docs/gans.md).
/// </summary>
internal static class OneChannelConvolution
{
    private const int Taps = 16;

    /// <summary>Transposed convolution to one channel.</summary>
    /// <param name="layer">Has one output channel.</param>
    /// <param name="x">[B, C, H, W], channels-last.</param>
    /// <returns>Float32 [B, 1, 2H, 2W], with products in the input's type; the caller's scope owns it.</returns>
    public static Tensor Up(ConvTranspose2d layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        var (count, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var products = x.permute(0, 2, 3, 1).reshape(-1, channels).mm(layer.weight.to(x.dtype).view(channels, Taps));
        var columns = products.view(count, height * width, Taps).transpose(1, 2).to(ScalarType.Float32);
        var image = functional.fold(columns, (2 * height, 2 * width), (4, 4), padding: (1, 1), stride: (2, 2));
        return (layer.bias is null ? image : image.add(layer.bias)).MoveToOuterDisposeScope();
    }

    /// <summary>Convolution of one channel that needs a gradient. Without a gradient libtorch's own is
    /// faster.</summary>
    /// <param name="layer">Has one input channel.</param>
    /// <param name="x">[B, 1, 2H, 2W].</param>
    /// <returns>[B, C, H, W] in the input's type, channels-last; the caller's scope owns it.</returns>
    public static Tensor Down(Conv2d layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        var (count, height, width, channels) = (x.shape[0], x.shape[2] / 2, x.shape[3] / 2, layer.weight.shape[0]);
        var patches = functional.unfold(x, (4, 4), padding: (1, 1), stride: (2, 2)).transpose(1, 2).reshape(-1, Taps);
        var weight = layer.weight.to(x.dtype).view(channels, Taps).t();
        var maps = layer.bias is null ? patches.mm(weight) : addmm(layer.bias.to(x.dtype), patches, weight, 1, 1);
        return maps.view(count, height, width, channels).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
