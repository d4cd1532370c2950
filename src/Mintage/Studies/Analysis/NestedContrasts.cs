using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// The family's comparisons on nested folds: a second look, without a verdict. Folds are averaged within a replicate;
/// replicates with images of their own are then compared by a paired t test, overlapping ones (and a single one) by the
/// corrected resampled t test over all folds.
/// </summary>
internal sealed class NestedContrasts(
    StudyGraph study, FinishedRuns fits, SizePlan size, JudgeOptions options, ContrastAnalysis analysis)
{
    public const string Evaluation = "nested folds";

    public IEnumerable<ContrastRecord> Run() =>
        study.Plan.Fair!.NestedFolds == 0
            ? []
            : FairArms.Contrasts(study.Plan).Where(c => c.InFamily).Select(Of).OfType<ContrastRecord>();

    private ContrastRecord? Of(Contrast contrast)
    {
        var (folds, measure) = (study.Plan.Fair!.NestedFolds, study.Plan.Fair.Measure);
        var byReplicate = Enumerable.Range(0, study.Plan.Replicates)
            .Select(r => Enumerable.Range(0, folds)
                .Select(
                    f => (Arm: fits.Find(ArmRun.Fair, size, contrast.Arm, r, f),
                    Against: fits.Find(ArmRun.Fair, size, contrast.Against, r, f)))
                .Where(p => p is { Arm: not null, Against: not null }).ToList())
            .Where(r => r.Count == folds).ToList();
        if (byReplicate.Count == 0) return null;
        var records = byReplicate.SelectMany(r => r).SelectMany(p => new[] { p.Arm!.Record, p.Against!.Record });
        var steps = records.Select(r => (r.Replicate, r.Fold, r.Figures.Steps, r.Figures.BatchSize)).Distinct()
            .Count() == byReplicate.Count * folds ? records.First().Figures.Steps : (int?)null;
        var differences =
            byReplicate.Select(
                r => r.Select(p => p.Arm!.Outcomes.Value!.Of(measure) - p.Against!.Outcomes.Value!.Of(measure))
                .ToList()).ToList();
        var means = differences.Select(d => d.Average()).ToList();
        var effect = steps is null
            ? Effect.WithoutSpread(means.Average(), means.Count, EffectMethod.PairedT)
            : EffectOf(differences);
        var record =
            analysis.Exploratory(contrast, EffectFamily.Judge([effect], options)[0], Evaluation, steps, means);
        record = record with
        {
            StepsUnchecked = byReplicate.SelectMany(r => r)
                .Any(p => !(p.Arm!.Result.StepsAreKnown && p.Against!.Result.StepsAreKnown)),
        };
        return record with
        {
            Sentence = ContrastSentence.Of(
            record, new SentenceContext(
            1, options.RelevantDifference * 100, 0, 100 * (1 - options.Alpha), study.Data.Estimand(size)))
        };
    }

    private Effect EffectOf(List<List<double>> differences)
    {
        if (differences.Count > 1 && study.Data.ReplicatesAreDisjoint(size))
            return Effects.PairedT([.. differences.Select(d => d.Average())]);
        return Effects.CorrectedResampledT([.. differences.SelectMany(d => d)], study.Data.Training(size, 0, 0).Count,
            study.Data.Validation(size, 0, 0).Count);
    }
}
