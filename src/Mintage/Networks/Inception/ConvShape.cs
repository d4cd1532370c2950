namespace Mintage.Networks.Inception;

/// <summary>What one convolution of the network must look like.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="Height">Height of the kernel.</param>
/// <param name="Width">Width of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="Padded">Whether zeros around the input keep its size ("same"), else none are added ("valid").</param>
internal readonly record struct ConvShape(int Inputs, int Outputs, int Height, int Width, int Stride, bool Padded)
{
    /// <summary>Shape of the weights, [out, in, height, width].</summary>
    public long[] Weight => [Outputs, Inputs, Height, Width];

    /// <summary>Zeros above and below, left and right.</summary>
    public long[] Padding => Padded ? [Height / 2, Width / 2] : [0, 0];
}
