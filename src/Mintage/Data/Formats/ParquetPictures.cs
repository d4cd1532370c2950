using Mintage.Runtime;
using SkiaSharp;

namespace Mintage.Data.Formats;

/// <summary>Images of one shape.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Pixels">Shape [N, H, W, C] row-major.</param>
internal sealed record ImagePixels(int Height, int Width, int Channels, byte[] Pixels);

/// <summary>Decodes the pictures of Parquet files, which must all have one size; grey where all are grey.</summary>
internal static class ParquetPictures
{
    private const int NamedFaults = 10;

    /// <summary>Decodes all rows of some files.</summary>
    /// <param name="path">What messages name.</param>
    /// <param name="contents">The files.</param>
    /// <param name="loading">Says what happens to broken pictures.</param>
    /// <returns>The indices of the rows that could be read, counted through all files, and their pixels.</returns>
    /// <exception cref="UserInputException">Pictures are missing or broken, or of several sizes.</exception>
    public static (int[] Rows, ImagePixels Images) Decode(string path, IReadOnlyList<ParquetContent> contents, DataSetLoading loading)
    {
        var rows = contents.SelectMany(content => content.Pictures.Select((picture, row) => (Picture: picture, Name: $"'{content.Path}', row {row} (from 0)"))).ToArray();
        var decoded = new Decoded?[rows.Length];
        Parallel.For(0, rows.Length, new ParallelOptions { CancellationToken = loading.Cancellation }, i => decoded[i] = rows[i].Picture is { } bytes ? TryDecode(bytes) : null);
        var broken = Enumerable.Range(0, rows.Length).Where(i => decoded[i] is null).ToList();
        if (broken.Count > 0)
        {
            var list = string.Join("; ", broken.Take(NamedFaults).Select(i => $"{rows[i].Name}: {(rows[i].Picture is null ? "no picture (null)" : "no picture that can be decoded")}")) + (broken.Count > NamedFaults ? $"; and {broken.Count - NamedFaults:N0} more" : "");
            if (!loading.Import.SkipBroken || broken.Count == rows.Length)
                throw new UserInputException($"'{path}' must have a readable picture in every row, but {broken.Count:N0} of {rows.Length:N0} are not: {list}. Mend or remove these rows.");
            loading.Report?.Invoke($"'{path}': {broken.Count:N0} of {rows.Length:N0} rows are left out: {list}.");
        }
        int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => decoded[i] is not null)];
        return (kept, Join(path, Array.ConvertAll(kept, i => decoded[i]!), loading.Import));
    }

    private static ImagePixels Join(string path, Decoded[] pictures, ImageImport import)
    {
        var sizes = pictures.CountBy(picture => (picture.Height, picture.Width)).OrderByDescending(size => size.Value).ToList();
        var ((height, width), _) = sizes[0];
        if (sizes.Count > 1 || import.Size is { } size && (size, size) != (height, width))
            throw new UserInputException($"The pictures of '{path}' must have one size{(import.Size is { } asked ? $", {asked}x{asked}" : "")}, but there are {string.Join(", ", sizes.Take(5).Select(s => $"{s.Key.Height}x{s.Key.Width} ({s.Value:N0} times)"))}. Resize them.");
        var channels = import.Colour switch
        {
            ImageColour.Grey => 1,
            ImageColour.Rgb => 3,
            _ => Array.TrueForAll(pictures, picture => picture.IsGrey) ? 1 : 3,
        };
        var area = height * width;
        var pixels = new byte[checked(pictures.Length * area * channels)];
        Parallel.For(0, pictures.Length, i => pictures[i].CopyTo(pixels.AsSpan(i * area * channels, area * channels), channels));
        return new ImagePixels(height, width, channels, pixels);
    }

    private static Decoded? TryDecode(byte[] encoded)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = SKCodec.Create(data);
        if (codec is null) return null;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul); // transparent parts over black
        return codec.GetPixels(info, out var rgba) == SKCodecResult.Success ? new Decoded(info.Height, info.Width, rgba) : null;
    }

    private sealed record Decoded(int Height, int Width, byte[] Rgba)
    {
        public bool IsGrey { get; } = Enumerable.Range(0, Rgba.Length / 4).All(i => Rgba[4 * i] == Rgba[(4 * i) + 1] && Rgba[4 * i] == Rgba[(4 * i) + 2]);

        public void CopyTo(Span<byte> pixels, int channels)
        {
            for (int from = 0, to = 0; from < Rgba.Length; from += 4, to += channels)
            {
                if (channels == 3) Rgba.AsSpan(from, 3).CopyTo(pixels[to..]);
                else pixels[to] = IsGrey ? Rgba[from] : (byte)((0.299 * Rgba[from]) + (0.587 * Rgba[from + 1]) + (0.114 * Rgba[from + 2]) + 0.5);
            }
        }
    }
}
