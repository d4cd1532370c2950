using Mintage.Results;

namespace Mintage.Reports.Sections;

/// <summary>The words of the fair protocol, each in a sentence or two that a statistician can hold us to.</summary>
internal static class FairReading
{
    /// <summary>Words and their meanings, in the order of need.</summary>
    public static IEnumerable<(string Word, string Meaning)> Words(StudyResults results)
    {
        yield return (
            "Replicate",
            "One draw of the real training images with one seed. All arms of a replicate share its images, its "
            + "initial weights and the order of its real images, so arms are compared pair by pair, replicate by "
            + "replicate.");
        yield return (
            "Equal steps",
            "Both arms of a comparison get the same number of optimiser steps, batch size, schedule and network. "
            + "Where the steps that were run differ, the comparison is void.");
        yield return (
            "Two sources of uncertainty",
            "Another draw of training images and seed would give another difference, and so would other test images. "
            + "The standard error has a part for each: the spread over replicates, and the spread over test images "
            + "of what the replicates have in common. Where replicates are repeated splits or folds of the same "
            + "images, the corrected resampled t test (Nadeau and Bengio 2003) allows for what they share.");
        yield return (
            "Simultaneous interval and Holm",
            "With several comparisons some interval misses zero by chance. The simultaneous intervals are wide "
            + $"enough that all of one size hold at once with {Numbers.Confidence(results)} %. Holm's step-down "
            + "correction of the p values decides: it is wrong as seldom and finds a little more, so a comparison "
            + "can be decided although its simultaneous interval touches zero. The 5 % cover one size of one study: "
            + "several sizes, and several studies on the same test images, add up.");
        yield return (
            VerdictMark.Improves.Word,
            "The difference is positive, Holm's p value is at most 0.05, and there are at least five replicates. It "
            + "may still be smaller than what counts as relevant; the sentence beside the verdict then says so.");
        yield return (VerdictMark.Harms.Word, "The difference is negative, under the same conditions.");
        yield return (
            VerdictMark.NoRelevantEffect.Word,
            $"Neither of these, and the simultaneous interval lies inside {ContrastsSection.Margins(results)}: "
            + "whatever the effect is, it is too small to matter by the study's own measure. Unless the plan says "
            + "otherwise, that is 0.5 points or a quarter of the errors of the best control, whichever is less.");
        yield return (VerdictMark.NotEnoughEvidence.Word, "Anything else. It is not evidence that there is no effect.");
        yield return (
            "Why five replicates",
            "With fewer than five replicates the spread over replicates is itself hardly known, and a lucky draw "
            + "looks like an effect. Such a study never says “improves” or “harms”, whatever its figures.");
    }
}
