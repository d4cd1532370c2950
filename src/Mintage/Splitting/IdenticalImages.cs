using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>Finds images that occur more than once, so that a split can keep all copies on one side.</summary>
internal static class IdenticalImages
{
    /// <summary>Numbers the distinct images. Images with equal pixels get equal numbers, whatever their
    /// labels.</summary>
    /// <returns>One number per image, from 0 in order of first appearance.</returns>
    public static int[] Groups(LabelledImages images)
    {
        var numbers = new Dictionary<string, int>();
        var groups = new int[images.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var fingerprint = images.ImageFingerprint(i);
            if (!numbers.TryGetValue(fingerprint, out groups[i])) numbers[fingerprint] = groups[i] = numbers.Count;
        }
        return groups;
    }

    /// <summary>Finds images whose pixels repeat those of an earlier image. Without them no image would occur
    /// twice.</summary>
    /// <returns>Each with the first image that is identical to it, in order.</returns>
    public static IReadOnlyList<ImageMatch> Within(LabelledImages images)
    {
        var firstOf = new Dictionary<string, int>();
        return
        [
            .. from i in Enumerable.Range(0, images.Count)
               where !firstOf.TryAdd(images.ImageFingerprint(i), i)
               select ImageMatch.Of(images, firstOf[images.ImageFingerprint(i)], images, i, 1),
        ];
    }

    /// <summary>Finds images of one set that are also in the other.</summary>
    /// <returns>Each with an identical image of the other set: the first one of another class, or else the first one.
    /// In order.</returns>
    public static IReadOnlyList<ImageMatch> Between(LabelledImages images, LabelledImages others)
    {
        var copies = Enumerable.Range(0, others.Count).ToLookup(others.ImageFingerprint);
        return
        [
            .. from i in Enumerable.Range(0, images.Count)
               let matches = copies[images.ImageFingerprint(i)]
                   .Select(other => ImageMatch.Of(images, i, others, other, 1))
               where matches.Any()
               select matches.FirstOrDefault(match => !match.SameClass) ?? matches.First(),
        ];
    }
}
