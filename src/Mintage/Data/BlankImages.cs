namespace Mintage.Data;

/// <summary>Images that show nothing: one colour all over, or nearly so.</summary>
/// <param name="Constant">Indices of images of one colour.</param>
/// <param name="Faint">Indices of images whose pixels differ, in every channel, by at most <see cref="FaintRange"/> grey levels.</param>
public sealed record BlankImages(IReadOnlyList<int> Constant, IReadOnlyList<int> Faint)
{
    /// <summary>Grey levels between the darkest and the brightest pixel up to which an image is faint: the noise of a camera or of JPEG has more.</summary>
    public const int FaintRange = 8;

    /// <summary>Looks at every image.</summary>
    public static BlankImages Of(LabelledImages images)
    {
        var ranges = new int[images.Count];
        Parallel.For(0, ranges.Length, i => ranges[i] = Range(images.Image(i), images.Channels));
        var indices = Enumerable.Range(0, ranges.Length);
        return new BlankImages([.. indices.Where(i => ranges[i] == 0)], [.. indices.Where(i => ranges[i] is > 0 and <= FaintRange)]);
    }

    /// <summary>The largest range that a channel has.</summary>
    private static int Range(ReadOnlySpan<byte> image, int channels)
    {
        var largest = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var (low, high) = (image[channel], image[channel]);
            for (var i = channel; i < image.Length; i += channels) (low, high) = (Math.Min(low, image[i]), Math.Max(high, image[i]));
            largest = Math.Max(largest, high - low);
        }
        return largest;
    }
}
