using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Counts over the studies of a <see cref="CalibrationRun"/> with one number of replicates.</summary>
internal sealed class CalibrationTally(int replicates, int images)
{
    private readonly long[] improves = new long[SurrogateStudy.Contrasts.Length];
    private readonly long[] noRelevant = new long[SurrogateStudy.Contrasts.Length];
    private readonly long[] found = new long[SurrogateStudy.Contrasts.Length];
    private readonly long[] alternativeMisses = new long[AlternativeErrors.Names.Length];
    private readonly long[] alternativeFalse = new long[AlternativeErrors.Names.Length];
    private long mainCovered, allCovered, falseImproves, falseImprovesByRule, falseClaims, wrongDirection;
    private readonly double[] replicateVariance = new double[SurrogateStudy.Contrasts.Length];
    private readonly double[] testVariance = new double[SurrogateStudy.Contrasts.Length];
    private double disagreement, accuracyVariance;

    public int Replicates => replicates;

    public long Studies { get; private set; }

    /// <summary>The first contrast's interval of 95 % holds its true effect.</summary>
    public double MainCoverage => Share(mainCovered);

    /// <summary>All simultaneous intervals hold their true effects.</summary>
    public double SimultaneousCoverage => Share(allCovered);

    /// <summary>A contrast without a positive effect improves, were there no least number of replicates.</summary>
    public double FalseImproves => Share(falseImproves);

    /// <summary>The same by the real rules.</summary>
    public double FalseImprovesByRule => Share(falseImprovesByRule);

    /// <summary>A contrast without an effect improves or harms, were there no least number of replicates.</summary>
    public double FalseClaims => Share(falseClaims);

    /// <summary>A contrast with an effect gets the opposite verdict.</summary>
    public double WrongDirection => Share(wrongDirection);

    /// <summary>An effect of 0 with the spread that the library estimated for a contrast, averaged over the studies: nearly the true one.</summary>
    public Effect Spread(int contrast)
    {
        double replicate = replicateVariance[contrast] / Studies, test = testVariance[contrast] / Studies;
        return new Effect(0, Math.Sqrt((replicate / Replicates) + test), Replicates - 1, Replicates, replicate, test, EffectMethod.TwoPart);
    }

    /// <summary>Share of images on which the first contrast's arms differ.</summary>
    public double Disagreement => disagreement / Studies;

    /// <summary>Variance of an arm's accuracy over the replicates of a study.</summary>
    public double AccuracyVariance => accuracyVariance / Studies;

    /// <summary>Twice the binomial standard error of a share.</summary>
    public double TwoErrors(double share) => 2 * Math.Sqrt(share * (1 - share) / Studies);

    public double Improves(int contrast) => Share(improves[contrast]);

    public double NoRelevantEffect(int contrast) => Share(noRelevant[contrast]);

    /// <summary>The simultaneous interval lies above 0: what <see cref="Power"/> predicts for one contrast.</summary>
    public double Found(int contrast) => Share(found[contrast]);

    public double AlternativeCoverage(int alternative) => 1 - Share(alternativeMisses[alternative]);

    /// <summary>Any p value below 0.05 / 4 among contrasts without an effect.</summary>
    public double AlternativeFalseClaims(int alternative) => Share(alternativeFalse[alternative]);

    public void Count(IReadOnlyList<JudgedEffect> judged, IReadOnlyList<JudgedEffect> byRule, double[] effects)
    {
        Studies++;
        bool covered = true, falsely = false, falselyByRule = false, claimed = false, wrong = false;
        for (var c = 0; c < judged.Count; c++)
        {
            var (verdict, effect) = (judged[c].Verdict, effects[c]);
            covered &= judged[c].Simultaneous!.Value.Contains(effect);
            falsely |= verdict == Verdict.Improves && effect <= 0;
            falselyByRule |= byRule[c].Verdict == Verdict.Improves && effect <= 0;
            claimed |= verdict is Verdict.Improves or Verdict.Harms && effect == 0;
            wrong |= (verdict == Verdict.Improves && effect < 0) || (verdict == Verdict.Harms && effect > 0);
            if (byRule[c].Verdict == Verdict.Improves) improves[c]++;
            if (byRule[c].Verdict == Verdict.NoRelevantEffect) noRelevant[c]++;
            if (judged[c].Simultaneous!.Value.Low > 0) found[c]++;
            replicateVariance[c] += judged[c].Effect.ReplicateVariance!.Value;
            testVariance[c] += judged[c].Effect.TestVariance!.Value;
        }
        if (judged[0].Pointwise!.Value.Contains(effects[0])) mainCovered++;
        if (covered) allCovered++;
        if (falsely) falseImproves++;
        if (falselyByRule) falseImprovesByRule++;
        if (claimed) falseClaims++;
        if (wrong) wrongDirection++;
    }

    public void CountSpread(PairedOutcomes outcomes, double[] accuracies)
    {
        disagreement += (double)(outcomes.Gained + outcomes.Lost) / ((long)outcomes.Replicates * images);
        var mean = accuracies.Average();
        accuracyVariance += accuracies.Sum(a => (a - mean) * (a - mean)) / (accuracies.Length - 1);
    }

    public void CountAlternatives(PairedOutcomes[] outcomes, double[] effects)
    {
        for (var a = 0; a < alternativeMisses.Length; a++)
        {
            var any = false;
            for (var c = 0; c < outcomes.Length; c++)
            {
                var p = AlternativeErrors.PValue(a, outcomes[c], effects[c]);
                if (c == 0 && p < 0.05) alternativeMisses[a]++;
                any |= effects[c] == 0 && p < 0.05 / outcomes.Length;
            }
            if (any) alternativeFalse[a]++;
        }
    }

    public void Add(CalibrationTally other)
    {
        Studies += other.Studies;
        (mainCovered, allCovered) = (mainCovered + other.mainCovered, allCovered + other.allCovered);
        (falseImproves, falseImprovesByRule) = (falseImproves + other.falseImproves, falseImprovesByRule + other.falseImprovesByRule);
        (falseClaims, wrongDirection) = (falseClaims + other.falseClaims, wrongDirection + other.wrongDirection);
        for (var c = 0; c < replicateVariance.Length; c++)
        {
            replicateVariance[c] += other.replicateVariance[c];
            testVariance[c] += other.testVariance[c];
        }
        disagreement += other.disagreement;
        accuracyVariance += other.accuracyVariance;
        foreach (var (ours, theirs) in ((long[], long[])[])
            [(improves, other.improves), (noRelevant, other.noRelevant), (found, other.found), (alternativeMisses, other.alternativeMisses), (alternativeFalse, other.alternativeFalse)])
        {
            for (var i = 0; i < ours.Length; i++) ours[i] += theirs[i];
        }
    }

    private double Share(long count) => (double)count / Studies;
}
