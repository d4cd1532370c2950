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
            judged[i] =
                new JudgedEffect(effect, p, adjusted[i], effect.Interval(1 - options.Alpha), simultaneous, verdict,
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

/// <summary>An effect with all the figures a reader needs to judge it. Figures are null if the effect has no standard
/// error. Immutable.</summary>
/// <param name="Effect">The estimate.</param>
/// <param name="PValue">Two-sided p value of this contrast alone.</param>
/// <param name="AdjustedPValue">Holm's adjusted p value over the family. The verdict follows this one.</param>
/// <param name="Pointwise">Interval of confidence 1 - alpha for this contrast alone.</param>
/// <param name="Simultaneous">
/// Interval of confidence 1 - alpha / m for m contrasts (Bonferroni): in 1 - alpha of studies all intervals of a family
/// hold at once.
/// Holm rejects more than these intervals do. A contrast may be <em>improves</em> while its simultaneous interval still
/// touches
/// 0, because another contrast of the family was clearer. The verdict holds; the interval only says less about the
/// size.
/// </param>
/// <param name="Verdict">The conclusion that the evidence allows.</param>
/// <param name="ReplicatesToSettle">
/// If the verdict is not enough evidence: the total number of replicates (not in addition) with which a new study would
/// reach
/// another verdict with the chance <see cref="JudgeOptions.Power"/>, if effect and spread are as estimated here. Both
/// estimates are
/// uncertain, so read the number as an order of magnitude. Null if no number is enough, because the test set alone
/// leaves the
/// question open, or if there is no standard error.
/// </param>
/// <param name="SmallestDetectable">
/// The true effect that this study finds with the chance <see cref="JudgeOptions.Power"/>, at the family's strictest
/// level
/// alpha / m and with the standard error seen here. A fraction.
/// </param>
public sealed record JudgedEffect(
    Effect Effect,
    double? PValue,
    double? AdjustedPValue,
    Interval? Pointwise,
    Interval? Simultaneous,
    Verdict Verdict,
    int? ReplicatesToSettle,
    double? SmallestDetectable);
