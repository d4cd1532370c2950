namespace Mintage.Data.Pictures;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct PictureArea(int Left, int Top, int Width, int Height);

/// <summary>
/// Resizes pictures along the rows, then along the columns, in float32 and in a fixed order, and rounds once at the end
/// (half up). This gives the same pixels on every machine.
/// </summary>
internal static class PictureResize
{
    /// <summary>Resizes an area of a picture.</summary>
    /// <returns>Shape [height, width, channels of the picture] row-major.</returns>
    public static byte[] Resize(Picture picture, PictureArea area, int width, int height, ResizeFilter filter)
    {
        if ((area.Width, area.Height) == (width, height)) return Copy(picture, area);
        var columns = ResizeWindows.Of(filter, area.Width, width);
        var rows = ResizeWindows.Of(filter, area.Height, height);
        return AlongColumns(AlongRows(picture, area, columns), rows, width * picture.Channels);
    }

    private static byte[] Copy(Picture picture, PictureArea area)
    {
        var rowBytes = area.Width * picture.Channels;
        var copy = new byte[rowBytes * area.Height];
        for (var y = 0; y < area.Height; y++) Row(picture, area, y).CopyTo(copy.AsSpan(y * rowBytes));
        return copy;
    }

    private static ReadOnlySpan<byte> Row(Picture picture, PictureArea area, int y) =>
        picture.Pixels.AsSpan(
            (((area.Top + y) * picture.Width) + area.Left) * picture.Channels, area.Width * picture.Channels);

    private static float[] AlongRows(Picture picture, PictureArea area, ResizeWindows columns)
    {
        var channels = picture.Channels;
        var result = new float[area.Height * columns.Count * channels];
        for (int y = 0, at = 0; y < area.Height; y++)
        {
            var row = Row(picture, area, y);
            for (var x = 0; x < columns.Count; x++)
            {
                var weights = columns.Weights[x];
                for (var c = 0; c < channels; c++, at++)
                {
                    var sum = 0f;
                    for (int k = 0, from = (columns.First[x] * channels) + c; k < weights.Length; k++, from += channels)
                        sum += weights[k] * row[from];
                    result[at] = sum;
                }
            }
        }
        return result;
    }

    private static byte[] AlongColumns(float[] pixels, ResizeWindows rows, int rowLength)
    {
        var result = new byte[rows.Count * rowLength];
        var sums = new float[rowLength];
        for (var y = 0; y < rows.Count; y++)
        {
            Array.Clear(sums);
            var weights = rows.Weights[y];
            for (var k = 0; k < weights.Length; k++)
            {
                var row = pixels.AsSpan((rows.First[y] + k) * rowLength, rowLength);
                for (var x = 0; x < sums.Length; x++) sums[x] += weights[k] * row[x];
            }
            for (var x = 0; x < sums.Length; x++)
                result[(y * rowLength) + x] = (byte)Math.Clamp(MathF.Floor(sums[x] + 0.5f), 0, 255);
        }
        return result;
    }
}
