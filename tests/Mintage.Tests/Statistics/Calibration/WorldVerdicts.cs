using Mintage.Statistics;
using Mintage.Studies;
using Mintage.Studies.Analysis;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>What a simulated study says at one look, by the rules of <c>ContrastAnalysis</c>.</summary>
/// <param name="Judged">Each contrast of the family.</param>
/// <param name="Verdicts">What is said of it; null where a verdict is withheld.</param>
/// <param name="Robust">Whether it is a gain, and would be if one GAN in ten had failed.</param>
internal sealed record WorldVerdicts(IReadOnlyList<JudgedEffect> Judged, Verdict?[] Verdicts, bool[] Robust)
{
    public static WorldVerdicts Of(WorldStudy study, World world, int replicates, LookStanding standing)
    {
        var contrasts = Enumerable.Range(0, SurrogateStudy.Contrasts.Length);
        var options = new JudgeOptions
        {
            Alpha = standing.Alpha,
            RelevantDifference = UsualMargin.Of(study.ControlErrors(replicates), world.Setting.Images),
        };
        var judged = EffectFamily.Judge([.. contrasts.Select(c => study.EffectOf(c, replicates))], options);
        Verdict?[] verdicts = [.. judged.Select((j, c) => Said(j.Verdict, c))];
        return new WorldVerdicts(judged, verdicts, [.. verdicts.Select((v, c) => v == Verdict.Improves
            && FailureStress.HoldsIfOneInTenFailed(Verdict.Improves, study.Differences(c, replicates),
                options.Alpha / judged.Count, options.RelevantDifference))]);

        Verdict? Said(Verdict verdict, int contrast)
        {
            if (verdict == Verdict.NotEnoughEvidence) return verdict;
            if (standing.Withheld is not null) return null;
            if (world.Failures is not { Missing: true }) return verdict;
            var differences = study.Differences(contrast, replicates);
            return FailureStress.Holds(verdict, differences, replicates - differences.Count,
                options.Alpha / judged.Count, options.RelevantDifference) ? verdict : null;
        }
    }
}
