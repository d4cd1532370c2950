using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// What to do at one size. Images of a GAN are advised only where the family shows that they help; of the arms without
/// them, plain "real" is left only for one that is clearly better, by intervals that hold for all of them at once.
/// </summary>
internal sealed class Decision(StudyGraph study, FinishedRuns fits, SizePlan size,
    IReadOnlyList<FairArmRow> allArms, IReadOnlyList<ContrastRecord> allContrasts)
{
    private const double Alpha = 0.05;
    private const int MostConfusions = 5;

    private readonly List<FairArmRow> arms = [.. allArms.Where(a => a.Size == size.Name)];
    private readonly List<ContrastRecord> contrasts = [.. allContrasts.Where(
        c => c.Size == size.Name && c.Evaluation != NestedContrasts.Evaluation && c.EstimatePoints is not null)];

    private ClassMeasure Measure => study.Plan.Fair!.Measure;

    private List<ContrastRecord> Family => [.. contrasts.Where(c => c is { InFamily: true, Steps: not null })];

    public DecisionRecord Run()
    {
        var shown = Family.Where(c => c.Verdict is "improves" or ContrastSentence.SuggestsGain).ToList();
        var usable = FairArms.All(study.Plan).Where(a => a.IsForUse).Select(a => a.Name).ToHashSet();
        var candidates = arms.Where(a => usable.Contains(a.Arm)
            && (a.Gan is null || shown.Any(c => c.Arm == a.Arm))).ToList();
        if (study.Plan.PlumbingOnly || candidates.Count == 0) return Nothing();
        if (Missing(usable) is > 0 and var missing) return Unfinished(missing);
        var leads = Differences(candidates.Where(a => a.Arm != FairArms.Real), FairArms.Real);
        var chosen = Choose(candidates, leads, shown);
        var better = ClearlyBetter(usable);
        var confusions = Confusions(chosen.Arm);
        var words = new DecisionWords(study, size, arms, contrasts, Measure.Words());
        var guess = Guess.Of(Measure, study.Data.Images(study.Data.Test(0)));
        var beats = (chosen.IntervalOf(Measure.Words())?.Low ?? chosen.Of(Measure.Words())) > guess.Percent;
        return new DecisionRecord
        {
            Size = size.Name,
            Arm = beats ? chosen.Arm : null,
            Percent = beats ? chosen.Of(Measure.Words()) : null,
            UsesSynthetic = beats && chosen.Gan is not null,
            GuessPercent = guess.Percent,
            ModelFile = beats ? ModelFile(chosen.Arm) : null,
            Lines =
            [
                beats ? words.WhatToUse(chosen, shown, allArms) : DecisionWords.NothingBeats(guess, chosen),
                words.HowSure(chosen, leads, guess),
                .. better.Count > 0 ? [words.Overlooked(better)] : Array.Empty<DecisionLine>(),
                .. words.OtherClassifier(allArms, chosen), words.MoreData(allArms, chosen),
                DecisionWords.Confused(chosen, confusions),
            ],
            ClearlyBetter = better,
            Confusions = confusions,
        };
    }

    private DecisionRecord Nothing() => new()
    {
        Size = size.Name,
        Arm = null,
        UsesSynthetic = false,
        ModelFile = null,
        Lines = [new(DecisionWords.Use, study.Plan.PlumbingOnly
            ? "Nothing yet: this run proves the plumbing only."
            : "Nothing yet: no arm of the fair protocol has finished.")],
    };

    /// <summary>Trainings that are still to come of arms to choose from, or to compare them with.</summary>
    private int Missing(HashSet<string> usable)
    {
        var wanted = usable.Concat(FairArms.Contrasts(study.Plan).Where(c => c.InFamily)
            .SelectMany(c => new[] { c.Arm, c.Against })).ToHashSet();
        var planned = study.Runs.Where(r => r.Protocol == ArmRun.Fair && r.Size == size && r.Fold is null
            && wanted.Contains(r.Arm)).Select(r => r.Key).ToHashSet();
        return planned.Except(fits.All.Select(f => f.Run.Key)).Count();
    }

    private DecisionRecord Unfinished(int missing) => Nothing() with
    {
        Lines = [new(DecisionWords.Use, $"Nothing yet: {missing} of the classifiers to choose between "
            + $"{(missing == 1 ? "is" : "are")} not trained. Run the study again to go on.")],
    };

    /// <summary>
    /// The best of those that clearly beat plain real images, else plain real images; and of what a verdict says
    /// improves on it, the most.
    /// </summary>
    private static FairArmRow Choose(
        List<FairArmRow> candidates, List<ArmDifference> leads, List<ContrastRecord> shown)
    {
        var clear = leads.Where(d => d.IntervalPoints is { Low: > 0 }).ToList();
        var best = clear.Count > 0 ? clear.MaxBy(d => d.EstimatePoints)!.Arm : FairArms.Real;
        best = shown.Where(c => c.Against == best && c.Verdict == "improves").MaxBy(c => c.EstimatePoints)?.Arm ?? best;
        return candidates.Find(a => a.Arm == best) ?? candidates[0];
    }

    /// <summary>Arms that no verdict is about and that clearly beat the best arm that one is about.</summary>
    private List<ArmDifference> ClearlyBetter(HashSet<string> usable)
    {
        var family = Family.SelectMany(c => new[] { c.Arm, c.Against }).ToHashSet();
        if (arms.Where(a => family.Contains(a.Arm)).MaxBy(a => a.Of(Measure.Words())) is not { } best) return [];
        return [.. Differences(arms.Where(a => usable.Contains(a.Arm) && !family.Contains(a.Arm)), best.Arm)
            .Where(d => d.IntervalPoints is { Low: > 0 }).OrderByDescending(d => d.EstimatePoints)];
    }

    /// <summary>Differences of several arms from one, with intervals that hold for all of them at once.</summary>
    private List<ArmDifference> Differences(IEnumerable<FairArmRow> several, string against)
    {
        var names = several.Select(a => a.Arm).ToList();
        return [.. names.Select(name => Difference(name, against, 1 - (Alpha / names.Count))).OfType<ArmDifference>()];
    }

    private ArmDifference? Difference(string arm, string against, double confidence) =>
        new Comparison(study, fits, size, (ArmRun.Fair, arm), (ArmRun.Fair, against)).EffectOf(Measure) is { } effect
            ? new ArmDifference(
                arm, against, 100 * effect.Estimate, Points.OfDifference(effect.Interval(confidence)), 100 * confidence)
            : null;

    private List<FinishedRun> Runs(string arm) => [.. Enumerable.Range(0, study.Plan.Replicates)
        .Select(r => fits.Find(ArmRun.Fair, size, arm, r)).OfType<FinishedRun>()];

    /// <summary>The weights of the first replicate; null where others trained it.</summary>
    private string? ModelFile(string arm) => size.Classifier.Program is not null || fits.Elsewhere is not null
        ? null
        : $"tasks/{study.Node(Runs(arm)[0].Run.Key).FolderName}/{FitTask.WeightsFile}";

    private List<ConfusionRecord> Confusions(string arm)
    {
        var tables = Runs(arm).Select(r => r.Outcomes.Value!.Confusion()).ToList();
        var (names, classes) = (study.Data.Train.ClassNames, study.Data.Train.ClassCount);
        return [.. (from label in Enumerable.Range(0, classes)
                    from predicted in Enumerable.Range(0, classes)
                    let images = tables.Average(t => t[label, predicted])
                    where label != predicted && images > 0
                    let all = tables.Average(t => Enumerable.Range(0, classes).Sum(p => t[label, p]))
                    let record = new ConfusionRecord(names[label], names[predicted], images, 100 * images / all)
                    // where classes count alike, so do their images: the share decides
                    orderby Measure == ClassMeasure.Accuracy ? record.Images : record.Percent descending,
                        label, predicted
                    select record).Take(MostConfusions)];
    }
}
