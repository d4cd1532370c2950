using Mintage.Data;
using SkiaSharp;

namespace Mintage.EndToEndTests;

/// <summary>A temporary folder with small data sets in it.</summary>
public sealed class Workplace : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-e2e-").FullName;

    /// <summary>Path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>An .npz of 8x8 images, a bright row or column on a grey ramp; learnable, made without randomness.</summary>
    public string Bars(string name, int count)
    {
        var pixels = new byte[count * 64];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            for (var p = 0; p < 64; p++)
                pixels[(i * 64) + p] = (byte)((labels[i] == 0 ? p / 8 : p % 8) == i / 2 % 8 ? 220 : ((uint)(i + 1) * 2654435761u >> (p % 24)) & 63); // no two alike
        }
        NpzFile.Write(this[name], new LabelledImages("bars", pixels, labels, 8, 8, 1, ["row", "column"]));
        return this[name];
    }

    /// <summary>A PNG with a bright square in the middle; what surrounds it is transparent.</summary>
    public void Icon(string name, int side, byte red, byte blue)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        byte[] pixels = [.. Enumerable.Range(0, side * side).SelectMany(i => new byte[] { red, 9, blue, (byte)(Inside(i % side) && Inside(i / side) ? 255 : 0) })];
        using var image = SKImage.FromPixelCopy(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(this[name], png.ToArray());

        bool Inside(int at) => at >= side / 4 && at < 3 * side / 4;
    }

    /// <summary>A PNG of one grey; its folder is made where there is none.</summary>
    public void Picture(string name, int width, int height, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque), [.. Enumerable.Repeat(value, width * height)]);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(this[name], png.ToArray());
    }
}
