using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// The comparisons of the fair protocol at one size: the family is judged together, the rest is shown with its
/// intervals.
/// </summary>
internal sealed class ContrastAnalysis(StudyGraph study, FinishedRuns fits, SizePlan size, LookStanding standing)
{
    private static readonly double[] DetectedPoints = [0.25, 0.5, 1, 2];
    private readonly JudgeOptions options = new()
    {
        Alpha = standing.Alpha,
        RelevantDifference = Margin.Points(study, fits, size) / 100,
    };

    private double ConfidencePercent => 100 * (1 - options.Alpha);

    private double MarginPoints => 100 * options.RelevantDifference;

    private ClassMeasure Measure => study.Plan.Fair!.Measure;

    public IEnumerable<ContrastRecord> Run()
    {
        var contrasts = FairArms.Contrasts(study.Plan)
            .Select(
                c => (Contrast: c,
                Comparison: new Comparison(study, fits, size, (ArmRun.Fair, c.Arm), (ArmRun.Fair, c.Against))))
                .ToList();
        var family = contrasts.Where(c => c.Contrast.InFamily).ToList();
        var judged = EffectFamily.Judge([.. family.Select(c => Usable(c.Comparison))], options);
        var classes = new ClassEffects(study, options).Of([.. family.Select(c => c.Comparison)]);
        for (var i = 0; i < family.Count; i++)
            yield return Record(family[i].Contrast, family[i].Comparison, judged[i], family.Count) with
            {
                Classes = classes[i],
            };
        foreach (var (contrast, comparison) in contrasts.Where(c => !c.Contrast.InFamily
            && c.Comparison.Pairs.Count > 0))
            yield return Record(contrast, comparison, EffectFamily.Judge([Usable(comparison)], options)[0], 1);
        foreach (var record in new NestedContrasts(study, fits, size, options, this).Run()) yield return record;
    }

    /// <summary>
    /// The effect, or one that says nothing: of a comparison without a pair, or void because steps differ.
    /// </summary>
    private Effect Usable(Comparison comparison) =>
        comparison.Steps is not null && comparison.EffectOf(Measure) is { } effect
        ? effect
        : Effect.WithoutSpread(comparison.Pairs.Count == 0 ? 0 : comparison.DifferencesOf(Measure)
            .Average(), comparison.Pairs.Count, EffectMethod.TwoPart);

    private ContrastRecord Record(Contrast contrast, Comparison comparison, JudgedEffect judged, int familySize)
    {
        var evaluation = study.Data.HasTestSet ? "test set" : "repeated splits";
        var record = Exploratory(contrast, judged, evaluation, comparison.Steps, comparison.DifferencesOf(Measure)) with
        {
            StepsUnchecked = !comparison.StepsAreKnown,
            Measures = comparison.Steps is null ? [] : [.. Measures(comparison)],
            Outcomes = comparison.Steps is null ? [] : [.. Outcomes(comparison)],
        };
        if (contrast.InFamily)
        {
            var (differences, alpha) = (comparison.DifferencesOf(Measure), options.Alpha / familySize);
            var withheld = standing.Withheld ?? OfFailures(judged.Verdict, differences, alpha);
            record = record with
            {
                InFamily = true,
                SimultaneousPoints = Points.OfDifference(judged.Simultaneous),
                AdjustedPValue = judged.AdjustedPValue,
                Verdict = withheld is null ? Words(judged.Verdict, study.Data.HasTestSet) : null,
                Withheld = withheld,
                HoldsIfOneInTenFailed = withheld is null
                    && judged.Verdict is (Verdict.Improves or Verdict.NoRelevantEffect)
                    ? FailureStress.HoldsIfOneInTenFailed(
                        judged.Verdict, differences, alpha, options.RelevantDifference)
                    : null,
                ToSettle = judged.Verdict == Verdict.NotEnoughEvidence && judged.Effect.StandardError is not null
                    ? Settling(judged, alpha)
                    : null,
                Detection = Detection(judged.Effect, familySize),
            };
        }
        var testImages = study.Data.Images(study.Data.Test(0)).Count;
        return record with
        {
            Sentence = ContrastSentence.Of(
                record, new SentenceContext(
                familySize, MarginPoints, testImages, ConfidencePercent, study.Data.Estimand(size), contrast.Credit,
                UnknownOf(contrast), study.Data.TestGroups)),
        };
    }

    /// <summary>The GAN of one of the two arms of which nobody says what its images were made from; null for none.
    /// </summary>
    private string? UnknownOf(Contrast contrast) => FairArms.All(study.Plan)
        .Where(arm => arm.Name == contrast.Arm || arm.Name == contrast.Against)
        .Select(arm => arm.Gan).FirstOrDefault(study.IsOfUnknownLineage);

    /// <summary>Why failed replicates leave no verdict; null where it holds whatever they would have been.</summary>
    private string? OfFailures(Verdict verdict, IReadOnlyList<double> differences, double alpha)
    {
        var failed = study.Plan.Replicates - differences.Count;
        return FailureStress.Holds(verdict, differences, failed, alpha, options.RelevantDifference)
            ? null
            : $"No verdict: {failed} of {study.Plan.Replicates} replicates failed. If they count as the worst "
                + "difference that was seen, or as none if that is worse, the verdict does not hold.";
    }

    /// <summary>What would settle it, as far as an estimate with an error can say.</summary>
    private SettlingRecord Settling(JudgedEffect judged, double alpha)
    {
        var effect = judged.Effect;
        var ends = effect.Interval(0.8)!.Value;
        int?[] numbers = [At(ends.Low), judged.ReplicatesToSettle, At(ends.High)];
        var likely = Math.Abs(effect.Estimate) <= options.RelevantDifference ? "no relevant effect"
            : effect.Estimate > 0 ? "improves" : "harms";
        return new SettlingRecord(numbers.Min(), numbers.Contains(null) ? null : numbers.Max(), likely);

        int? At(double estimate) => Power.ReplicatesToSettle(effect with { Estimate = estimate }, alpha, options);
    }

    /// <summary>A comparison by itself: its figures, without a verdict and without a sentence yet.</summary>
    /// <param name="contrast">The two arms.</param>
    /// <param name="judged">The difference, judged alone or in its family.</param>
    /// <param name="evaluation">What both were evaluated on.</param>
    /// <param name="steps">Steps that all classifiers ran; null where they differ.</param>
    /// <param name="differences">Difference of each replicate, as a fraction.</param>
    internal ContrastRecord Exploratory(Contrast contrast, JudgedEffect judged, string evaluation, int? steps,
        IReadOnlyList<double> differences) => new()
        {
            Size = size.Name,
            Arm = contrast.Arm,
            Against = contrast.Against,
            LineageIsKnown = UnknownOf(contrast) is null,
            InFamily = false,
            Evaluation = evaluation,
            Method = Method(judged.Effect),
            Measure = Measure.Words(),
            Replicates = differences.Count,
            ReplicatesPlanned = study.Plan.Replicates,
            Steps = steps,
            DifferencesPoints = [.. differences.Select(d => 100 * d)],
            EstimatePoints = differences.Count == 0 ? null : 100 * judged.Effect.Estimate,
            StandardErrorPoints = 100 * judged.Effect.StandardError,
            DegreesOfFreedom = judged.Effect.DegreesOfFreedom,
            PointwisePoints = Points.OfDifference(judged.Pointwise),
            SimultaneousPoints = null,
            PValue = judged.PValue,
            AdjustedPValue = null,
            Verdict = null,
            Sentence = "",
            SmallestDetectablePoints = 100 * judged.SmallestDetectable,
            Classes = [],
        };

    private static IEnumerable<MeasureEffect> Measures(Comparison comparison) =>
        from measure in ClassMeasures.All
        let effect = comparison.EffectOf(measure)
        where effect is not null
        select new MeasureEffect(measure.Words(), 100 * effect.Estimate, Points.OfDifference(effect.Interval(0.95)));

    private static IEnumerable<OutcomeEffect> Outcomes(Comparison comparison) =>
        from outcome in Outcome.All
        let effect = comparison.EffectOf(outcome)
        where effect is not null
        select new OutcomeEffect(
            outcome.Name, outcome.Unit, effect.Estimate, Points.Plain(effect.Interval(0.95)));

    private IReadOnlyList<DetectionRecord> Detection(Effect effect, int familySize) => effect.StandardError is null
        ? []
        : [.. DetectedPoints.Select(
            p => new DetectionRecord(
                p, Power.ReplicatesNeeded(p / 100, effect, options.Alpha / familySize, options.Power) is { } needed
                    ? Math.Max(needed, JudgeOptions.LeastReplicates) // fewer never get a verdict
                    : null))];

    /// <summary>
    /// Repeated splits share their images, which makes their intervals too narrow: they only suggest.
    /// </summary>
    private static string Words(Verdict verdict, bool hasTestSet) => verdict switch
    {
        Verdict.Improves => hasTestSet ? "improves" : ContrastSentence.SuggestsGain,
        Verdict.Harms => hasTestSet ? "harms" : ContrastSentence.SuggestsHarm,
        Verdict.NoRelevantEffect when hasTestSet => "no relevant effect",
        _ => "not enough evidence",
    };

    private static string Method(Effect effect) => effect.Method switch
    {
        EffectMethod.TwoPart => "variance over replicates and over test images (two-way random effects)",
        EffectMethod.PairedT => "paired t over replicates",
        _ => "corrected resampled t (Nadeau and Bengio)",
    };
}
