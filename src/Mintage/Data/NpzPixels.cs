using System.Numerics;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Reads images of an .npz file in all usual layouts as uint8 with the channels last.</summary>
internal static class NpzPixels
{
    /// <summary>Largest distance between a number and the grey level it stands for, as a share of the range.</summary>
    private const double Tolerance = 1e-3;

    /// <returns>The pixels and their shape, always as [N, H, W, C].</returns>
    public static (int[] Shape, byte[] Pixels) Read(NpzArchive archive, string key)
    {
        var array = archive.Array(key);
        int[] shape = array.Shape.Count == 3 ? [.. array.Shape, 1] : [.. array.Shape];
        var channelsFirst = shape is [> 0, 1 or 3, > 0, not (1 or 3) and > 0];
        if (!channelsFirst && shape is not [> 0, > 0, > 0, 1 or 3])
            throw new UserInputException(
                $"{archive.Where(key)} must have shape (N, H, W), (N, H, W, 1) or (N, H, W, 3), or (N, 1, H, W) or "
                + $"(N, 3, H, W), with at least one image, but has ({string.Join(", ", array.Shape)}). Transpose or "
                + "reshape it.");
        var pixels = array.Data switch
        {
            byte[] v => v,
            float[] v => Levels(v, archive.Where(key)),
            double[] v => Levels(v, archive.Where(key)),
            _ => throw NotBytes(archive.Where(key), array),
        };
        return channelsFirst
            ? ([shape[0], shape[2], shape[3], shape[1]], ChannelsLast(pixels, shape))
            : (shape, pixels);
    }

    /// <summary>Converts numbers 0 to 255, or 0 to 1 if none is larger, to grey levels. Each must stand for exactly one
    /// level.</summary>
    private static byte[] Levels<T>(T[] values, string where) where T : struct, INumber<T>
    {
        var scale = double.CreateChecked(values.Max()) <= 1 + Tolerance ? byte.MaxValue : 1.0;
        var levels = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = double.CreateChecked(values[i]) * scale;
            var level = Math.Round(value);
            // Written so that NaN is refused too.
            if (!(Math.Abs(value - level) <= Tolerance * scale && level is >= 0 and <= byte.MaxValue))
                throw new UserInputException(
                    $"{where} must be uint8 (0 to 255), but is "
                    + $"{(typeof(T) == typeof(float) ? "float32" : "float64")}, and not of grey levels: only 0 ... "
                    + $"255, or their 255th parts in 0 ... 1, are taken, but value {i} (from 0) is {values[i]}. "
                    + "Scale to 0 ... 255 and convert it with .round().astype('uint8'); what was scaled to -1 ... 1 "
                    + "needs (x + 1) * 127.5.");
            levels[i] = (byte)level;
        }
        return levels;
    }

    private static byte[] ChannelsLast(byte[] pixels, int[] shape)
    {
        var (channels, area) = (shape[1], shape[2] * shape[3]);
        var last = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (plane, at) = Math.DivRem(i, area);
            var (image, channel) = Math.DivRem(plane, channels);
            last[(((image * area) + at) * channels) + channel] = pixels[i];
        }
        return last;
    }

    private static UserInputException NotBytes(string where, NpyArray array) =>
        new($"{where} must be uint8 (0 to 255), but is {array.TypeName}. Scale to 0 ... 255 and convert it with "
            + ".astype('uint8').");
}
