using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>A picture of the closest pairs: each synthetic image at the left of the training image it is nearest to.</summary>
public static class PairSheet
{
    private const byte White = 255;

    /// <summary>Draws the pairs in rows from the top left, in the order given, with a gap between pairs.</summary>
    /// <param name="synthetic">The synthetic images.</param>
    /// <param name="training">The training images, of the same shape.</param>
    /// <param name="pairs">At least one, e.g. <see cref="MemorisationResult.ClosestPairs"/>.</param>
    /// <param name="pairsPerRow">At least 1.</param>
    /// <param name="scale">Side of the square that a pixel becomes, at least 1.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="UserInputException">The images differ in shape.</exception>
    public static byte[] Png(LabelledImages synthetic, LabelledImages training, IReadOnlyList<ImagePair> pairs, int pairsPerRow = 6, int scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairsPerRow);
        ScoreInput.RequireSameShape(training, synthetic);
        var perRow = Math.Min(pairsPerRow, pairs.Count);
        var pixels = new List<byte>();
        var blank = Enumerable.Repeat(White, synthetic.PixelsPerImage).ToArray();
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i % perRow > 0) pixels.AddRange(blank); // white on white: a gap
            pixels.AddRange(synthetic.Image(pairs[i].SyntheticIndex));
            pixels.AddRange(training.Image(pairs[i].TrainingIndex));
        }
        var cells = new LabelledImages("closest pairs", [.. pixels], new int[pixels.Count / blank.Length], synthetic.Height, synthetic.Width, synthetic.Channels, ["pair"]);
        return ImageSheet.Grid(cells, columns: (3 * perRow) - 1, scale);
    }
}
