using System.Globalization;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>One way to train the classifier under the fair protocol.</summary>
public sealed record FairArm
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>GAN whose images it adds, or null.</summary>
    public string? Gan { get; init; }

    /// <summary>Whether every image is augmented classically.</summary>
    public bool Classical { get; init; }

    /// <summary>Share of added (synthetic or extra real) images in every batch: 0 for none, 1 for nothing else.</summary>
    public double AddedShare { get; init; }

    /// <summary>Weight of a synthetic image in the loss.</summary>
    public double LossWeight { get; init; } = 1;

    /// <summary>Synthetic images per real image, for arms of the dose-response curve.</summary>
    public double? Dose { get; init; }

    /// <summary>Synthetic images that batches are drawn from; null for the size's number.</summary>
    public int? SyntheticImages { get; init; }

    /// <summary>Above 0 for another draw of initial weights and batch orders.</summary>
    public int Redraw { get; init; }

    /// <summary>Whether the added images are real ones that no other arm of the replicate sees.</summary>
    public bool MoreReal { get; init; }

    /// <summary>What it does about classes of unequal size.</summary>
    public ClassBalance Balance { get; init; }

    /// <summary>Whether its synthetic images are of the smaller classes alone, and pooled with the real ones.</summary>
    public bool GanBalance { get; init; }

    /// <summary>Whether it is the tuned classifier, which takes part in no comparison.</summary>
    public bool Tuned { get; init; }

    /// <summary>Synthetic images at a size with this many real ones; 0 without a GAN.</summary>
    public int SyntheticAt(StudyPlan plan, SizePlan size, int realImages) => Gan is null
        ? 0
        : Dose is { } dose ? Math.Max(1, (int)Math.Round(dose * realImages)) : SyntheticImages ?? plan.SyntheticAt(size);
}

/// <summary>A comparison of two arms.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Against">Its control.</param>
/// <param name="InFamily">Whether it gets a verdict.</param>
public sealed record Contrast(string Arm, string Against, bool InFamily);

/// <summary>The arms and contrasts of the fair protocol.</summary>
public static class FairArms
{
    /// <summary>Real images alone.</summary>
    public const string Real = "real";

    /// <summary>Real images, augmented classically.</summary>
    public const string Classical = "classical";

    /// <summary>Real images and as many more real ones as a GAN adds.</summary>
    public const string MoreReal = "more-real";

    /// <summary>A wider classifier with its own stopping rule.</summary>
    public const string RealTuned = "real-tuned";

    /// <summary>Real images, every class with the same share of the loss.</summary>
    public const string ClassWeights = "class-weights";

    /// <summary>Real images, those of the smaller classes more often.</summary>
    public const string Oversample = "oversample";

    private const string ClassicalPrefix = "classical+", OnlyPrefix = "synthetic-only:", BalancePrefix = "gan-balance:";

    /// <summary>Whether a name belongs to an arm that is always there.</summary>
    public static bool IsReserved(string name) =>
        name is Real or Classical or MoreReal or RealTuned or ClassWeights or Oversample
        || new[] { ClassicalPrefix, OnlyPrefix, BalancePrefix }.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Name of the arm that sees a GAN's images and nothing else.</summary>
    internal static string SyntheticOnly(string gan) => OnlyPrefix + gan;

    /// <summary>All arms of a plan, in the order of its tables.</summary>
    public static IReadOnlyList<FairArm> All(StudyPlan plan) => plan.Fair is { } fair
        ? [.. Standard(plan), .. fair.Arms.Select(a => Extra(fair, a))]
        : [];

    /// <summary>Arms that are always there, and those of the dose-response curve.</summary>
    internal static IEnumerable<FairArm> Standard(StudyPlan plan)
    {
        if (plan.Fair is not { } fair) yield break;
        yield return new FairArm { Name = Real };
        yield return new FairArm { Name = Classical, Classical = true };
        foreach (var gan in Gans(plan))
        {
            var mixed = new FairArm { Name = gan, Gan = gan, AddedShare = fair.SyntheticShare, LossWeight = fair.SyntheticLossWeight };
            yield return mixed;
            yield return mixed with { Name = ClassicalPrefix + gan, Classical = true };
            yield return mixed with { Name = SyntheticOnly(gan), AddedShare = 1, LossWeight = 1 };
            foreach (var dose in fair.Doses.Where(d => d > 0)) // a dose of 0 is "real"
                yield return mixed with { Name = DoseName(gan, dose), Dose = dose, AddedShare = dose / (1 + dose) };
        }
        if (fair.Balance)
        {
            yield return new FairArm { Name = ClassWeights, Balance = ClassBalance.ClassWeights };
            yield return new FairArm { Name = Oversample, Balance = ClassBalance.Oversample };
            foreach (var gan in Gans(plan)) yield return new FairArm { Name = BalancePrefix + gan, Gan = gan, GanBalance = true };
        }
        yield return new FairArm { Name = MoreReal, MoreReal = true, AddedShare = fair.SyntheticShare };
        yield return new FairArm { Name = RealTuned, Tuned = true };
    }

    /// <summary>The family first, then the exploratory contrasts: doses and those of the plan.</summary>
    public static IEnumerable<Contrast> Contrasts(StudyPlan plan)
    {
        if (plan.Fair is not { } fair) yield break;
        var gans = Gans(plan).ToList();
        foreach (var gan in gans) yield return new Contrast(gan, Real, true);
        foreach (var gan in gans) yield return new Contrast(ClassicalPrefix + gan, Classical, true);
        if (fair.Balance)
        {
            foreach (var gan in gans) yield return new Contrast(BalancePrefix + gan, Oversample, true);
        }
        yield return new Contrast(Classical, Real, false);
        yield return new Contrast(MoreReal, Real, false);
        if (fair.Balance)
        {
            yield return new Contrast(ClassWeights, Real, false);
            yield return new Contrast(Oversample, Real, false);
            foreach (var gan in gans)
            {
                yield return new Contrast(BalancePrefix + gan, Real, false);
                yield return new Contrast(BalancePrefix + gan, ClassWeights, false);
            }
        }
        foreach (var gan in gans)
        {
            yield return new Contrast(OnlyPrefix + gan, Real, false);
            foreach (var dose in fair.Doses.Where(d => d > 0)) yield return new Contrast(DoseName(gan, dose), Real, false);
        }
        foreach (var contrast in fair.Contrasts) yield return new Contrast(contrast.Arm, contrast.Against, false);
    }

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
        .Where(a => !a.GanBalance && (a.Dose is null || realImages is not null))
        .Select(a => a.SyntheticAt(plan, size, realImages ?? 0))
        .Append(plan.SyntheticAt(size))
        .Max();

    private static IEnumerable<string> Gans(StudyPlan plan) => plan.Gans.Where(g => g.Scope == GanScope.TrainingPart).Select(g => g.Name);

    private static string DoseName(string gan, double dose) => $"{gan} x{dose.ToString("0.##", CultureInfo.InvariantCulture)}";

    private static FairArm Extra(FairPlan fair, ArmPlan arm) => new()
    {
        Name = arm.Name,
        Gan = arm.Gan,
        Classical = arm.Classical,
        AddedShare = arm.Gan is null ? 0 : arm.SyntheticShare ?? fair.SyntheticShare,
        LossWeight = arm.SyntheticLossWeight ?? fair.SyntheticLossWeight,
        SyntheticImages = arm.SyntheticImages,
        Redraw = arm.Redraw,
    };
}
