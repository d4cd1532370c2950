namespace Mintage.Statistics;

/// <summary>An effect with everything that a reader needs to believe or doubt it. Nulls: the effect has no standard error.</summary>
/// <param name="Effect">The estimate.</param>
/// <param name="PValue">Two-sided, of this contrast alone.</param>
/// <param name="AdjustedPValue">Holm's, over the family; decides.</param>
/// <param name="Pointwise">Interval of confidence 1 - alpha for this contrast alone.</param>
/// <param name="Simultaneous">
/// Interval of confidence 1 - alpha / m of m contrasts (Bonferroni): all of a family hold together in 1 - alpha of studies.
/// Holm rejects more than these intervals do: a contrast may be <em>improves</em> while its simultaneous interval still touches
/// 0, because another contrast of the family was clearer. The verdict holds; the interval only says less about the size.
/// </param>
/// <param name="Verdict">What may be said.</param>
/// <param name="ReplicatesToSettle">
/// Where the verdict is not enough evidence: replicates in all (not in addition) with which a new study would reach another
/// verdict with the chance <see cref="JudgeOptions.Power"/>, if effect and spread are as estimated here. They are themselves
/// uncertain, so read it as an order of magnitude. Null where no number would, because the test set alone leaves the question
/// open, and where there is no standard error.
/// </param>
/// <param name="SmallestDetectable">
/// The true effect that this study finds with the chance <see cref="JudgeOptions.Power"/>, at the family's strictest level
/// alpha / m and with the standard error seen here; a fraction.
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
