using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Reports.Sections;

/// <summary>The words of the fair protocol, each in a sentence or two that a statistician can hold us to.</summary>
internal static class FairReading
{
    /// <summary>Words and their meanings, in the order of need.</summary>
    public static IEnumerable<(string Word, string Meaning)> Words(StudyResults results)
    {
        yield return ("Replicate", Replicate(results) + " All arms of a replicate share its images, its initial "
            + "weights and the order of its real images, so arms are compared pair by pair, replicate by replicate.");
        yield return (
            "Equal steps",
            "Both arms of a comparison get the same number of optimiser steps, batch size, schedule and network. "
            + "Where the steps that were run differ, the comparison is void.");
        if (results.Replicates > 1)
        {
            yield return Uncertainty(results);
            yield return Together(results);
        }
        foreach (var verdict in Verdicts(results)) yield return verdict;
        yield return (
            "Why five replicates",
            "With fewer than five replicates the spread over replicates is itself hardly known, and a lucky draw "
            + "looks like an effect. Such a study never says “improves” or “harms”, whatever its figures.");
    }

    private static string Replicate(StudyResults results)
    {
        var seeds = results.Sizes.Where(s => s.Estimand == "seeds").ToList();
        if (results.Data.RepeatedSplits) return "One split of the images into training and test part, with one seed.";
        return seeds.Count == results.Sizes.Count ? "One seed. All replicates train on the same real images."
            : "One draw of the real training images with one seed." + (seeds.Count == 0 ? ""
                : $" At {string.Join(" and ", seeds.Select(s => $"“{s.Name}”"))} all replicates train on the same "
                    + "real images, and only seeds differ.");
    }

    private static (string Word, string Meaning) Uncertainty(StudyResults results) => results.Data.RepeatedSplits
        ? ("Uncertainty of repeated splits",
            "Each replicate tests on other images, but all of them come from one set. The corrected resampled t test "
            + "(Nadeau and Bengio 2003) allows for what the splits share; it cannot say what another set would give.")
        : ("Two sources of uncertainty",
            (results.Sizes.All(s => s.Estimand == "seeds")
                ? "Another seed would give another difference"
                : "Another draw of training images and seed would give another difference")
            + ", and so would other test images. The standard error has a part for each: the spread over replicates, "
            + "and the spread over test images of what the replicates have in common."
            + (results.NestedFolds > 0 ? " On nested folds, which share images, a corrected resampled t test (Nadeau "
                + "and Bengio 2003) or a paired t test over replicates takes its place." : ""));

    private static (string Word, string Meaning) Together(StudyResults results) => (
        "Simultaneous interval and Holm",
        "With several comparisons some interval misses zero by chance. The simultaneous intervals are wide enough "
        + $"that all of one size hold at once with {Numbers.Confidence(results)} %"
        + (results.Data.RepeatedSplits ? ", were the splits independent" : "") + ". Holm's step-down correction of "
        + "the p values decides: it is wrong as seldom and finds a little more, so a comparison can be decided "
        + "although its simultaneous interval touches zero. The 5 % cover one size of one study: several sizes, and "
        + "several studies on the same test images, add up.");

    private static IEnumerable<(string Word, string Meaning)> Verdicts(StudyResults results)
    {
        if (results.Data.RepeatedSplits)
        {
            yield return (VerdictMark.SuggestsGain.Word,
                "The difference is positive and Holm's p value is at most 0.05. On repeated splits that suggests a "
                + "gain and does not show it.");
            yield return (VerdictMark.SuggestsHarm.Word, "The same for a negative difference.");
        }
        else if (results.Replicates >= JudgeOptions.LeastReplicates)
        {
            yield return (VerdictMark.Improves.Word,
                "The difference is positive, Holm's p value is at most 0.05, and there are at least five replicates. "
                + "It may still be smaller than what counts as relevant; the sentence beside the verdict then says "
                + "so.");
            yield return (VerdictMark.Harms.Word, "The difference is negative, under the same conditions.");
        }
        if (!results.Data.RepeatedSplits && results.Replicates > 1)
            yield return (VerdictMark.NoRelevantEffect.Word,
                "Neither of these, and the simultaneous interval lies inside "
                + $"{ContrastsSection.Margins(results)}: whatever the effect is, it is too small to matter by the "
                + "study's own measure. Unless the plan says otherwise, that is 0.5 points or a quarter of the errors "
                + "of the best control, whichever is less.");
        yield return (VerdictMark.NotEnoughEvidence.Word, "Anything else. It is not evidence that there is no effect.");
    }
}
