namespace Mintage.Data.Pictures;

/// <summary>A decoded picture.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 if every pixel is grey, otherwise 3 (red, green, blue).</param>
/// <param name="Pixels">Shape [Height, Width, Channels] row-major, uint8.</param>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>True if a pixel was transparent, at least in part, before it was put on the background.</summary>
    public bool IsTransparent { get; init; }

    // Weights of ITU-R 601 in 16-bit fixed point. They sum to 65,536, so grey stays the same.
    private const int Red = 19_595, Green = 38_470, Blue = 7_471, Half = 1 << 15;

    /// <summary>Converts to one or three channels; returns itself if nothing changes.</summary>
    public Picture WithChannels(int channels) =>
        channels == Channels
            ? this
            : this with { Channels = channels, Pixels = channels == 1 ? Grey() : Repeated() };

    private byte[] Grey()
    {
        var grey = new byte[Width * Height];
        for (int i = 0, at = 0; i < grey.Length; i++, at += 3)
            grey[i] = (byte)(((Red * Pixels[at]) + (Green * Pixels[at + 1]) + (Blue * Pixels[at + 2]) + Half) >> 16);
        return grey;
    }

    private byte[] Repeated()
    {
        var colour = new byte[3 * Pixels.Length];
        for (var i = 0; i < Pixels.Length; i++) colour.AsSpan(3 * i, 3).Fill(Pixels[i]);
        return colour;
    }
}
