using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>Runs layers with float32 weights in the precision of their input. TorchSharp has no autocast.</summary>
internal static class LayerPrecision
{
    /// <summary>
    /// Converts images or latents to the type a network computes in: float32 unchanged, or bfloat16 (8 binary digits
    /// instead of 24, but
    /// float32's range, so losses need no scaling; about twice as fast on processors with AVX-512-BF16 or AMX).
    /// </summary>
    public static Tensor Of(Tensor x, bool bfloat16) => bfloat16 ? x.to(ScalarType.BFloat16) : x;

    /// <summary>
    /// Runs a convolution or linear layer in the input's type, or in float32 where the products are summed there.
    /// Gradients reach the
    /// weights as float32.
    /// </summary>
    /// <param name="layer">A convolution must be 4x4 with stride 2 and padding 1, like all of a DCGAN's.</param>
    /// <param name="x">Any floating-point type.</param>
    public static Tensor ForwardAs(this Module<Tensor, Tensor> layer, Tensor x) => x.dtype == ScalarType.Float32 ? layer.forward(x) : layer switch
    {
        ConvTranspose2d { out_channels: 1 } c when x.device_type == DeviceType.CPU => OneChannelConvolution.Up(c, x),
        Conv2d { in_channels: 1 } c when x.requires_grad && x.device_type == DeviceType.CPU => OneChannelConvolution.Down(c, x),
        Conv2d c => functional.conv2d(x, c.weight.to(x.dtype), c.bias?.to(x.dtype), strides: [2, 2], padding: [1, 1]),
        ConvTranspose2d c => functional.conv_transpose2d(x, c.weight.to(x.dtype), c.bias?.to(x.dtype), strides: [2, 2], padding: [1, 1]),
        Linear l => functional.linear(x, l.weight!.to(x.dtype), l.bias?.to(x.dtype)),
        _ => layer.forward(x), // batch norm takes both; spectral layers cast by themselves
    };
}
