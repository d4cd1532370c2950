namespace Mintage.Data.Pictures;

/// <summary>Fits pictures into a square of the wanted size.</summary>
internal static class PictureFitting
{
    /// <param name="picture">Has the square's channels, and is itself square if the fit is exact.</param>
    /// <param name="import">Has a size.</param>
    /// <param name="square">Shape [size, size, channels] row-major, all zero; bars get the background.</param>
    public static void Fit(Picture picture, ImageImport import, Span<byte> square)
    {
        var size = import.Size!.Value;
        if (import.Fit == ImageFit.Pad) Fill(square, picture.Channels, BackgroundColour.Find(import.Background)!.Value);
        var area = import.Fit == ImageFit.Crop ? Middle(picture) : new PictureArea(0, 0, picture.Width, picture.Height);
        var (width, height) = import.Fit == ImageFit.Pad ? Within(picture, size) : (size, size);
        var pixels = PictureResize.Resize(picture, area, width, height, import.Filter);
        var (left, top, rowBytes) = ((size - width) / 2, (size - height) / 2, width * picture.Channels);
        for (var y = 0; y < height; y++)
            pixels.AsSpan(y * rowBytes, rowBytes).CopyTo(square[((((top + y) * size) + left) * picture.Channels)..]);
    }

    private static void Fill(Span<byte> square, int channels, BackgroundColour background)
    {
        var one = new Picture(1, 1, 3, [background.Red, background.Green, background.Blue]).WithChannels(channels);
        for (var at = 0; at < square.Length; at += channels) one.Pixels.CopyTo(square[at..]);
    }

    private static PictureArea Middle(Picture picture)
    {
        var side = Math.Min(picture.Width, picture.Height);
        return new PictureArea((picture.Width - side) / 2, (picture.Height - side) / 2, side, side);
    }

    /// <summary>Gives the largest size of the same aspect ratio that fits, rounded half up.</summary>
    private static (int Width, int Height) Within(Picture picture, int size)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        return (Scaled(picture.Width), Scaled(picture.Height));

        int Scaled(int side) => Math.Max(1, (int)((((2L * side * size) + longest) / (2L * longest))));
    }
}
