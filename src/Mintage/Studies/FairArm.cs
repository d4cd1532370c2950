using System.Globalization;
using Mintage.Classification;
using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>One way to train the classifier under the fair protocol: each kind of arm is a record of its own.</summary>
/// <param name="Name">Its name in plans, tables and figures.</param>
/// <param name="Gan">GAN whose images it sees, or null.</param>
internal abstract record FairArm(string Name, string? Gan = null)
{
    /// <summary>Synthetic images per real image, for arms of the dose-response curve.</summary>
    public virtual double? Dose => null;

    /// <summary>Share of its GAN's images in every batch.</summary>
    public virtual double SyntheticShare => 0;

    /// <summary>The same of a fit, where it depends on the images.</summary>
    public virtual double ShareIn(FitFigures run) => SyntheticShare;

    /// <summary>Whether it runs the steps of the others; an arm that does not is in no comparison.</summary>
    public virtual bool HasEqualSteps => true;

    /// <summary>Whether only Mintage's own classifiers can be trained so: not a program of the user's own.</summary>
    public virtual bool NeedsOwnTrainer => false;

    /// <summary>Whether a user can train so: not where it needs images that only the study has, or stands in for
    /// something.</summary>
    public virtual bool IsForUse => true;

    /// <summary>How many images it needs of its GAN's set; 0 where that is not known yet.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="size">The size.</param>
    /// <param name="realImages">Real images of the training part; null where not known yet.</param>
    public virtual int SyntheticAt(StudyPlan plan, SizePlan size, int? realImages) => 0;

    /// <summary>Its fit at a place; null where the data set has too few images for it.</summary>
    /// <param name="real">The fit on the real images of the training part alone.</param>
    /// <param name="place">What it can add to them.</param>
    public abstract FitTask? Fit(FitTask real, ArmPlace place);

    /// <summary>What it trains on, in one sentence without a full stop.</summary>
    public abstract string Describe(FitFigures run, StudyPlan plan);

    protected static string Augmented(bool classical) => classical ? ", every image augmented classically" : "";
}

/// <summary>What an arm can add to the real images of a training part.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Size">The size.</param>
/// <param name="Gans">GANs that were trained on the part.</param>
/// <param name="FurtherReal">Real images that no other arm of the replicate sees; null where there are too few.</param>
/// <param name="RedrawSeed">Seed of another draw of initial weights and batch orders, above 0.</param>
/// <param name="GanSeconds">Estimated processor seconds of a GAN's training and sampling.</param>
internal sealed record ArmPlace(
    StudyPlan Plan, SizePlan Size, IReadOnlyList<GanRun> Gans, Func<ImagePart?> FurtherReal,
    Func<int, long> RedrawSeed, Func<GanRun, double> GanSeconds)
{
    public FairPlan Fair => Plan.Fair!;

    public GanRun Gan(string name) => Gans.First(g => g.Name == name && !g.Leaky);

    /// <summary>The fit with classical augmentation and another draw, where they are asked for.</summary>
    public FitTask With(FitTask fit, bool classical, int redraw) => fit with
    {
        Classical = classical ? Fair.Classical : null,
        Seed = redraw > 0 ? RedrawSeed(redraw) : fit.Seed,
    };
}

/// <summary>Real images alone.</summary>
internal sealed record RealArm(string Name, bool Classical = false, int Redraw = 0) : FairArm(Name)
{
    public override bool IsForUse => Redraw == 0;

    public override FitTask Fit(FitTask real, ArmPlace place) => place.With(real, Classical, Redraw);

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images{Augmented(Classical)}";
}

/// <summary>Real images, with images of a GAN in every batch.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Gan">The GAN.</param>
/// <param name="Share">Share of its images in every batch, above 0 and below 1.</param>
/// <param name="LossWeight">Weight of its images in the loss.</param>
internal record MixedArm(string Name, string Gan, double Share, double LossWeight) : FairArm(Name, Gan)
{
    public bool Classical { get; init; }

    /// <summary>Above 0 for another draw of initial weights and batch orders.</summary>
    public int Redraw { get; init; }

    /// <summary>Synthetic images that batches are drawn from; null for the size's number.</summary>
    public int? Images { get; init; }

    public sealed override bool IsForUse => Redraw == 0;

    public sealed override double SyntheticShare => Share;

    public override int SyntheticAt(StudyPlan plan, SizePlan size, int? realImages) => Images ?? plan.SyntheticAt(size);

    public sealed override FitTask Fit(FitTask real, ArmPlace place) => place.With(real, Classical, Redraw) with
    {
        Mix = new BatchShareMix(
            new AddedSynthetic(
                place.Gan(Gan!).Synthetic, SyntheticAt(place.Plan, place.Size, real.Training.Count))
            { Gan = Gan! },
            Share,
            LossWeight),
    };

    public sealed override string Describe(FitFigures run, StudyPlan plan)
    {
        var weight = LossWeight == 1 ? "" : $", weight {LossWeight:0.##} in the loss";
        return $"{run.RealImages:N0} real images, {100 * Share:0.#} % of every batch from {run.SyntheticImages:N0} of "
            + $"{Gan}{weight}{Augmented(Classical)}";
    }
}

/// <summary>
/// A point of the dose-response curve: synthetic images in proportion to the real ones, in every batch too.
/// </summary>
internal sealed record DoseArm(string Gan, double PerReal, double LossWeight)
    : MixedArm(NameOf(Gan, PerReal), Gan, PerReal / (1 + PerReal), LossWeight)
{
    public override double? Dose => PerReal;

    public override int SyntheticAt(StudyPlan plan, SizePlan size, int? realImages) =>
        realImages is { } n ? Math.Max(1, (int)Math.Round(PerReal * n)) : 0;

    public static string NameOf(string gan, double dose) =>
        $"{gan} x{dose.ToString("0.##", CultureInfo.InvariantCulture)}";
}

/// <summary>Images of a GAN, no real ones.</summary>
internal sealed record SyntheticOnlyArm(string Gan) : FairArm(FairArms.SyntheticOnly(Gan), Gan)
{
    public override double SyntheticShare => 1;

    public override bool IsForUse => false;

    public override int SyntheticAt(StudyPlan plan, SizePlan size, int? realImages) => plan.SyntheticAt(size);

    public override FitTask? Fit(FitTask real, ArmPlace place) => IsPossible(place.Plan, place.Size)
        ? real with
        {
            Mix = new SyntheticOnlyMix(
                new AddedSynthetic(place.Gan(Gan!).Synthetic, place.Plan.SyntheticAt(place.Size)) { Gan = Gan! }),
        }
        : null;

    /// <summary>Whether there are enough synthetic images for a batch of them alone.</summary>
    public static bool IsPossible(StudyPlan plan, SizePlan size) =>
        size.Classifier.Program is not null || plan.SyntheticAt(size) >= size.Classifier.BatchSize;

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.SyntheticImages:N0} images of {Gan}, no real ones";
}

/// <summary>Real images, every class with the same share of the loss.</summary>
internal sealed record ClassWeightsArm() : FairArm(FairArms.ClassWeights)
{
    public override FitTask Fit(FitTask real, ArmPlace place) => real with { Mix = new ClassWeightedMix() };

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, every class with the same share of the loss";
}

/// <summary>Real images, those of the smaller classes more often.</summary>
internal sealed record OversampleArm() : FairArm(FairArms.Oversample)
{
    public override FitTask Fit(FitTask real, ArmPlace place) => real with { Mix = new OversampledMix() };

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, those of the smaller classes more often";
}

/// <summary>Real images, the smaller classes filled up with images of a GAN.</summary>
internal sealed record GanBalanceArm(string Gan) : FairArm(FairArms.GanBalance(Gan), Gan)
{
    public override FitTask Fit(FitTask real, ArmPlace place)
    {
        var filling = place.Gan(Gan!).Balancing!;
        var share = (double)filling.Count / (real.Training.Count + filling.Count);
        var added = new AddedSynthetic(filling.Synthetic, filling.Count) { Gan = $"balance-{Gan}" };
        return real with { Mix = new BatchShareMix(added, share) };
    }

    public override double ShareIn(FitFigures run) =>
        run.SyntheticImages / (double)(run.RealImages + run.SyntheticImages);

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, the smaller classes filled up with {run.SyntheticImages:N0} of {Gan}";
}

/// <summary>
/// Real images, and more real ones in the place of a GAN's: the ceiling of what further data can add.
/// </summary>
internal sealed record MoreRealArm(double Share, bool Classical = false)
    : FairArm(Classical ? FairArms.ClassicalMoreReal : FairArms.MoreReal)
{
    public override bool IsForUse => false;

    public override FitTask? Fit(FitTask real, ArmPlace place) =>
        place.FurtherReal() is { } further
            ? place.With(real, Classical, 0) with { Mix = new BatchShareMix(new AddedReal(further), Share) }
            : null;

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, {100 * Share:0.#} % of every batch from those that no other arm sees"
        + Augmented(Classical);
}

/// <summary>Real images, and classically augmented copies of them in the very place of a GAN's images.</summary>
internal sealed record PlaceboArm(double Share, double LossWeight) : FairArm(FairArms.Placebo)
{
    public override bool IsForUse => false;

    public override FitTask Fit(FitTask real, ArmPlace place) => place.With(real, classical: true, 0) with
    {
        Mix = new BatchShareMix(
            new AddedCopies(place.Plan.SyntheticAt(place.Size), place.Fair.Classical), Share, LossWeight),
    };

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, {100 * Share:0.#} % of every batch from copies of them, augmented once, "
        + $"in the place of a GAN's images{Augmented(true)}";
}

/// <summary>
/// Real images with strong augmentation and regularisation, with or without images of a GAN: is there a gain where the
/// classifier is trained as well as it can be?
/// </summary>
internal sealed record StrongArm(string? Gan = null, double Share = 0, double LossWeight = 1)
    : FairArm(NameOf(Gan), Gan)
{
    public override bool NeedsOwnTrainer => true;

    public override double SyntheticShare => Share;

    public override int SyntheticAt(StudyPlan plan, SizePlan size, int? realImages) =>
        Gan is null ? 0 : plan.SyntheticAt(size);

    public override FitTask Fit(FitTask real, ArmPlace place)
    {
        var strong = place.Fair.StrongOrUsual();
        return real with
        {
            Classical = place.Fair.Classical,
            Strong = strong.Augmentation,
            Options = real.Options with { LearningRate = strong.LearningRate, Recipe = strong.Recipe },
            Mix = Gan is null ? real.Mix : new BatchShareMix(
                new AddedSynthetic(place.Gan(Gan).Synthetic, place.Plan.SyntheticAt(place.Size)) { Gan = Gan },
                Share, LossWeight),
        };
    }

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images"
        + (Gan is null ? "" : $", {100 * Share:0.#} % of every batch from {run.SyntheticImages:N0} of {Gan}")
        + $", strong augmentation and regularisation ({plan.Fair!.StrongOrUsual().Recipe.Describe()})";

    public static string NameOf(string? gan) => gan is null ? FairArms.Strong : $"{FairArms.Strong}+{gan}";
}

/// <summary>
/// Real images, augmented classically, for as many more steps as a GAN's processor time pays for, at a falling rate.
/// </summary>
internal sealed record SpentArm(string PaidBy) : FairArm(FairArms.SpentOnTraining(PaidBy))
{
    public override bool NeedsOwnTrainer => true;

    public override bool HasEqualSteps => false;

    public override FitTask Fit(FitTask real, ArmPlace place)
    {
        var length = (FixedSteps)real.Length;
        var paid = place.GanSeconds(place.Gan(PaidBy)) / FitEstimate.StepSeconds(real.Options, real.Area);
        return real with
        {
            Classical = place.Fair.Classical,
            Options = real.Options with { Recipe = new TrainingRecipe { Rate = LearningRateSchedule.Cosine } },
            Length = length with { Steps = length.Steps + (int)Math.Min(paid, int.MaxValue / 2) },
        };
    }

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, every image augmented classically, for as many further steps as the "
        + $"processor time of {PaidBy} pays for (estimated for an ordinary core)";
}

/// <summary>A wider classifier with its own stopping rule.</summary>
/// <param name="Tuned">Its classifier and its rule.</param>
internal sealed record RealTunedArm(TunedPlan Tuned) : FairArm(FairArms.RealTuned)
{
    public override bool NeedsOwnTrainer => true;

    public override bool HasEqualSteps => false;

    public override FitTask Fit(FitTask real, ArmPlace place) => real with
    {
        Options = Tuned.Classifier,
        Length = new StoppedOnSlice(Tuned.SliceShare, Tuned.MaxEpochs, Tuned.PatienceEpochs)
        {
            Measure = place.Plan.Fair!.Measure,
        },
    };

    public override string Describe(FitFigures run, StudyPlan plan) =>
        $"{run.RealImages:N0} real images, a network and a number of steps of its own, stopped on a "
        + $"{100 * Tuned.SliceShare:0.#} % slice of them";
}
