using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;
using Mintage.Studies.Surveys;

namespace Mintage.Studies.Analysis;

/// <summary>What a study says at one size, and everything that limits it.</summary>
internal static class Conclusions
{
    /// <summary>
    /// Part of the way from guessing to the real images that a GAN's images alone must take a classifier.
    /// </summary>
    private const double LeastShown = 0.5;

    /// <summary>A class with fewer test images is named.</summary>
    private const int FewestOfClass = 20;

    /// <summary>Points between nothing right and everything right: no difference is larger.</summary>
    internal const double WholeScale = 100;

    public static ConclusionRecord Of(StudyGraph study, SizePlan size, IReadOnlyList<FairArmRow> arms,
        IReadOnlyList<ContrastRecord> contrasts, IReadOnlyList<BudgetRecord> budgets, IReadOnlyList<string> missing,
        ElsewhereRecord? elsewhere = null)
    {
        var family = contrasts.Where(c => c.Size == size.Name && c.InFamily).ToList();
        return new ConclusionRecord
        {
            Size = size.Name,
            Verdicts = [.. family.Select(c => c.Sentence)],
            Controls = study.Plan.PlumbingOnly
                ? []
                : [.. ControlSentences.Of(study.Plan, size, contrasts, budgets),
                    .. ClassifierSentences.Of(study.Plan, size, contrasts)],
            Limits =
            [
                .. elsewhere is null ? [] : Elsewhere(elsewhere),
                .. Limits(
                    study, size, [.. arms.Where(a => a.Size == size.Name)], family, missing,
                    isOwn: elsewhere is null),
            ],
        };
    }

    /// <summary>What nobody can tell of classifiers that others trained.</summary>
    private static IEnumerable<string> Elsewhere(ElsewhereRecord elsewhere)
    {
        yield return "The classifiers were trained elsewhere. Mintage handed out the images and has seen predictions "
            + "and reported steps, nothing else: that all arms were trained alike, and what else their program knew, "
            + "is for its owner to answer for.";
        if (elsewhere.StepsUnreported is { Count: > 0 } silent)
            yield return $"{silent.Count} of {elsewhere.Classifiers} classifiers did not report their steps "
                + $"({string.Join(", ", silent.Take(3))}{(silent.Count > 3 ? ", ..." : "")}): that the arms ran equal "
                + "numbers of steps is not checked.";
    }

    private static IEnumerable<string> Limits(StudyGraph study, SizePlan size, List<FairArmRow> arms,
        List<ContrastRecord> family, IReadOnlyList<string> missing, bool isOwn)
    {
        var plan = study.Plan;
        if (plan.PlumbingOnly)
            yield return "This run proves that the parts work together; its verdicts say nothing about GANs.";
        if (plan.Replicates < JudgeOptions.LeastReplicates)
            yield return $"Only {plan.Replicates} of the {JudgeOptions.LeastReplicates} replicates needed, so no "
                + "verdict.";
        if (plan.Looks.Count > 1 && Enumerable.Range(0, plan.Looks.Count)
            .First(i => plan.Looks[i] == plan.Replicates) is var look)
        {
            var level = 100 * LookBook.Level(plan);
            yield return $"This is look {look + 1} of {plan.Looks.Count}, after {plan.Replicates} of {plan.Looks[^1]} "
                + $"replicates. Its level is {ContrastSentence.Number(level)} %, since all looks share 5 %."
                + (look + 1 < plan.Looks.Count ? " Run the study again to go on to the next." : "");
        }
        foreach (var words in TooShort.Plan(plan)) yield return words;
        if (!plan.PlumbingOnly && TooShort.Classifiers(size, arms) is { } learning)
            yield return $"{learning} Raise 'steps' in the plan.";
        if (missing.Count > 0) yield return Incomplete(missing, family.Any(c => c.Replicates < c.ReplicatesPlanned));
        foreach (var c in family.Where(c => c.Replicates > 0 && c.Steps is null))
            yield return $"{c.Arm} against {c.Against} is void: the numbers of optimiser steps that were run differ.";
        if (!study.Data.HasTestSet)
            yield return "Replicates are repeated splits of the same images: the corrected interval is careful about "
                + "test images and seeds, but far too narrow where another sample of training images would change the "
                + "difference (docs/evidence.md). So a verdict only suggests. Set a test part aside to get one "
                + "(repeated_splits: false).";
        else if (size.Images is null)
            yield return "All replicates train on the same images: the verdicts are about them, not about another "
                + "draw of the training set.";
        else if (!study.Data.ReplicatesAreDisjoint(size))
            yield return "The training parts of the replicates overlap, since the data set is too small for disjoint "
                + "ones: the intervals are somewhat too narrow.";
        foreach (var warning in ContentWarnings.OfStudy(study.Data)) yield return warning;
        foreach (var limit in ForeignSets.Limits(study, size)) yield return limit;
        if (isOwn && size.Classifier.Pretrained is not null)
            yield return "The classifier's backbone was trained on ImageNet, more than a million photographs. Every "
                + $"arm of this size shares that outside knowledge{Without(plan)}.";
        if (isOwn && size.Classifier.Program is not null)
            yield return "The classifier is a program of your own: what it knew before (pretrained weights) and what "
                + $"it downloads is not known here. Every arm of this size shares it{Without(plan)}.";
        if (arms.Find(a => a.Arm == FairArms.Classical)?.Gain is
            { Against: FairArms.Real, IntervalPoints: { High: < 0 } } loss)
            yield return Harmful(loss, plan.Fair!.Measure.Words());
        if (!plan.PlumbingOnly)
            foreach (var limit in ClassesNotShown(plan, study.Data.Train.ClassCount, arms)) yield return limit;
        var counts = study.Data.Images(study.Data.Test(0)).ClassCounts();
        var few = study.Data.Train.ClassNames.Zip(counts)
            .Where(c => c.Second is > 0 and < FewestOfClass).Select(c => $"'{c.First}' ({c.Second})").ToList();
        if (few.Count > 0 && plan.Fair!.Measure != ClassMeasure.Accuracy)
            yield return $"Fewer than {FewestOfClass} test images: {string.Join(", ", few)}. One image of the "
                + "smallest class is worth "
                + $"{ContrastSentence.Number(100 * TestInfluence.In(plan.Fair.Measure, counts).Largest)} points; the "
                + "standard error is never taken as less.";
        // a set that is there cannot fail
        var readyMade = plan.Gans.Where(g => g.IsReadyMade).Select(g => g.Name).ToHashSet();
        var ofGans = family.Where(c => arms.Find(a => a.Arm == c.Arm)?.Gan is { } gan && !readyMade.Contains(gan))
            .ToList();
        foreach (var c in ofGans.Where(c => c.HoldsIfOneInTenFailed == false))
            yield return $"{c.Arm} against {c.Against}: the verdict '{c.Verdict}' would not hold if one GAN in ten had "
                + "failed where it did best.";
        foreach (var c in ofGans.Where(c => c.Verdict == "improves" && c.Replicates == c.ReplicatesPlanned))
            yield return $"{c.Arm} against {c.Against}: none of the {c.Replicates} GANs failed. That still allows up "
                + $"to {100 * FailureStress.MostUnseen(c.Replicates):0} % of such GANs to fail (95 %), and the verdict "
                + "is about those that do not.";
        var detectable = family.Select(c => c.SmallestDetectablePoints).OfType<double>().ToList();
        if (detectable.Count > 0)
            yield return Missed(detectable, plan.Fair!.Measure.Words());
    }

    /// <summary>
    /// GANs whose images alone teach a classifier little: they failed or were trained too little, and the verdicts on
    /// them are about that.
    /// </summary>
    private static IEnumerable<string> ClassesNotShown(StudyPlan plan, int classes, List<FairArmRow> arms)
    {
        var (measure, guessing) = (ClassMeasure.BalancedAccuracy.Words(), 100.0 / classes);
        if (Percent(FairArms.Real) is not { } real) yield break;
        foreach (var gan in plan.Gans.Select(g => g.Name))
        {
            if (Percent(FairArms.SyntheticOnly(gan)) is not { } alone
                || alone - guessing >= LeastShown * (real - guessing))
                continue;
            yield return $"The images of {gan} hardly show their classes: a classifier that saw nothing else has a "
                + $"{measure} of {alone:F1} %, where guessing has {guessing:F1} % and the real images give {real:F1} "
                + "%. The verdicts on it are about " + (plan.Gans.First(g => g.Name == gan).IsForeign
                    ? "images that teach little; look at them beside real ones in this report."
                    : "a GAN that failed or was trained too little; look at its sheets, and train it longer before "
                        + "giving GANs up.");
        }

        double? Percent(string arm) => arms.Find(a => a.Arm == arm)?.Measures.First(m => m.Measure == measure).Percent;
    }

    private static string Harmful(ArmDifference loss, string measure) =>
        $"'{loss.Arm}' is worse than '{loss.Against}', by {ContrastSentence.Signed(loss.EstimatePoints)} "
        + $"{ContrastSentence.Points(measure)} (95 % interval {ContrastSentence.Signed(loss.IntervalPoints!.Low)} to "
        + $"{ContrastSentence.Signed(loss.IntervalPoints.High)}): this augmentation does harm, so what improves on it "
        + "may only undo that. Choose another 'classical' in the plan.";

    /// <summary>Who lacks what the classifier knows.</summary>
    private static string Without(StudyPlan plan) =>
        plan.Gans.Any(g => !g.IsForeign) ? "; the GANs of this study do not have it" : "";

    private static string Incomplete(IReadOnlyList<string> missing, bool touchesVerdicts)
    {
        var named = $"{string.Join("; ", missing.Take(3))}{(missing.Count > 3 ? "; ..." : "")}";
        return $"The study is not complete: {missing.Count} task{(missing.Count == 1 ? " is" : "s are")} missing "
            + $"({named}). "
            + (touchesVerdicts
                ? "The verdicts rest on fewer replicates than planned."
                : "The verdicts do not need them.");
    }

    private static string Missed(List<double> points, string measure)
    {
        var (least, most) = (points.Min(), points.Max());
        if (least >= WholeScale)
            return "This study could miss a difference of any size: the replicates differ too much from each other.";
        var (low, high) = (ContrastSentence.Number(least), ContrastSentence.Number(most));
        var unit = ContrastSentence.Points(measure);
        return "This study probably misses differences below " + (
            most >= WholeScale ? $"{low} {unit} in the most exact comparison, and of any size in the least exact."
            : low == high ? $"{low} {unit}."
            : $"{low} to {high} {unit}, depending on the comparison.");
    }
}
