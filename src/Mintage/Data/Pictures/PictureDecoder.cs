using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>
/// Decodes PNG, JPEG, BMP and WebP (detected by content) to 8 bits per channel as stored: colour profiles and gamma
/// are not applied. Pictures are turned as their EXIF orientation says; transparent ones are put on black.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>Largest number of pixels, so that one file cannot take all memory.</summary>
    public const int MaxPixels = 100_000_000;

    /// <param name="file">Bytes of the file.</param>
    /// <returns>A grey picture if every pixel is grey.</returns>
    /// <exception cref="PictureException">The file has another format, is damaged, cut short or animated, or has more
    /// than 8 bits per channel.</exception>
    public static Picture Decode(byte[] file)
    {
        var kind = PictureSignature.Of(file) ?? throw PictureSignature.Refusal(file);
        PictureStructure.Check(kind, file);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw PictureException.Damaged();
        if (codec.FrameCount > 1) throw PictureException.Animated();
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels)
            throw new PictureException(
                $"it has {width}x{height} pixels, and at most {MaxPixels:N0} are read; make it smaller");
        // No colour space: values stay as stored. Not premultiplied: that would round twice.
        var info =
            new SKImageInfo(
                width, height, SKColorType.Rgba8888, codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result == SKCodecResult.IncompleteInput) throw PictureException.CutShort();
        if (result != SKCodecResult.Success) throw PictureException.Damaged();
        var origin = kind == PictureKind.Png ? PngOrientation.Of(new MemoryStream(file)) : codec.EncodedOrigin;
        return Upright(bitmap.GetPixelSpan(), width, height, origin);
    }

    /// <summary>Reads a picture's upright width and height from the beginning of its file.</summary>
    /// <param name="stream">The file. It may not be read to its end.</param>
    /// <exception cref="PictureException">The file is not a picture of a known format.</exception>
    public static (int Width, int Height) Size(Stream stream)
    {
        var head = new byte[PictureSignature.Length];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var kind = PictureSignature.Of(head) ?? throw PictureSignature.Refusal(head);
        var png = kind == PictureKind.Png ? PngOrientation.Of(stream) : SKEncodedOrigin.TopLeft;
        stream.Position = 0;
        using var codec = SKCodec.Create(stream) ?? throw PictureException.Damaged(); // ends the stream
        var origin = kind == PictureKind.Png ? png : codec.EncodedOrigin;
        return IsTurned(origin) ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
    }

    private static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    private static Picture Upright(ReadOnlySpan<byte> rgba, int width, int height, SKEncodedOrigin origin)
    {
        // Where the upright picture's first pixel is stored, and the steps to its right and lower neighbours.
        var (right, down) = (1, width);
        var (last, below) = (width - 1, (height - 1) * width);
        var (start, stepX, stepY) = origin switch
        {
            SKEncodedOrigin.TopRight => (last, -right, down),
            SKEncodedOrigin.BottomRight => (last + below, -right, -down),
            SKEncodedOrigin.BottomLeft => (below, right, -down),
            SKEncodedOrigin.LeftTop => (0, down, right),
            SKEncodedOrigin.RightTop => (below, -down, right),
            SKEncodedOrigin.RightBottom => (last + below, -down, -right),
            SKEncodedOrigin.LeftBottom => (last, down, -right),
            _ => (0, right, down),
        };
        var (outWidth, outHeight) = IsTurned(origin) ? (height, width) : (width, height);
        var channels = IsGrey(rgba) ? 1 : 3;
        var pixels = new byte[outWidth * outHeight * channels];
        for (int y = 0, at = 0; y < outHeight; y++)
        {
            var from = start + (y * stepY);
            for (var x = 0; x < outWidth; x++, from += stepX, at += channels)
            {
                var pixel = rgba.Slice(4 * from, 4);
                for (var c = 0; c < channels; c++) pixels[at + c] = OnBlack(pixel[c], pixel[3]);
            }
        }
        return new Picture(outWidth, outHeight, channels, pixels);
    }

    private static bool IsGrey(ReadOnlySpan<byte> rgba)
    {
        for (var i = 0; i < rgba.Length; i += 4)
        {
            if (rgba[i + 3] != 0 && (rgba[i] != rgba[i + 1] || rgba[i] != rgba[i + 2])) return false;
        }
        return true;
    }

    private static byte OnBlack(byte value, byte alpha) => (byte)(((value * alpha) + 127) / 255);
}
