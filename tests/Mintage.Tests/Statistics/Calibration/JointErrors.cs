using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>
/// Holm's <em>improves</em> and <em>harms</em> beside <em>no relevant effect</em> from the simultaneous interval: how
/// often a family with both kinds of truth says anything false. Contrasts are independent, which is nearly the worst.
/// </summary>
internal static class JointErrors
{
    /// <summary>At most so many, whatever the contrasts' dependence.</summary>
    public static double Bound(int family, double alpha) => alpha * (1 + ((family - 1) / (2.0 * family)));

    /// <summary>Share of families that say anything false.</summary>
    /// <param name="family">Contrasts.</param>
    /// <param name="relevant">So many have an effect as large as the margin, the others have none.</param>
    /// <param name="margin">In standard errors.</param>
    /// <param name="replicates">With 1,000 and more the standard error is as good as known.</param>
    /// <param name="studies">Families.</param>
    /// <param name="seed">Of the draws.</param>
    public static double Of(int family, int relevant, double margin, int replicates, int studies, SeedTree seed)
    {
        const int Threads = 2;
        long wrong = 0;
        var options = new JudgeOptions { RelevantDifference = margin };
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            long ours = 0;
            for (var k = thread; k < studies; k += Threads)
            {
                var random = seed.Child("family", k).Random();
                var effects = Enumerable.Range(0, family)
                    .Select(c => Draw(c < relevant ? margin : 0, replicates, random));
                var judged = EffectFamily.Judge([.. effects], options);
                if (judged.Where((j, c) => c < relevant
                    ? j.Verdict is Verdict.Harms or Verdict.NoRelevantEffect
                    : j.Verdict is Verdict.Improves or Verdict.Harms).Any()) ours++;
            }
            Interlocked.Add(ref wrong, ours);
        });
        return (double)wrong / studies;
    }

    /// <summary>An estimate whose standard error is 1, or is estimated from the replicates.</summary>
    private static Effect Draw(double truth, int replicates, SeededRandom random)
    {
        if (replicates < 1_000)
        {
            var values = new float[replicates];
            random.FillNormal(values);
            return Effects.PairedT([.. values.Select(v => truth + (Math.Sqrt(replicates) * v))]);
        }
        Span<float> one = stackalloc float[2];
        random.FillNormal(one);
        return new Effect(truth + one[0], 1, replicates - 1, replicates, replicates, 0, EffectMethod.PairedT);
    }
}
