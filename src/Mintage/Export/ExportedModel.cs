namespace Mintage.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Kind">"classifier" or "generator".</param>
/// <param name="Height">Height of its images.</param>
/// <param name="Width">Width of its images.</param>
/// <param name="Channels">Channels of its images, 1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Warnings">What a GAN's training says against its generator; full sentences, empty for none.</param>
public sealed record ExportedModel(string Kind, int Height, int Width, int Channels, int Classes, IReadOnlyList<string> Warnings);
