namespace Mintage.Data;

/// <summary>Images that show nothing: a single colour, or almost.</summary>
/// <param name="Constant">Indices of images of a single colour.</param>
/// <param name="Faint">Indices of other images whose pixels differ by at most <see cref="FaintRange"/> grey levels in
/// every channel.</param>
internal sealed record BlankImages(IReadOnlyList<int> Constant, IReadOnlyList<int> Faint)
{
    /// <summary>Largest difference between the darkest and brightest pixel of a faint image. Camera noise and JPEG
    /// noise are larger.</summary>
    public const int FaintRange = 8;

    public static BlankImages Of(LabelledImages images)
    {
        var ranges = new int[images.Count];
        Parallel.For(0, ranges.Length, i => ranges[i] = Range(images.Image(i), images.Channels));
        var indices = Enumerable.Range(0, ranges.Length);
        return new BlankImages(
            [.. indices.Where(i => ranges[i] == 0)], [.. indices.Where(i => ranges[i] is > 0 and <= FaintRange)]);
    }

    /// <summary>Gives the largest range of pixel values over the channels.</summary>
    private static int Range(ReadOnlySpan<byte> image, int channels)
    {
        var largest = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var (low, high) = (image[channel], image[channel]);
            for (var i = channel; i < image.Length; i += channels)
                (low, high) = (Math.Min(low, image[i]), Math.Max(high, image[i]));
            largest = Math.Max(largest, high - low);
        }
        return largest;
    }
}
