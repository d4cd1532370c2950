using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>Draws a picture of the closest pairs, with the two images of each pair side by side. Safe to use from
/// several threads.</summary>
public static class PairSheet
{
    private const byte White = 255;

    /// <summary>Draws each synthetic image to the left of its nearest training image, in rows from the top left, in the
    /// given order.</summary>
    /// <param name="synthetic">The synthetic images.</param>
    /// <param name="training">The training images, of the same shape.</param>
    /// <param name="pairs">At least one pair.</param>
    /// <param name="pairsPerRow">At least 1.</param>
    /// <param name="scale">Side of the square that shows a pixel, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="UserInputException">The images differ in shape.</exception>
    public static byte[] Png(LabelledImages synthetic, LabelledImages training, IReadOnlyList<ImagePair> pairs,
        int pairsPerRow = 6, int scale = 2) =>
        Draw(synthetic, training, [.. pairs.Select(pair => (pair.SyntheticIndex, pair.TrainingIndex))],
            pairsPerRow, scale);

    /// <summary>Draws pairs of equal or similar images in rows from the top left, in the given order.</summary>
    /// <param name="firsts">The set of each pair's first image.</param>
    /// <param name="seconds">The set of each pair's second image, with the same shape; may be the same set.</param>
    /// <param name="matches">At least one, e.g. <see cref="NearDuplicateResult.Closest"/>.</param>
    /// <param name="pairsPerRow">At least 1.</param>
    /// <param name="scale">Side of the square that shows a pixel, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="UserInputException">The images differ in shape.</exception>
    public static byte[] OfMatches(LabelledImages firsts, LabelledImages seconds, IReadOnlyList<ImageMatch> matches,
        int pairsPerRow = 6, int scale = 2) =>
        Draw(firsts, seconds, [.. matches.Select(match => (match.First, match.Second))], pairsPerRow, scale);

    private static byte[] Draw(
        LabelledImages firsts, LabelledImages seconds, (int First, int Second)[] pairs, int pairsPerRow, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairsPerRow);
        ScoreInput.RequireSameShape(seconds, firsts);
        var perRow = Math.Min(pairsPerRow, pairs.Length);
        var pixels = new List<byte>();
        var blank = Enumerable.Repeat(White, firsts.PixelsPerImage).ToArray();
        for (var i = 0; i < pairs.Length; i++)
        {
            if (i % perRow > 0) pixels.AddRange(blank); // white on white: a gap
            pixels.AddRange(firsts.Image(pairs[i].First));
            pixels.AddRange(seconds.Image(pairs[i].Second));
        }
        var cells =
            new LabelledImages("closest pairs", [.. pixels], new int[pixels.Count / blank.Length], firsts.Height,
            firsts.Width, firsts.Channels, ["pair"]);
        return ImageSheet.Grid(cells, columns: (3 * perRow) - 1, scale);
    }
}
