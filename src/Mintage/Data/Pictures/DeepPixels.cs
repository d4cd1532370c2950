using System.Runtime.InteropServices;
using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>Pixels as a file stores them: shape [Height, Width, 4], colours not multiplied by alpha.</summary>
internal readonly record struct StoredPixels(byte[] Rgba, int Width, int Height, SKEncodedOrigin Origin);

/// <summary>Pictures of 16 bits per channel.</summary>
internal static class DeepPixels
{
    private const double Cut = 0.01;

    /// <summary>Makes 8 bits of 16.</summary>
    /// <param name="samples">Shape [height, width, channels] row-major.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.</param>
    /// <param name="scale">How; null refuses.</param>
    /// <returns>Shape [height, width, 4] row-major.</returns>
    /// <exception cref="PictureException">Nobody said how.</exception>
    public static byte[] ToRgba(ReadOnlySpan<ushort> samples, int channels, DepthScale? scale)
    {
        var colours = channels < 3 ? 1 : 3;
        var (low, high) = scale switch
        {
            DepthScale.Full => (ushort.MinValue, ushort.MaxValue),
            DepthScale.Minmax => Range(samples, channels, colours, 0),
            DepthScale.Percentile => Range(samples, channels, colours, Cut),
            _ => throw Unsaid(),
        };
        var rgba = new byte[samples.Length / channels * 4];
        for (int from = 0, to = 0; from < samples.Length; from += channels, to += 4)
        {
            for (var c = 0; c < 3; c++) rgba[to + c] = Scaled(samples[from + (colours == 1 ? 0 : c)], low, high);
            rgba[to + 3] = colours == channels
                ? byte.MaxValue
                : Scaled(samples[from + colours], ushort.MinValue, ushort.MaxValue);
        }
        return rgba;
    }

    /// <summary>Refuses 16 bits where nobody said how they become 8.</summary>
    public static PictureException Unsaid() => new(
        "it has 16 bits per channel; say how they become 8 with --scale-16bit full, minmax or percentile (in a plan, "
        + "import: { scale_16bit: minmax })");

    private static byte Scaled(ushort value, ushort low, ushort high)
    {
        int span = high - low, above = Math.Clamp(value, low, high) - low;
        return (byte)(((above * 255) + (span / 2)) / span);
    }

    /// <summary>The values that become 0 and 255. A picture of one value keeps its brightness.</summary>
    private static (ushort Low, ushort High) Range(
        ReadOnlySpan<ushort> samples, int channels, int colours, double cut)
    {
        var counts = new long[ushort.MaxValue + 1];
        long seen = 0;
        for (var at = 0; at < samples.Length; at += channels)
        {
            if (colours < channels && samples[at + colours] == 0) continue; // nothing of it shows
            for (var c = 0; c < colours; c++) counts[samples[at + c]]++;
            seen += colours;
        }
        var beyond = (long)(cut * seen);
        int low = Reach(counts, beyond, 0, 1), high = Reach(counts, beyond, ushort.MaxValue, -1);
        return low < high ? ((ushort)low, (ushort)high) : (ushort.MinValue, ushort.MaxValue);
    }

    /// <summary>The first value with more than so many samples up to it, from one end.</summary>
    private static int Reach(long[] counts, long beyond, int from, int step)
    {
        var value = from;
        for (var passed = 0L; value is >= 0 and <= ushort.MaxValue; value += step)
        {
            passed += counts[value];
            if (passed > beyond) break;
        }
        return value;
    }

    /// <summary>Reads samples whose first byte is the higher one.</summary>
    public static ushort[] BigEndian(ReadOnlySpan<byte> bytes)
    {
        var samples = MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();
        if (BitConverter.IsLittleEndian)
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(samples, samples);
        return samples;
    }
}
