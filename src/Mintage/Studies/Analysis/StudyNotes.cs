using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>What a reader must know to read the numbers rightly.</summary>
internal static class StudyNotes
{
    public static IEnumerable<string> Of(
        StudyGraph study, IReadOnlyList<FitRecord> fits, IReadOnlyList<GanRecord> gans, IReadOnlyList<string> missing)
    {
        var plan = study.Plan;
        if (plan.PlumbingOnly)
            yield return "This run proves that the parts work together, nothing else: every network was trained for "
                + "seconds. Its numbers say nothing about GANs.";
        if (plan.Replicates < JudgeOptions.LeastReplicates && !plan.PlumbingOnly)
            yield return $"{plan.Replicates} replicate{(plan.Replicates == 1 ? "" : "s")}: too few for a verdict, "
                + $"which takes {JudgeOptions.LeastReplicates}.";
        if (plan.Article is not null)
        {
            yield return "The curves show the test set after every epoch, as the article does (after every so many "
                + "where there are more than a dozen). No choice is made on it: epochs and steps are fixed in the "
                    + "plan.";
            yield return $"'{ArticleArms.Control}' trains on the real images alone for as many optimiser steps as the "
                + $"arms with synthetic images get. What it gains over '{ArticleArms.Real}' is owed to longer "
                + "training, not to GANs.";
        }
        if (plan.Article is { Folds: > 0 })
            yield return "The article's folds are pooled: synthetic images are in training and validation parts, and "
                + "the GANs saw the real images of the validation parts. Their accuracies are too good; the column "
                + "'real only' leaves the synthetic validation images out, not the leak.";
        if (plan.Fair is { NestedFolds: > 0 })
            yield return "The fair protocol's folds are nested: a GAN is trained for every training fold, and only "
                + "real images are validated on.";
        if (study.Data.LeftOut > 0)
            yield return $"{study.Data.LeftOut:N0} training images are left out of everything: the same image, or one "
                + "of the same group, is in the test set.";
        if (study.Data.HasTestSet && study.Data.TestUnits(0) is { } units)
            yield return study.Data.TestGroups is null
                ? $"The {units.Images:N0} test images show {units.Count:N0} different ones: intervals and tests count "
                    + "each once."
                : $"The {units.Images:N0} test images are of {units.Count:N0} groups: intervals and tests count "
                    + "groups, since a classifier errs alike on images of one group.";
        foreach (var f in fits.Where(f => f.Leaky && f.Fold is null && f.Replicate == 0))
            yield return $"'{f.Arm}' ({f.Size}) is leaky: its GAN was trained on all "
                + $"{study.Data.Train.Count - study.Data.LeftOut:N0} images, while its baseline saw "
                + $"{f.Figures.RealImages:N0}.";
        foreach (var gan in gans.Where(g => g.Figures.Divergence is not null))
            yield return $"The GAN '{gan.Name}' ({gan.Size}, replicate {gan.Replicate + 1}{gan.MemberText}) diverged "
                + $"after {gan.Figures.GeneratorUpdates:N0} updates; its images are from the last finite checkpoint.";
        foreach (var (gan, warning) in gans.SelectMany(g => g.Figures.Warnings.Select(w => (g, w))))
            yield return $"The GAN '{gan.Name}' ({gan.Size}, replicate {gan.Replicate + 1}{gan.MemberText}): {warning}";
        foreach (var size in plan.Sizes.Where(s => plan.Fair is not null
            && study.Data.Extra(s, 0, plan.SyntheticAt(s)) is null))
            yield return $"'{FairArms.MoreReal}' is left out at '{size.Name}': the data set has too few further "
                + "images.";
        foreach (var size in plan.Sizes.Where(s => plan is { Fair: not null, Gans.Count: > 0 }
            && !SyntheticOnlyArm.IsPossible(plan, s)))
            yield return $"No classifier trains on synthetic images alone at '{size.Name}': "
                + $"{plan.SyntheticAt(size):N0} are fewer than a batch of {size.Classifier.BatchSize:N0}.";
        foreach (var note in ProgramNotes.Of(study, fits)) yield return note;
        if (missing.Count > 0)
            yield return $"{missing.Count} task{(missing.Count == 1 ? " is" : "s are")} missing: "
                + $"{string.Join("; ", missing)}.";
    }
}
