using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>A comparison of two arms.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Against">Its control.</param>
/// <param name="InFamily">Whether it gets a verdict.</param>
/// <param name="Credit">GAN that learned from augmented images, where the control did not; otherwise null.</param>
internal sealed record Contrast(string Arm, string Against, bool InFamily, string? Credit = null);

/// <summary>The arms and contrasts of the fair protocol.</summary>
internal static class FairArms
{
    /// <summary>Real images alone.</summary>
    public const string Real = "real";

    /// <summary>Real images, augmented classically.</summary>
    public const string Classical = "classical";

    /// <summary>Real images and as many more real ones as a GAN adds.</summary>
    public const string MoreReal = "more-real";

    /// <summary>The same, every image augmented classically: the ceiling of what further images can add.</summary>
    public const string ClassicalMoreReal = ClassicalPrefix + MoreReal;

    /// <summary>Real images and augmented copies of them in the place of a GAN's images.</summary>
    public const string Placebo = ClassicalPrefix + "placebo";

    /// <summary>A wider classifier with its own stopping rule.</summary>
    public const string RealTuned = "real-tuned";

    /// <summary>Real images, every class with the same share of the loss.</summary>
    public const string ClassWeights = "class-weights";

    /// <summary>Real images, those of the smaller classes more often.</summary>
    public const string Oversample = "oversample";

    /// <summary>Real images with strong augmentation and regularisation.</summary>
    public const string Strong = "strong";

    private const string StrongPrefix = "strong+", SpentPrefix = "spent-on-training:";

    private const string ClassicalPrefix = "classical+", OnlyPrefix = "synthetic-only:", BalancePrefix = "gan-balance:";

    /// <summary>Whether a name belongs to an arm that is always there.</summary>
    public static bool IsReserved(string name) =>
        name is Real or Classical or MoreReal or "placebo" or Strong or RealTuned or ClassWeights or Oversample
        || name.Contains(" @ ", StringComparison.Ordinal)
        || new[] { ClassicalPrefix, StrongPrefix, OnlyPrefix, BalancePrefix, SpentPrefix }.Any(
            prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Name of the arm that sees a GAN's images and nothing else.</summary>
    public static string SyntheticOnly(string gan) => OnlyPrefix + gan;

    /// <summary>Name of the arm whose smaller classes a GAN fills up.</summary>
    public static string GanBalance(string gan) => BalancePrefix + gan;

    /// <summary>Name of the arm that has a GAN's images and classical augmentation.</summary>
    public static string ClassicalWith(string gan) => ClassicalPrefix + gan;

    /// <summary>Name of the arm that trains on real images for the time that a GAN took.</summary>
    public static string SpentOnTraining(string gan) => SpentPrefix + gan;

    /// <summary>All arms of a plan, in the order of its tables.</summary>
    public static IReadOnlyList<FairArm> All(StudyPlan plan) => plan.Fair is { } fair
        ? [.. Standard(plan), .. fair.Arms.Select(a => Extra(fair, a))]
        : [];

    /// <summary>Arms that are always there, and those of the dose-response curve.</summary>
    internal static IEnumerable<FairArm> Standard(StudyPlan plan)
    {
        if (plan.Fair is not { } fair) yield break;
        yield return new RealArm(Real);
        yield return new RealArm(Classical, Classical: true);
        foreach (var gan in Gans(plan))
        {
            var mixed = new MixedArm(gan, gan, fair.SyntheticShare, fair.SyntheticLossWeight);
            yield return mixed;
            yield return mixed with { Name = ClassicalPrefix + gan, Classical = true };
            yield return new SyntheticOnlyArm(gan);
            foreach (var dose in fair.Doses.Where(d => d > 0)) // a dose of 0 is "real"
                yield return new DoseArm(gan, dose, fair.SyntheticLossWeight);
        }
        if (fair.Balance)
        {
            yield return new ClassWeightsArm();
            yield return new OversampleArm();
            foreach (var gan in Gans(plan, g => !g.IsForeign)) yield return new GanBalanceArm(gan);
        }
        yield return new MoreRealArm(fair.SyntheticShare);
        yield return new MoreRealArm(fair.SyntheticShare, Classical: true);
        if (Gans(plan).Any()) yield return new PlaceboArm(fair.SyntheticShare, fair.SyntheticLossWeight);
        if (fair.Thorough)
        {
            yield return new StrongArm();
            foreach (var gan in Gans(plan))
                yield return new StrongArm(gan, fair.SyntheticShare, fair.SyntheticLossWeight);
            foreach (var gan in Gans(plan, g => !g.IsForeign)) yield return new SpentArm(gan);
        }
        if (fair.RealTuned is { } tuned) yield return new RealTunedArm(tuned);
    }

    /// <summary>The family first, then the exploratory contrasts: controls, doses and those of the plan.</summary>
    /// <remarks>
    /// A GAN that learned from augmented images is judged against controls that are augmented too: against "real" its
    /// gain may be the augmentation's, so that contrast is exploratory. So is that of images from elsewhere, which may
    /// owe it to other images or networks.
    /// </remarks>
    public static IEnumerable<Contrast> Contrasts(StudyPlan plan)
    {
        if (plan.Fair is not { } fair) return [];
        List<GanPlan> gans = [.. plan.Gans.Where(g => g.Scope == GanScope.TrainingPart)];
        IEnumerable<Contrast> contrasts =
        [
            .. gans.Select(g => new Contrast(ClassicalPrefix + g.Name, Classical, true)),
            .. gans.Select(g => new Contrast(g.Name, Real, OwesNothing(g), Credit(g))),
            .. fair.Balance
                ? gans.Where(g => !g.IsForeign)
                    .Select(g => new Contrast(GanBalance(g.Name), Oversample, OwesNothing(g), Credit(g)))
                : [],
            .. gans.Select(g => new Contrast(ClassicalPrefix + g.Name, Placebo, false)),
            new(ClassicalMoreReal, Classical, false),
            .. fair.Thorough
                ? gans.Select(g => new Contrast(StrongArm.NameOf(g.Name), Strong, false))
                    .Prepend(new Contrast(Strong, Classical, false))
                : [],
            new(Classical, Real, false),
            new(MoreReal, Real, false),
            .. fair.Balance ? BalanceContrasts([.. gans.Where(g => !g.IsForeign)]) : [],
            .. gans.SelectMany(g => fair.Doses.Where(d => d > 0).Select(d => DoseArm.NameOf(g.Name, d))
                .Prepend(SyntheticOnly(g.Name)).Select(arm => new Contrast(arm, Real, false))),
            .. fair.Contrasts.Select(c => new Contrast(c.Arm, c.Against, false)),
        ];
        return contrasts.OrderBy(c => !c.InFamily); // stable
    }

    private static bool OwesNothing(GanPlan gan) => !gan.IsAugmented && !gan.IsForeign;

    private static string? Credit(GanPlan gan) => gan.IsAugmented ? gan.Name : null;

    private static IEnumerable<Contrast> BalanceContrasts(List<GanPlan> gans) =>
    [
        new(ClassWeights, Real, false),
        new(Oversample, Real, false),
        .. gans.SelectMany(
            g => new[] { Real, ClassWeights }.Select(c => new Contrast(GanBalance(g.Name), c, false, Credit(g)))),
    ];

    /// <summary>Arms that nested folds train: the family's.</summary>
    internal static IEnumerable<FairArm> Nested(StudyPlan plan)
    {
        var family = Contrasts(plan).Where(c => c.InFamily).SelectMany(c => new[] { c.Arm, c.Against }).ToHashSet();
        return All(plan).Where(a => family.Contains(a.Name));
    }

    /// <summary>Synthetic images that one set of a GAN must hold for every arm of a size.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="size">The size.</param>
    /// <param name="realImages">Its real images; null where not known yet, which leaves the doses out.</param>
    internal static int SyntheticNeeded(StudyPlan plan, SizePlan size, int? realImages) => All(plan)
        .Select(a => a.SyntheticAt(plan, size, realImages))
        .Append(plan.SyntheticAt(size))
        .Max();

    /// <summary>Images of one GAN that the arms of a size need.</summary>
    internal static int SyntheticNeeded(StudyPlan plan, SizePlan size, int realImages, string gan) => All(plan)
        .Where(a => a.Gan == gan)
        .Select(a => a.SyntheticAt(plan, size, realImages))
        .Append(plan.SyntheticAt(size))
        .Max();

    private static IEnumerable<string> Gans(StudyPlan plan, Func<GanPlan, bool>? which = null) =>
        plan.Gans.Where(g => g.Scope == GanScope.TrainingPart && (which?.Invoke(g) ?? true)).Select(g => g.Name);

    private static FairArm Extra(FairPlan fair, ArmPlan arm) => arm.Gan is { } gan
        ? new MixedArm(
            arm.Name, gan, arm.SyntheticShare ?? fair.SyntheticShare, arm.SyntheticLossWeight
                ?? fair.SyntheticLossWeight)
        {
            Classical = arm.Classical,
            Redraw = arm.Redraw,
            Images = arm.SyntheticImages,
        }
        : new RealArm(arm.Name, arm.Classical, arm.Redraw);
}
