namespace Mintage.Export;

/// <summary>The model that an export wrote.</summary>
/// <param name="Kind">"classifier" or "generator".</param>
/// <param name="Height">Height of its images in pixels.</param>
/// <param name="Width">Width of its images in pixels.</param>
/// <param name="Channels">Channels of its images, 1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Warnings">Warnings from a GAN's training about its generator, as full sentences. Empty if there are
/// none.</param>
public sealed record ExportedModel(string Kind, int Height, int Width, int Channels, int Classes, IReadOnlyList<string> Warnings);
