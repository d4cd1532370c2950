using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>The outcome of a check for copies of training images.</summary>
/// <param name="TrainingImages">Number of training images that every synthetic image was compared with.</param>
/// <param name="Redrawn">Number of images drawn again because they were copies or near copies.</param>
public sealed record CopyFacts(int TrainingImages, int Redrawn);

/// <summary>
/// Keeps copies of training images out of synthetic sets: a generator can repeat an image that it learned from, and
/// with it a patient. Copies and near copies, as <see cref="NearDuplicates"/> finds them, are drawn again. If they are
/// common, the GAN has memorised its images and the set is refused.
/// </summary>
/// <param name="training">All images that the GAN saw.</param>
internal sealed class CopyGuard(LabelledImages training)
{
    /// <summary>If at least this share of the first draws are copies, the GAN has memorised its images.</summary>
    private const double Common = 0.01;

    private const int MostRounds = 10;

    /// <summary>Draws all copies again.</summary>
    /// <param name="images">The first draws.</param>
    /// <param name="draw">Draws images for labels. The second argument is the round, from 1.</param>
    /// <exception cref="UserInputException">Copies are common or keep coming up.</exception>
    public (LabelledImages Images, CopyFacts Facts) WithoutCopies(
        LabelledImages images, Func<int[], int, LabelledImages> draw)
    {
        var (copies, redrawn) = (Copies(images), 0);
        if (copies.Length > Math.Max(1, Common * images.Count)) throw Memorised(images, copies);
        if (copies.Length == 0) return (images, new CopyFacts(training.Count, 0));
        var pixels = (byte[])images.Pixels.Clone();
        for (var round = 1; copies.Length > 0; round++)
        {
            if (round > MostRounds) throw Memorised(images, copies);
            redrawn += copies.Length;
            var candidates = draw(Array.ConvertAll(copies, row => images.Labels[row]), round);
            for (var i = 0; i < copies.Length; i++)
                candidates.Image(i).CopyTo(pixels.AsSpan(copies[i] * images.PixelsPerImage));
            copies = [.. Copies(candidates).Select(i => copies[i])];
        }
        var kept =
            new LabelledImages(
                images.Name, pixels, images.Labels, images.Height, images.Width, images.Channels, images.ClassNames);
        return (kept, new CopyFacts(training.Count, redrawn));
    }

    /// <summary>Picks a GAN's training images out of a source.</summary>
    /// <param name="lineage">Fingerprints of every image the GAN saw.</param>
    /// <param name="source">Contains them; may contain others.</param>
    /// <exception cref="UserInputException">Some are missing.</exception>
    public static LabelledImages TrainingImages(IReadOnlyList<string> lineage, LabelledImages source)
    {
        var wanted = lineage.ToHashSet();
        int[] rows = [.. Enumerable.Range(0, source.Count).Where(i => wanted.Contains(source.ImageFingerprint(i)))];
        var found = rows.Select(source.ImageFingerprint).Distinct().Count();
        return found == wanted.Count
            ? source.Select(rows)
            : throw new UserInputException(
                $"'{source.Name}' must contain the GAN's {wanted.Count:N0} training images, which the copy check and "
                + $"the filter need, but {wanted.Count - found:N0} are missing. Pass the training data as --train "
                + "(with unchanged pixels), or use --allow-memorised to skip the copy check.");
    }

    /// <summary>Row numbers of copies and near copies of training images, ascending.</summary>
    public int[] Copies(LabelledImages images)
    {
        var report = DuplicateReport.Between(images, training, near: true);
        var rows = report.Identical.Concat(report.Near!.Pairs).Select(match => match.First).ToHashSet();
        // Of identical images only the first is compared.
        var prints = rows.Select(images.ImageFingerprint).ToHashSet();
        return [.. Enumerable.Range(0, images.Count).Where(i => prints.Contains(images.ImageFingerprint(i)))];
    }

    private static UserInputException Memorised(LabelledImages images, int[] copies) => new(
        $"A GAN's images must not be copies of its training images, but {copies.Length:N0} of {images.Count:N0} are "
        + "copies or near copies: it has memorised them. Train it on more images, for fewer updates, or with "
        + "augmentation; or use --allow-memorised if nobody's privacy is at stake.");
}
