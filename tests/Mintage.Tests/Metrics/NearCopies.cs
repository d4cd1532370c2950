using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests.Metrics;

/// <summary>What may have happened to an image that turns up a second time.</summary>
internal static class NearCopies
{
    /// <summary>All images, each changed in the same way.</summary>
    public static LabelledImages Change(LabelledImages images, double factor = 1, int right = 0, int down = 0, double noise = 0, long seed = 1)
    {
        var normal = new float[images.PixelsPerImage];
        var random = SeedTree.FromSeed(seed).Child("noise").Random();
        var pixels = new byte[images.Pixels.Length];
        for (var i = 0; i < images.Count; i++)
        {
            if (noise > 0) random.FillNormal(normal);
            for (var p = 0; p < images.PixelsPerImage; p++)
            {
                var (place, channel) = Math.DivRem(p, images.Channels);
                var (y, x) = Math.DivRem(place, images.Width);
                var (fromY, fromX) = (Math.Clamp(y - down, 0, images.Height - 1), Math.Clamp(x - right, 0, images.Width - 1));
                var value = (images.Image(i)[(((fromY * images.Width) + fromX) * images.Channels) + channel] * factor) + (noise * normal[p]);
                pixels[(i * images.PixelsPerImage) + p] = (byte)Math.Clamp(Math.Round(value), 0, 255);
            }
        }
        return new LabelledImages("changed", pixels, images.Labels, images.Height, images.Width, images.Channels, images.ClassNames);
    }

    /// <summary>Random cloudy pictures: no two alike, and smooth as pictures are.</summary>
    public static LabelledImages Clouds(int count, int height = 24, int width = 20, int channels = 1, long seed = 1)
    {
        const int Knots = 6;
        var random = SeedTree.FromSeed(seed).Child("clouds").Random();
        var pixels = new byte[count * height * width * channels];
        var knots = new float[(Knots + 1) * (Knots + 1)];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < channels; c++)
            {
                random.FillUniform(knots, 0, 255);
                for (var p = 0; p < height * width; p++)
                {
                    var (y, x) = ((double)(p / width) * Knots / height, (double)(p % width) * Knots / width);
                    var (top, left) = ((int)y, (int)x);
                    double At(int dy, int dx) => knots[((top + dy) * (Knots + 1)) + left + dx];
                    var upper = At(0, 0) + ((At(0, 1) - At(0, 0)) * (x - left));
                    var lower = At(1, 0) + ((At(1, 1) - At(1, 0)) * (x - left));
                    pixels[(((i * height * width) + p) * channels) + c] = (byte)(upper + ((lower - upper) * (y - top)));
                }
            }
        }
        return new LabelledImages("clouds", pixels, [.. Enumerable.Range(0, count).Select(i => i % 2)], height, width, channels, ["sun", "rain"]);
    }
}
