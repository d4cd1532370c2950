using System.Text.Json.Serialization;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>Images that a fit adds to the real ones of its training part.</summary>
[JsonDerivedType(typeof(AddedSynthetic), "synthetic")]
[JsonDerivedType(typeof(AddedReal), "real")]
[JsonDerivedType(typeof(AddedCopies), "copies")]
internal abstract record AddedImages
{
    /// <summary>Short, for people.</summary>
    [JsonIgnore]
    public abstract string Name { get; }
}

/// <summary>Images of a GAN.</summary>
/// <param name="Task">Key of the <see cref="SynthesiseTask"/>.</param>
/// <param name="Count">How many of its images: a stratified random subset.</param>
/// <param name="Leaky">Whether the GAN saw more than the training part.</param>
internal sealed record AddedSynthetic(string Task, int Count, bool Leaky = false) : AddedImages
{
    /// <summary>The GAN's name, which the task's key holds.</summary>
    [JsonIgnore]
    public string Gan { get; init; } = "";

    [JsonIgnore]
    public override string Name => Gan;
}

/// <summary>Real images that no other arm of the replicate sees.</summary>
internal sealed record AddedReal(ImagePart Part) : AddedImages
{
    [JsonIgnore]
    public override string Name => "more-real";
}

/// <summary>Classically augmented copies of the training part's own images, made once.</summary>
internal sealed record AddedCopies(int Count, ClassicalOptions Options) : AddedImages
{
    [JsonIgnore]
    public override string Name => "placebo";
}

/// <summary>The images a fit trains and is evaluated on, read and in place.</summary>
internal sealed record FitImages(LabelledImages Training, LabelledImages Evaluation)
{
    /// <summary>Images with a share of their own in every batch, or null.</summary>
    public LabelledImages? Added { get; init; }

    /// <summary>Which evaluation images are real; null for all.</summary>
    public bool[]? EvaluationIsReal { get; init; }

    public required int RealImages { get; init; }

    public int SyntheticImages { get; init; }
}

/// <summary>What a program learns from.</summary>
/// <param name="Training">Images with labels, marks and weights.</param>
/// <param name="AddedShare">Share of the marked ones in every batch; null where all images count alike.</param>
internal sealed record ProgramLesson(FitTraining Training, double? AddedShare = null);

/// <summary>Which images the batches of a fit hold: each way to mix them is a record of its own.</summary>
[JsonDerivedType(typeof(RealMix), "real")]
[JsonDerivedType(typeof(ClassWeightedMix), "class-weighted")]
[JsonDerivedType(typeof(OversampledMix), "oversampled")]
[JsonDerivedType(typeof(BatchShareMix), "batch-share")]
[JsonDerivedType(typeof(SyntheticOnlyMix), "synthetic-only")]
[JsonDerivedType(typeof(PooledMix), "pooled")]
internal abstract record TrainingMix
{
    /// <summary>Short, for people.</summary>
    [JsonIgnore]
    public virtual string Name => Adds?.Name ?? "real";

    /// <summary>Images that it adds to the real ones, or null.</summary>
    [JsonIgnore]
    public virtual AddedImages? Adds => null;

    /// <summary>The images, of real and added ones.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="real">Real images of its training part.</param>
    /// <param name="added">What <see cref="Adds"/> names.</param>
    /// <param name="evaluation">Its evaluation images; read only where the mix has none of its own.</param>
    public virtual FitImages Images(
        FitTask fit, LabelledImages real, LabelledImages? added, Func<LabelledImages> evaluation) =>
        new(real, evaluation()) { RealImages = real.Count };

    /// <summary>What each step sees.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="training">Of <see cref="FitImages.Training"/>.</param>
    /// <param name="added">Of <see cref="FitImages.Added"/>.</param>
    public virtual TrainingBatches Batches(FitTask fit, ImageTensors training, ImageTensors? added) =>
        Batches(fit, [new BatchSource(training, fit.Options.BatchSize)]);

    /// <summary>What a program gets in place of batches.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="training">Of <see cref="FitImages.Training"/>, augmented where the arm is.</param>
    /// <param name="added">Of <see cref="FitImages.Added"/>, likewise.</param>
    public virtual ProgramLesson Lesson(FitTask fit, LabelledImages training, LabelledImages? added) =>
        new(new FitTraining(training));

    protected static TrainingBatches Batches(
        FitTask fit, IReadOnlyList<BatchSource> sources, IReadOnlyList<float>? classWeights = null) =>
        // A head on features learns from copies that were augmented before.
        new(sources, fit.Seeds, fit.Options.LearnsFromFeatures ? null : fit.Augmentation)
        {
            ClassWeights = classWeights,
        };
}

/// <summary>Real images alone.</summary>
internal sealed record RealMix : TrainingMix;

/// <summary>Real images, every class with the same share of the loss.</summary>
internal sealed record ClassWeightedMix : TrainingMix
{
    [JsonIgnore]
    public override string Name => "class-weights";

    public override TrainingBatches Batches(FitTask fit, ImageTensors training, ImageTensors? added) =>
        Batches(fit, [new BatchSource(training, fit.Options.BatchSize)], TrainingBatches.EqualShares(training));

    public override ProgramLesson Lesson(FitTask fit, LabelledImages training, LabelledImages? added)
    {
        var weights = TrainingBatches.EqualShares(training.ClassCounts());
        return new ProgramLesson(new FitTraining(training, Array.ConvertAll(training.Labels, l => weights[l])));
    }
}

/// <summary>Real images, those of the smaller classes more often, until every class comes up alike.</summary>
internal sealed record OversampledMix : TrainingMix
{
    [JsonIgnore]
    public override string Name => "oversample";

    public override FitImages Images(
        FitTask fit, LabelledImages real, LabelledImages? added, Func<LabelledImages> evaluation)
    {
        var rows = ClassTopUp.Oversampled(real.Labels, real.ClassCount, fit.Seeds.Child("oversample").Random());
        return new FitImages(real.Select(rows), evaluation()) { RealImages = real.Count };
    }
}

/// <summary>Real images, and a fixed share of every batch from added ones.</summary>
/// <param name="Added">The added images.</param>
/// <param name="Share">Their share of every batch, above 0 and below 1.</param>
/// <param name="LossWeight">Weight of each of them in the loss, next to 1 for a real image.</param>
internal sealed record BatchShareMix(AddedImages Added, double Share, double LossWeight = 1) : TrainingMix
{
    public override AddedImages? Adds => Added;

    public override FitImages Images(
        FitTask fit, LabelledImages real, LabelledImages? added, Func<LabelledImages> evaluation) =>
        new(real, evaluation())
        {
            Added = added,
            RealImages = real.Count + (Added is AddedReal ? added!.Count : 0),
            SyntheticImages = Added is AddedSynthetic ? added!.Count : 0,
        };

    public override TrainingBatches Batches(FitTask fit, ImageTensors training, ImageTensors? added)
    {
        var places = Places(fit.Options.BatchSize, Share);
        return Batches(
            fit, [new BatchSource(training, fit.Options.BatchSize - places),
                new BatchSource(added!, places, LossWeight)]);
    }

    public override ProgramLesson Lesson(FitTask fit, LabelledImages training, LabelledImages? added)
    {
        var all = LabelledImages.Concat(
            training.Name, [training.WithGroups(null).Marked(false), added!.WithGroups(null).Marked(true)]);
        float[] weights = [.. all.IsSynthetic!.Select(isAdded => isAdded ? (float)LossWeight : 1)];
        var batch = fit.Options.BatchSize;
        return new ProgramLesson(new FitTraining(all, weights), (double)Places(batch, Share) / batch);
    }

    /// <summary>
    /// Places of a batch for added images: the nearest whole number that leaves one or more to each side.
    /// </summary>
    internal static int Places(int batchSize, double share) =>
        Math.Clamp((int)Math.Round(share * batchSize), 1, batchSize - 1);
}

/// <summary>Images of a GAN, no real ones.</summary>
internal sealed record SyntheticOnlyMix(AddedSynthetic Added) : TrainingMix
{
    [JsonIgnore]
    public override string Name => $"only-{Added.Gan}";

    public override AddedImages? Adds => Added;

    public override FitImages Images(
        FitTask fit, LabelledImages real, LabelledImages? added, Func<LabelledImages> evaluation) =>
        new(added!.Marked(true), evaluation()) { RealImages = 0, SyntheticImages = added.Count };
}

/// <summary>One of the article's folds, drawn over real and synthetic images together.</summary>
/// <param name="Fold">Zero-based.</param>
/// <param name="Folds">How many.</param>
internal sealed record PooledFold(int Fold, int Folds);

/// <summary>
/// Real images and perhaps those of a GAN in one pool, as in the article: a fold leaves a part of the pool out.
/// </summary>
/// <param name="Added">Images of a GAN, or null.</param>
/// <param name="Fold">The fold whose images are left out and evaluated; null trains on the whole pool.</param>
internal sealed record PooledMix(AddedSynthetic? Added, PooledFold? Fold) : TrainingMix
{
    public override AddedImages? Adds => Added;

    public override FitImages Images(
        FitTask fit, LabelledImages real, LabelledImages? added, Func<LabelledImages> evaluation)
    {
        var pool = added is null
            ? real
            : LabelledImages.Concat("pooled", [real.Marked(false), OfNoGroup(added, real).Marked(true)]);
        if (Fold is null)
            return new FitImages(
                pool, evaluation())
            { RealImages = real.Count, SyntheticImages = pool.Count - real.Count };
        var random = SeedTree.FromSeed(fit.Seed).Child("folds").Random();
        var folds = StratifiedKFold.Split(pool.Labels, Fold.Folds, random, SplitUnits.Of(pool), pool.ClassNames);
        var (training, validation) = (folds[Fold.Fold].Training, folds[Fold.Fold].Validation);
        var realImages = training.Count(row => row < real.Count);
        return new FitImages(pool.Select(training), pool.Select(validation))
        {
            EvaluationIsReal = Array.ConvertAll(validation, row => row < real.Count),
            RealImages = realImages,
            SyntheticImages = training.Length - realImages,
        };
    }

    /// <summary>A synthetic image shows no patient, so each is a group of its own.</summary>
    private static LabelledImages OfNoGroup(LabelledImages synthetic, LabelledImages real) => synthetic.WithGroups(
        real.Groups is null ? null : [.. Enumerable.Range(0, synthetic.Count).Select(i => $"synthetic image {i}")]);
}
