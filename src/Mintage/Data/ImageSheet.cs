namespace Mintage.Data;

/// <summary>
/// Makes contact sheets: many images in one PNG, on white with thin gaps, each pixel enlarged to a square.
/// Images come in the order of the data set, one after the other or at even distances, never hand-picked. Equal sets
/// give equal files. Safe to use from several threads.
/// </summary>
public static class ImageSheet
{
    private const int Empty = -1; // a cell without an image
    private const int Gap = 2;
    private const int Margin = 6;
    private const int MaxCaption = 16, MaxFontScale = 3;
    private const byte White = 255, Ink = 64;
    private const int OverviewColumns = 12, OverviewSide = 56, OverviewScale = 4;

    /// <summary>Draws one row per class, with its name at the left and its first images. A class without images has an
    /// empty row.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="columns">Largest number of images per class, at least 1.</param>
    /// <param name="scale">Side of the square that shows a pixel, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] ByClass(LabelledImages images, int columns = 10, int scale = 2) =>
        Draw(images, [.. Members(images).Select(rows => rows[..Math.Min(rows.Length, columns)])],
            [.. images.ClassNames.Select(Caption)], columns, scale);

    /// <summary>
    /// Draws an overview of a data set: one row per class with its name at the left and a dozen images at even
    /// distances from first to last. Small images are enlarged.
    /// </summary>
    /// <param name="images">At least one image.</param>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] Overview(LabelledImages images)
    {
        var rows = Members(images).Select(rows => Spread(rows, OverviewColumns));
        return Draw(
            images, [.. rows], [.. images.ClassNames.Select(Caption)], OverviewColumns, Enlarged(images));
    }

    /// <summary>
    /// Draws one row per class with its name at the left: images of one set, a gap, images of another, each at even
    /// distances from first to last. Small images are enlarged.
    /// </summary>
    /// <param name="left">At least one image.</param>
    /// <param name="right">Of the same shape and classes.</param>
    /// <param name="columns">Largest number of images per class and set, at least 1.</param>
    /// <param name="classes">Largest number of classes.</param>
    /// <returns>The bytes of a PNG file.</returns>
    internal static byte[] Beside(LabelledImages left, LabelledImages right, int columns, int classes)
    {
        var both = LabelledImages.Concat("both", [left.WithGroups(null), right.WithGroups(null)]);
        IEnumerable<int> Row(int[] first, int[] second) =>
        [
            .. Spread(first, columns), .. Enumerable.Repeat(Empty, 1 + Math.Max(0, columns - first.Length)),
            .. Spread(second, columns).Select(i => left.Count + i),
        ];
        List<int[]> rows = [.. Members(left).Zip(Members(right), (a, b) => Row(a, b).ToArray()).Take(classes)];
        return Draw(both, rows, [.. left.ClassNames.Take(classes).Select(Caption)], (2 * columns) + 1, Enlarged(left));
    }

    /// <summary>Draws all images in rows from the top left, without names.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="columns">Images per row, at least 1. A set with fewer images gives a narrower sheet.</param>
    /// <param name="scale">Side of the square that shows a pixel, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] Grid(LabelledImages images, int columns = 10, int scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        return Draw(images, [.. Enumerable.Range(0, images.Count).Chunk(columns)], captions: [], columns, scale);
    }

    /// <summary>As many as wanted, at even distances from first to last.</summary>
    private static int[] Spread(int[] rows, int wanted) => rows.Length <= wanted
        ? rows
        : [.. Enumerable.Range(0, wanted)
            .Select(i => rows[(int)((long)i * (rows.Length - 1) / Math.Max(1, wanted - 1))])];

    private static int Enlarged(LabelledImages images) =>
        Math.Clamp(OverviewSide / Math.Max(images.Height, images.Width), 1, OverviewScale);

    /// <summary>Lists the indices of each class's images, in order.</summary>
    private static IEnumerable<int[]> Members(LabelledImages images)
    {
        var byLabel = Enumerable.Range(0, images.Count).ToLookup(i => images.Labels[i]);
        return Enumerable.Range(0, images.ClassCount).Select(label => byLabel[label].ToArray());
    }

    private static byte[] Draw(
        LabelledImages images, IReadOnlyList<IReadOnlyList<int>> rows, string[] captions, int columns, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (images.Count == 0) throw new ArgumentException($"'{images.Name}' has no images to show.", nameof(images));

        // Captions grow with the images but stay legible and within their row.
        var fontScale = Math.Clamp(Math.Min(scale, images.Height * scale / PixelFont.Height), 1, MaxFontScale);
        var captionWidth = captions.Length == 0
            ? 0
            : (captions.Max(caption => caption.Length) * PixelFont.Advance * fontScale) + Margin;
        var (cellHeight, cellWidth) = ((images.Height * scale) + Gap, (images.Width * scale) + Gap);
        var sheet = new Sheet(
            (2 * Margin) - Gap + captionWidth + (rows.Max(row => row.Count) * cellWidth),
            (2 * Margin) - Gap + (rows.Count * cellHeight),
            images.Channels);
        for (var row = 0; row < rows.Count; row++)
        {
            var top = Margin + (row * cellHeight);
            if (captions.Length > 0)
                sheet.Write(
                    captions[row], Margin, top + ((cellHeight - Gap - (PixelFont.Height * fontScale)) / 2), fontScale);
            for (var column = 0; column < rows[row].Count; column++)
            {
                if (rows[row][column] == Empty) continue;
                sheet.Place(images.Image(rows[row][column]), images.Width, Margin + captionWidth
                    + (column * cellWidth), top, scale);
            }
        }
        return sheet.Png();
    }

    private static string Caption(string className) =>
        className.Length <= MaxCaption ? className : className[..(MaxCaption - 2)] + "..";

    /// <summary>The pixels of a sheet, [height, width, channels], initially white.</summary>
    private sealed class Sheet
    {
        private readonly int width, height, channels;
        private readonly byte[] pixels;

        public Sheet(int width, int height, int channels)
        {
            (this.width, this.height, this.channels) = (width, height, channels);
            pixels = new byte[checked(width * height * channels)];
            Array.Fill(pixels, White);
        }

        /// <summary>Draws an enlarged image onto the sheet.</summary>
        public void Place(ReadOnlySpan<byte> image, int imageWidth, int left, int top, int scale)
        {
            for (var i = 0; i < image.Length; i += channels)
            {
                var (y, x) = Math.DivRem(i / channels, imageWidth);
                Square(left + (x * scale), top + (y * scale), scale, image.Slice(i, channels));
            }
        }

        public void Write(string text, int left, int top, int scale)
        {
            ReadOnlySpan<byte> ink = [Ink, Ink, Ink];
            for (var y = 0; y < PixelFont.Height; y++)
            {
                for (var x = 0; x < text.Length * PixelFont.Advance; x++)
                    if (PixelFont.HasInk(text, x, y))
                        Square(left + (x * scale), top + (y * scale), scale, ink[..channels]);
            }
        }

        public byte[] Png() => PngPicture.Encode(pixels, height, width, channels);

        private void Square(int left, int top, int side, ReadOnlySpan<byte> colour)
        {
            for (var y = top; y < top + side; y++)
            {
                for (var x = left; x < left + side; x++) colour.CopyTo(pixels.AsSpan(((y * width) + x) * channels));
            }
        }
    }
}

/// <summary>
/// A fixed 5x7 dot-matrix font for short captions: the same pixels on every machine, with or without fonts installed.
/// </summary>
internal static class PixelFont
{
    /// <summary>Width of a character with the gap after it.</summary>
    public const int Advance = 6;

    /// <summary>Height of a line, with the two rows below the baseline.</summary>
    public const int Height = 8;

    private const int Columns = 5;

    /// <summary>The printable ASCII characters from the space on: five columns each, lowest bit on top.</summary>
    private static readonly byte[] Glyphs = Convert.FromHexString(
        "0000000000" + "00005F0000" + "0007000700" + "147F147F14" + "242A7F2A12" + "2313086462" + "3649562050"
            + "0008070300" +
        "001C224100" + "0041221C00" + "2A1C7F1C2A" + "08083E0808" + "0080703000" + "0808080808" + "0000606000"
            + "2010080402" +
        "3E5149453E" + "00427F4000" + "7249494946" + "2141494D33" + "1814127F10" + "2745454539" + "3C4A494931"
            + "4121110907" +
        "3649494936" + "464949291E" + "0000140000" + "0040340000" + "0008142241" + "1414141414" + "0041221408"
            + "0201590906" +
        "3E415D594E" + "7C1211127C" + "7F49494936" + "3E41414122" + "7F4141413E" + "7F49494941" + "7F09090901"
            + "3E41415173" +
        "7F0808087F" + "00417F4100" + "2040413F01" + "7F08142241" + "7F40404040" + "7F021C027F" + "7F0408107F"
            + "3E4141413E" +
        "7F09090906" + "3E4151215E" + "7F09192946" + "2649494932" + "03017F0103" + "3F4040403F" + "1F2040201F"
            + "3F4038403F" +
        "6314081463" + "0304780403" + "6159494D43" + "007F414141" + "0204081020" + "004141417F" + "0402010204"
            + "4040404040" +
        "0003070800" + "2054547840" + "7F28444438" + "3844444428" + "384444287F" + "3854545418" + "00087E0902"
            + "18A4A49C78" +
        "7F08040478" + "00447D4000" + "2040403D00" + "7F10284400" + "00417F4000" + "7C04780478" + "7C08040478"
            + "3844444438" +
        "FC18242418" + "18242418FC" + "7C08040408" + "4854545424" + "04043F4424" + "3C4040207C" + "1C2040201C"
            + "3C4030403C" +
        "4428102844" + "4C9090907C" + "4464544C44" + "0008364100" + "0000770000" + "0041360800" + "0201020402");

    private const string Accented = "ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖØòóôõöøÙÚÛÜùúûüÝýÿŠšŽžĆćČčŁłŃńŚśŹźŻżĄąĘęß";
    private const string Unaccented = "AAAAAAaaaaaaCcEEEEeeeeIIIIiiiiNnOOOOOOooooooUUUUuuuuYyySsZzCcCcLlNnSsZzZzAaEes";

    /// <summary>A letter of a European language without its accent; other characters as they are.</summary>
    private static char Plain(char character) =>
        Accented.IndexOf(character) is >= 0 and var at ? Unaccented[at] : character;

    /// <summary>True if the text has ink at a dot. Letters lose their accents; others outside ASCII become
    /// "?".</summary>
    /// <param name="text">One line.</param>
    /// <param name="x">Dots from the left, 0 to <see cref="Advance"/> times the length - 1.</param>
    /// <param name="y">Dots from the top, 0 to <see cref="Height"/> - 1.</param>
    public static bool HasInk(string text, int x, int y)
    {
        var column = x % Advance;
        var character = Plain(text[x / Advance]) is >= ' ' and <= '~' and var printable ? printable : '?';
        return column < Columns && (Glyphs[((character - ' ') * Columns) + column] >> y & 1) == 1;
    }
}
