using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>Finds images that occur more than once, so that a split can keep all copies on one side.</summary>
public static class IdenticalImages
{
    /// <summary>Numbers the distinct images: equal numbers where the pixels are equal, whatever the labels.</summary>
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
}
