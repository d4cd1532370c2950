using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>Sorts images by their content, so that a set sorted by class and a shuffled one get the same
/// order.</summary>
internal static class ContentOrder
{
    /// <summary>Sorts by fingerprint, then label. Images that are equal in both keep their order; they cannot be told
    /// apart.</summary>
    public static LabelledImages Of(LabelledImages images) => images.Select(
    [
        .. Enumerable.Range(0, images.Count)
            .OrderBy(images.ImageFingerprint, StringComparer.Ordinal).ThenBy(i => images.Labels[i]),
    ]);
}
