using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests;

/// <summary>Small labelled images that a small network can learn: a bright bar whose direction is the class, on noise.</summary>
internal static class Shapes
{
    public static readonly string[] ClassNames = ["rows", "columns", "diagonal"];

    public static LabelledImages Make(int count, int size = 8, int channels = 1, long seed = 1, string name = "shapes")
    {
        var random = SeedTree.FromSeed(seed).Child("shapes").Random();
        var pixels = new byte[count * size * size * channels];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % ClassNames.Length;
            var offset = random.NextInt32(size);
            for (var p = 0; p < size * size; p++)
            {
                var (y, x) = (p / size, p % size);
                var on = labels[i] switch { 0 => y == offset, 1 => x == offset, _ => (x + y) % size == offset };
                for (var c = 0; c < channels; c++)
                    pixels[(((i * size * size) + p) * channels) + c] = (byte)((on ? 200 : 20) + random.NextInt32(40));
            }
        }
        return new LabelledImages(name, pixels, labels, size, size, channels, ClassNames);
    }
}
