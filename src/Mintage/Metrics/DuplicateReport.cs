using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Metrics;

/// <summary>Equal and nearly equal images within one set, or between two sets. Immutable.</summary>
/// <param name="Identical">Images with the pixels of an earlier image of the set, or of any image of the other set;
/// each with one such image.</param>
/// <param name="Near">Near copies that are not identical; null if they were not searched.</param>
public sealed record DuplicateReport(IReadOnlyList<ImageMatch> Identical, NearDuplicateResult? Near)
{
    /// <summary>Searches one set.</summary>
    /// <param name="images">Any number of images.</param>
    /// <param name="near">True also searches near copies, which needs the tensor library and time that grows with the
    /// square of the number of images.</param>
    public static DuplicateReport Within(LabelledImages images, bool near) =>
        new(IdenticalImages.Within(images), near ? NearDuplicates.Within(images) : null);

    /// <summary>Searches one set for images of another.</summary>
    /// <param name="images">Any number of images.</param>
    /// <param name="others">Any number; with near copies, of the same shape.</param>
    /// <param name="near">True also searches near copies.</param>
    /// <exception cref="Runtime.UserInputException">Near copies are searched and the shapes differ.</exception>
    public static DuplicateReport Between(LabelledImages images, LabelledImages others, bool near) =>
        new(IdenticalImages.Between(images, others), near ? NearDuplicates.Between(images, others) : null);

    /// <summary>
    /// Lists the pairs to look at first: identical images of different classes, near copies of different classes,
    /// identical images, then the closest other pairs.
    /// </summary>
    /// <param name="count">Largest number of pairs, at least 1.</param>
    public IReadOnlyList<ImageMatch> Foremost(int count) =>
    [
        .. Identical.Where(match => !match.SameClass)
            .Concat(Near?.Pairs.Where(match => !match.SameClass) ?? [])
            .Concat(Identical).Concat(Near?.Closest ?? [])
            .Distinct().Take(count),
    ];
}
