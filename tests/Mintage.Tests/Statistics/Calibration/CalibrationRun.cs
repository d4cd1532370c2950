using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Many studies of one setting, judged by the library as a real study is.</summary>
internal sealed class CalibrationRun
{
    /// <summary>A study of 10 replicates is also one of its first 5 and of its first 3.</summary>
    public static readonly int[] Replicates = [3, 5, 10];

    /// <summary>No contrast needs a number of replicates to speak.</summary>
    private static readonly JudgeOptions NoMinimum = new() { MinimumReplicates = 2 };

    private static readonly JudgeOptions Rules = new();

    private readonly SurrogateSetting setting;
    private readonly double[] shifts;
    private readonly bool alternatives;

    /// <param name="setting">The world.</param>
    /// <param name="effects">True effect of each contrast, a fraction.</param>
    /// <param name="alternatives">Whether to try the other formulas too.</param>
    public CalibrationRun(SurrogateSetting setting, double[] effects, bool alternatives = false)
    {
        (this.setting, Effects, this.alternatives) = (setting, effects, alternatives);
        shifts = [0, 0, .. effects.Select(effect => effect == 0 ? 0 : setting.ShiftFor(effect))];
        Tallies = [.. Replicates.Select(r => new CalibrationTally(r, setting.Images))];
    }

    public double[] Effects { get; }

    /// <summary>One per entry of <see cref="Replicates"/>.</summary>
    public CalibrationTally[] Tallies { get; }

    /// <summary>Runs the studies on two threads; the result depends on the seed only.</summary>
    public CalibrationRun Run(int studies, SeedTree seed)
    {
        const int Threads = 2;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            var study = new SurrogateStudy(setting, shifts, Replicates[^1]);
            var tallies = Replicates.Select(r => new CalibrationTally(r, setting.Images)).ToArray();
            for (var k = thread; k < studies; k += Threads)
            {
                study.Draw(seed.Child("study", k).Random());
                foreach (var tally in tallies) Judge(study, tally);
            }
            lock (Tallies)
            {
                for (var t = 0; t < tallies.Length; t++) Tallies[t].Add(tallies[t]);
            }
        });
        return this;
    }

    private void Judge(SurrogateStudy study, CalibrationTally tally)
    {
        var outcomes = new PairedOutcomes[SurrogateStudy.Contrasts.Length];
        for (var c = 0; c < outcomes.Length; c++) outcomes[c] = study.Outcomes(c, tally.Replicates);
        Effect[] family = [.. outcomes.Select(Mintage.Statistics.Effects.TwoPart)];
        var judged = EffectFamily.Judge(family, NoMinimum);
        // The least number of replicates can only change a study that claims something.
        var sameByRule = tally.Replicates >= Rules.MinimumReplicates || !judged.Any(j => j.Verdict is Verdict.Improves or Verdict.Harms);
        tally.Count(judged, sameByRule ? judged : EffectFamily.Judge(family, Rules), Effects);
        tally.CountSpread(outcomes[0], study.Accuracies(tally.Replicates));
        if (alternatives) tally.CountAlternatives(outcomes, Effects);
    }
}
