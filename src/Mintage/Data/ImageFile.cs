namespace Mintage.Data;

/// <summary>The picture file that an image was read from.</summary>
/// <param name="Path">Its path from the folder of the data set, with forward slashes.</param>
/// <param name="Width">Its own width in pixels, as it is seen (turned as its EXIF orientation says).</param>
/// <param name="Height">Its own height.</param>
public sealed record ImageFile(string Path, int Width, int Height);
