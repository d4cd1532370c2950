namespace Mintage.Networks;

/// <summary>What the two networks of a DCGAN must agree on.</summary>
/// <param name="Height">Image height, a multiple of 4.</param>
/// <param name="Width">Image width, a multiple of 4.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="LatentDimension">Length of the latent vector.</param>
/// <param name="Filters">Feature maps of the widest-resolution layer; the next one of the discriminator has twice as many.</param>
public sealed record DcganShape(int Height, int Width, int Channels, int Classes, int LatentDimension, int Filters);
