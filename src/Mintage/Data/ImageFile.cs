namespace Mintage.Data;

/// <summary>The picture file behind an image. Immutable.</summary>
/// <param name="Path">Its path from the folder of the data set, with forward slashes.</param>
/// <param name="Width">The picture's own width in pixels, after it is turned as its EXIF orientation says.</param>
/// <param name="Height">The picture's own height in pixels, turned likewise.</param>
public sealed record ImageFile(string Path, int Width, int Height)
{
    /// <summary>True if the picture is transparent, at least in part; such parts lie on the background.</summary>
    public bool IsTransparent { get; init; }
}
