namespace Mintage.Statistics;

/// <summary>Judges the contrasts that answer one question together, e.g. all of one data set size.</summary>
public static class EffectFamily
{
    /// <summary>Gives one judgement per effect, in the given order.</summary>
    /// <param name="family">
    /// May be empty. An effect without a standard error still counts (with p = 1) and gets <see
    /// cref="Verdict.NotEnoughEvidence"/>.
    /// </param>
    /// <param name="options">The rules; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static IReadOnlyList<JudgedEffect> Judge(IReadOnlyList<Effect> family, JudgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(family);
        options ??= new JudgeOptions();
        options.Check();
        var pValues = family.Select(effect => effect.PValue()).ToArray();
        var adjusted = Holm.Adjust([.. pValues.Select(p => p ?? 1)]);
        var strictest = options.Alpha / Math.Max(1, family.Count);
        var judged = new JudgedEffect[family.Count];
        for (var i = 0; i < judged.Length; i++)
        {
            var effect = family[i];
            if (pValues[i] is not { } p)
            {
                judged[i] = new JudgedEffect(effect, null, null, null, null, Verdict.NotEnoughEvidence, null, null);
                continue;
            }
            var simultaneous = effect.Interval(1 - strictest)!.Value;
            var verdict = Decide(effect, adjusted[i], simultaneous, options);
            judged[i] = new JudgedEffect(effect, p, adjusted[i], effect.Interval(1 - options.Alpha), simultaneous, verdict,
                verdict == Verdict.NotEnoughEvidence ? Power.ReplicatesToSettle(effect, strictest, options) : null,
                Power.SmallestDetectable(effect, effect.Replicates, strictest, options.Power));
        }
        return judged;
    }

    private static Verdict Decide(Effect effect, double adjusted, Interval simultaneous, JudgeOptions options)
    {
        if (adjusted <= options.Alpha && effect.Replicates >= options.MinimumReplicates)
            return effect.Estimate > 0 ? Verdict.Improves : Verdict.Harms;
        return simultaneous.Low >= -options.RelevantDifference && simultaneous.High <= options.RelevantDifference
            ? Verdict.NoRelevantEffect
            : Verdict.NotEnoughEvidence;
    }
}
