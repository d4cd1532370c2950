using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>What a study says at one size, and everything that limits it.</summary>
internal static class Conclusions
{
    private const int LeastReplicates = 5;

    public static ConclusionRecord Of(StudyGraph study, SizePlan size, IReadOnlyList<ContrastRecord> contrasts, IReadOnlyList<string> missing)
    {
        var family = contrasts.Where(c => c.Size == size.Name && c.InFamily).ToList();
        return new ConclusionRecord
        {
            Size = size.Name,
            Verdicts = [.. family.Select(c => c.Sentence)],
            Limits = [.. Limits(study, size, family, missing)],
        };
    }

    private static IEnumerable<string> Limits(StudyGraph study, SizePlan size, List<ContrastRecord> family, IReadOnlyList<string> missing)
    {
        var plan = study.Plan;
        if (plan.PlumbingOnly) yield return "This run proves that the parts work together; its verdicts say nothing about GANs.";
        if (plan.Replicates < LeastReplicates)
            yield return $"{plan.Replicates} replicate{(plan.Replicates == 1 ? "" : "s")} of at least {LeastReplicates}: nothing is said to improve or to harm.";
        if (missing.Count > 0)
            yield return $"The study is not complete: {missing.Count} task{(missing.Count == 1 ? " is" : "s are")} missing ({string.Join("; ", missing.Take(3))}{(missing.Count > 3 ? "; ..." : "")}), so the verdicts rest on fewer replicates than planned.";
        foreach (var c in family.Where(c => c.Replicates > 0 && c.Steps is null)) yield return $"{c.Arm} against {c.Against} is void: the numbers of optimiser steps that were run differ.";
        if (size.Images is null && study.Data.HasTestSet)
            yield return "All replicates train on the same images: the intervals cover the seeds and the test images, not another draw of the training set.";
        else if (!study.Data.HasTestSet)
            yield return "There is no separate test set: replicates are repeated splits of the same images. The corrected interval is careful about test images and seeds, but far too narrow where another sample of training images would change the difference (docs/evidence.md), so read a verdict as one about these images.";
        else if (!study.Data.ReplicatesAreDisjoint(size))
            yield return "The training parts of the replicates overlap, since the data set is too small for disjoint ones: the intervals are somewhat too narrow.";
        if (family.Where(c => c.SmallestDetectablePoints is not null).Select(c => c.SmallestDetectablePoints!.Value).DefaultIfEmpty().Max() is > 0 and var detectable)
            yield return $"Effects below about {ContrastSentence.Number(detectable)} points would probably go unnoticed in a study of this size.";
    }
}
