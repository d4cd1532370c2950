using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>The order of images by what they show: the same for a set sorted by class and for its shuffle.</summary>
internal static class ContentOrder
{
    /// <summary>
    /// The images by fingerprint, then label. Images that are equal in both keep their order; nothing tells them
    /// apart.
    /// </summary>
    public static LabelledImages Of(LabelledImages images) => images.Select(
    [
        .. Enumerable.Range(0, images.Count)
            .OrderBy(images.ImageFingerprint, StringComparer.Ordinal).ThenBy(i => images.Labels[i]),
    ]);
}
