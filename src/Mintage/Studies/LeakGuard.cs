using Mintage.Classification;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>
/// Compares the fingerprints of everything behind a classifier with the images it must not have seen, directly or
/// through a GAN, its stopping rule or a filter. Looks at what was used, not at what was asked for.
/// </summary>
public static class LeakGuard
{
    private const int Listed = 5;

    /// <summary>Refuses an arm that saw what it must not.</summary>
    /// <param name="arm">For the message.</param>
    /// <param name="training">The arm's real training part.</param>
    /// <param name="extra">Further real images it trains on, or null.</param>
    /// <param name="lineage">Fingerprints of the real images behind its synthetic images, or null without.</param>
    /// <param name="forbidden">
    /// Sets that nothing may have seen: the test set, and the validation part of a nested fold.
    /// </param>
    /// <param name="leaky">
    /// Whether the arm is marked as leaky: its lineage may then leave the training part, but never reach the forbidden
    /// sets.
    /// </param>
    /// <exception cref="UserInputException">Names images by file or index, or groups by name.</exception>
    public static void Check(
        string arm, LabelledImages training, LabelledImages? extra, IReadOnlyCollection<string>? lineage,
        IReadOnlyList<LabelledImages> forbidden, bool leaky)
    {
        var direct = Fingerprints(training);
        if (extra is not null) direct.UnionWith(Fingerprints(extra));
        var behind = lineage?.ToHashSet() ?? [];
        foreach (var set in forbidden)
        {
            Refuse(arm, set, direct, "its classifier trains on");
            Refuse(arm, set, behind, "its synthetic images come from");
            RefuseGroups(arm, set, training);
            if (extra is not null) RefuseGroups(arm, set, extra);
        }
        if (leaky) return;
        behind.ExceptWith(Fingerprints(training));
        if (behind.Count > 0)
        {
            throw new UserInputException(
                $"{arm}: its GAN (with stopping rule and filter) may see the {training.Count} images of the arm's "
                    + $"training part only, but {behind.Count} images of its lineage are not among them. Train it on "
                    + "the training part, or mark the arm as leaky.");
        }
    }

    /// <summary>Refuses to train on images that test images are behind, or that are test images.</summary>
    /// <param name="training">All images that are learned from or choose an epoch.</param>
    /// <param name="lineage">
    /// Fingerprints of the real images behind synthetic ones among them, or null where there are none.
    /// </param>
    /// <param name="test">The test images.</param>
    /// <exception cref="UserInputException">Lists every kind of overlap.</exception>
    public static void CheckTest(
        LabelledImages training, IReadOnlyCollection<string>? lineage, LabelledImages test)
    {
        string?[] found =
        [
            Leak(test, Fingerprints(training), "the classifier trains on"),
            Leak(test, lineage?.ToHashSet() ?? [], "its synthetic images come from"),
            SharedGroups(test, training),
        ];
        string[] faults = [.. found.OfType<string>()];
        if (faults.Length > 0)
            throw UserInputException.FromFaults(
                "training and test images must have nothing in common",
                [.. faults[..^1], $"{faults[^1]} Name other test images (or use --test-share), or use --allow-overlap "
                    + "if you know that the accuracy will be too good."]);
    }

    /// <summary>Refuses to judge a classifier on images that it has seen.</summary>
    /// <param name="facts">What its file says.</param>
    /// <param name="test">The images to judge it on.</param>
    /// <exception cref="UserInputException">It has seen some of them.</exception>
    public static void CheckJudged(ClassifierFacts facts, LabelledImages test)
    {
        if (ClassifierFile.SeenOf(facts, test) is > 0 and var seen)
            throw new UserInputException(
                $"A classifier must be judged on images that it has not seen, but it was trained on {seen:N0} of the "
                + $"{test.Count:N0} images of '{test.Name}', or on images of a GAN that was. Name other images, or "
                + "use --allow-overlap if you know that the accuracy will be too good.");
    }

    /// <summary>How many images of a set are among the fingerprints.</summary>
    internal static int Overlap(LabelledImages images, IReadOnlySet<string> fingerprints) =>
        Enumerable.Range(0, images.Count).Count(i => fingerprints.Contains(images.ImageFingerprint(i)));

    /// <summary>Row numbers of a set's images that are not among the fingerprints.</summary>
    internal static int[] RowsOutside(LabelledImages images, IReadOnlySet<string> fingerprints) =>
        [.. Enumerable.Range(0, images.Count).Where(i => !fingerprints.Contains(images.ImageFingerprint(i)))];

    /// <summary>Fingerprints of all images of a set.</summary>
    internal static HashSet<string> Fingerprints(LabelledImages images) =>
        [.. Enumerable.Range(0, images.Count).Select(images.ImageFingerprint)];

    private static void RefuseGroups(string arm, LabelledImages forbidden, LabelledImages seen)
    {
        if (SharedGroups(forbidden, seen) is { } fault) throw new UserInputException($"{arm}: {fault}");
    }

    private static void Refuse(string arm, LabelledImages forbidden, HashSet<string> seen, string how)
    {
        if (Leak(forbidden, seen, how) is { } fault) throw new UserInputException($"{arm}: {fault}");
    }

    private static string? SharedGroups(LabelledImages forbidden, LabelledImages seen)
    {
        var shared = GroupSummary.Shared(forbidden, seen);
        return shared.Count == 0 ? null
            : $"no group may be on both sides, but {shared.Count} of '{forbidden.Name}' are among its training "
                + $"images too ({string.Join(", ", shared.Take(Listed))}{(shared.Count > Listed ? ", ..." : "")}). "
                + "Keep all images of a group in one part.";
    }

    private static string? Leak(LabelledImages forbidden, HashSet<string> seen, string how)
    {
        if (seen.Count == 0) return null;
        var leaked = Enumerable.Range(0, forbidden.Count).Where(i => seen.Contains(forbidden.ImageFingerprint(i)))
            .ToArray();
        return leaked.Length == 0 ? null
            : $"nothing may have seen an image of '{forbidden.Name}', but {leaked.Length:N0} of them are among the "
                + $"{seen.Count:N0} different images that {how} ("
                + $"{string.Join(", ", leaked.Take(Listed).Select(forbidden.NameOf))}"
                + $"{(leaked.Length > Listed ? ", ..." : "")}). Remove them from the training set.";
    }
}
