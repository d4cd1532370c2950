using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>
/// Decodes PNG, JPEG, BMP, WebP and TIFF (detected by content) to 8 bits per channel as stored: colour profiles and
/// gamma are not applied. Pictures are turned as their EXIF orientation says; transparent ones are put on a background.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>Largest number of pixels, so that one file cannot take all memory.</summary>
    public const int MaxPixels = 100_000_000;

    /// <param name="file">Bytes of the file.</param>
    /// <param name="import">Background, and how 16 bits become 8; null for the usual ones.</param>
    /// <returns>A grey picture if every pixel is grey.</returns>
    /// <exception cref="PictureException">The file has another format, is damaged, cut short or animated, or has more
    /// bits per channel than the import allows.</exception>
    public static Picture Decode(byte[] file, ImageImport? import = null)
    {
        import ??= new ImageImport();
        var kind = PictureSignature.Of(file) ?? throw PictureSignature.Refusal(file);
        PictureStructure.Check(kind, file);
        var background = BackgroundColour.Find(import.Background)!.Value;
        if (kind == PictureKind.Tiff)
        {
            var tiff = TiffPicture.Decode(file, import.Scale16Bit);
            return Upright(tiff.Rgba, tiff.Width, tiff.Height, tiff.Origin, background);
        }
        if (kind == PictureKind.Png && DeepPng.Is(file))
        {
            var deep = DeepPng.Decode(file, import.Scale16Bit);
            var turned = PngOrientation.Of(new MemoryStream(file));
            return Upright(deep.Rgba, deep.Width, deep.Height, turned, background);
        }
        return OfCodec(kind, file, background);
    }

    /// <summary>Refuses pictures of more pixels than are read.</summary>
    /// <exception cref="PictureException">There are more.</exception>
    public static void RequireSize(int width, int height)
    {
        if ((long)width * height > MaxPixels)
            throw new PictureException(
                $"it has {width}x{height} pixels, and at most {MaxPixels:N0} are read; make it smaller");
    }

    private static Picture OfCodec(PictureKind kind, byte[] file, BackgroundColour background)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw PictureException.Damaged();
        if (codec.FrameCount > 1) throw PictureException.Animated();
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        RequireSize(width, height);
        // No colour space: values stay as stored. Not premultiplied: that would round twice.
        var info =
            new SKImageInfo(
                width, height, SKColorType.Rgba8888, codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result == SKCodecResult.IncompleteInput) throw PictureException.CutShort();
        if (result != SKCodecResult.Success) throw PictureException.Damaged();
        var origin = kind == PictureKind.Png ? PngOrientation.Of(new MemoryStream(file)) : codec.EncodedOrigin;
        return Upright(bitmap.GetPixelSpan(), width, height, origin, background);
    }

    /// <summary>Reads a picture's upright width and height from the beginning of its file.</summary>
    /// <param name="stream">The file. It may not be read to its end.</param>
    /// <exception cref="PictureException">The file is not a picture of a known format.</exception>
    public static (int Width, int Height) Size(Stream stream)
    {
        var head = new byte[PictureSignature.Length];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var kind = PictureSignature.Of(head) ?? throw PictureSignature.Refusal(head);
        if (kind == PictureKind.Tiff) return TiffPicture.Size(stream);
        var png = kind == PictureKind.Png ? PngOrientation.Of(stream) : SKEncodedOrigin.TopLeft;
        stream.Position = 0;
        var file = new PictureStream(stream);
        using var codec = SKCodec.Create(file); // owns the file from now on
        if (codec is null) throw file.Fault as IOException as Exception ?? PictureException.Damaged();
        var origin = kind == PictureKind.Png ? png : codec.EncodedOrigin;
        return IsTurned(origin) ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>Whether a picture has 16 bits per channel, by the beginning of its file.</summary>
    /// <param name="stream">The file, which is left at its beginning.</param>
    /// <exception cref="PictureException">The file is a damaged TIFF.</exception>
    public static bool IsDeep(Stream stream)
    {
        var head = new byte[PictureSignature.Length];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var isDeep = PictureSignature.Of(head) switch
        {
            PictureKind.Png => DeepPng.Is(head),
            PictureKind.Tiff => TiffPicture.IsDeep(stream),
            _ => false,
        };
        stream.Position = 0;
        return isDeep;
    }

    internal static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <param name="rgba">Shape [height, width, 4] row-major, as stored, colours not multiplied by alpha.</param>
    /// <param name="width">In pixels, as stored.</param>
    /// <param name="height">In pixels, as stored.</param>
    /// <param name="origin">Where the upright picture's first pixel is stored.</param>
    /// <param name="background">Lies under transparent pixels.</param>
    private static Picture Upright(
        ReadOnlySpan<byte> rgba, int width, int height, SKEncodedOrigin origin, BackgroundColour background)
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
        var (isGrey, isTransparent) = Colours(rgba, background);
        var channels = isGrey ? 1 : 3;
        var pixels = new byte[outWidth * outHeight * channels];
        for (int y = 0, at = 0; y < outHeight; y++)
        {
            var from = start + (y * stepY);
            for (var x = 0; x < outWidth; x++, from += stepX, at += channels)
            {
                var pixel = rgba.Slice(4 * from, 4);
                for (var c = 0; c < channels; c++) pixels[at + c] = On(background[c], pixel[c], pixel[3]);
            }
        }
        return new Picture(outWidth, outHeight, channels, pixels) { IsTransparent = isTransparent };
    }

    /// <summary>Whether all is grey once it lies on the background, and whether anything is transparent.</summary>
    private static (bool IsGrey, bool IsTransparent) Colours(ReadOnlySpan<byte> rgba, BackgroundColour background)
    {
        var (isGrey, isTransparent) = (true, false);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            var alpha = rgba[i + 3];
            isTransparent |= alpha != byte.MaxValue;
            isGrey &= (alpha == 0 || (rgba[i] == rgba[i + 1] && rgba[i] == rgba[i + 2]))
                && (alpha == byte.MaxValue || background.IsGrey);
        }
        return (isGrey, isTransparent);
    }

    private static byte On(byte background, byte value, byte alpha) =>
        (byte)(((value * alpha) + (background * (255 - alpha)) + 127) / 255);
}
