namespace Mintage.Networks.Inception;

/// <summary>The shape of one convolution in the network.</summary>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Outputs">Number of output channels.</param>
/// <param name="Height">Height of the kernel.</param>
/// <param name="Width">Width of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="Padded">True pads with zeros to keep the input's size ("same"); false adds none ("valid").</param>
internal readonly record struct ConvShape(int Inputs, int Outputs, int Height, int Width, int Stride, bool Padded)
{
    /// <summary>Shape of the weights, [out, in, height, width].</summary>
    public long[] Weight => [Outputs, Inputs, Height, Width];

    /// <summary>Zeros above and below, left and right.</summary>
    public long[] Padding => Padded ? [Height / 2, Width / 2] : [0, 0];
}
