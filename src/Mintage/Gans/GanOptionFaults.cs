using Mintage.Networks;

namespace Mintage.Gans;

/// <summary>Finds faults of GAN options: values out of range, and options that do not fit together.</summary>
internal static class GanOptionFaults
{
    /// <summary>Lists every fault as a full sentence.</summary>
    public static IReadOnlyList<string> Of(GanOptions o) =>
        [.. OutOfRange(o).Concat(AtOdds(o)).Where(rule => !rule.Holds).Select(rule => rule.Fault)
            .Concat(o.Classical?.Faults() ?? []).Select(fault => $"GAN '{o.Preset}': {fault}")];

    // Every rule is written so that NaN breaks it.
    private static IEnumerable<(bool Holds, string Fault)> OutOfRange(GanOptions o) =>
    [
        (o.GeneratorUpdates >= 1, $"generator updates must be at least 1, but are {o.GeneratorUpdates}."),
        (o.CriticSteps >= 1, $"critic steps must be at least 1, but are {o.CriticSteps}."),
        (o.BatchSize >= 2, $"batch size must be at least 2 (batch norm needs two images), but is {o.BatchSize}."),
        (o.LatentDimension >= 1, $"latent dimension must be at least 1, but is {o.LatentDimension}."),
        (o.Filters >= 1, $"filters must be at least 1, but are {o.Filters}."),
        (o.LearningRate is > 0 and < 1, $"learning rate must lie between 0 and 1, but is {o.LearningRate}."),
        (o.DiscriminatorRateFactor is > 0 and < double.PositiveInfinity,
            $"the discriminator's rate factor must be positive, but is {o.DiscriminatorRateFactor}."),
        (o.GeneratorHidden >= 0 && o.DiscriminatorHidden >= 0,
            $"hidden units must be 0 (none) or more, but are {o.GeneratorHidden} and {o.DiscriminatorHidden}."),
        (o.RateDecay is >= 0 and <= 1, $"rate decay must be a share of the training, 0 ... 1, but is {o.RateDecay}."),
        (o.Beta1 is >= 0 and < 1
            && o.Beta2 is >= 0 and < 1, $"Adam's decays must lie in 0 ... 1, but are {o.Beta1} and {o.Beta2}."),
        (o.AverageDecay is >= 0 and < 1, $"average decay must lie in 0 ... 1 (1 excluded), but is {o.AverageDecay}."),
        (o.ClipValue > 0, $"clip value must be positive, but is {o.ClipValue}."),
        (o.PenaltyWeight > 0, $"penalty weight must be positive, but is {o.PenaltyWeight}."),
        (o.R1Weight is >= 0 and < double.PositiveInfinity,
            $"the weight of the R1 penalty must be 0 (off) or more, but is {o.R1Weight}."),
        (o.R1Every >= 1,
            $"the R1 penalty must come every 1 or more discriminator updates, but comes every {o.R1Every}."),
        (o.MinibatchDeviation is 0 or >= 2, "minibatch deviation must be 0 (off) or a group size of at least 2 "
            + $"images, but is {o.MinibatchDeviation}."),
        (o.MinibatchDeviation < 2 || o.BatchSize % o.MinibatchDeviation == 0,
            $"groups of the minibatch deviation must divide the batch size, but {o.MinibatchDeviation} does not "
            + $"divide {o.BatchSize}."),
        (o.ClassLossWeight is > 0 and < double.PositiveInfinity,
            $"class loss weight must be positive, but is {o.ClassLossWeight}."),
        (o.FakeClassLossWeight is >= 0 and < double.PositiveInfinity,
            $"fake class loss weight must be 0 or more, but is {o.FakeClassLossWeight}."),
        (o.ClassicalShare is >= 0 and <= 1,
            $"classical share must be a share of the real images, 0 ... 1, but is {o.ClassicalShare}."),
        (o.DiffAugment.Distinct().Count() == o.DiffAugment.Count,
            $"differentiable augmentation must name each transform once, but is {string.Join(", ", o.DiffAugment)}."),
        (o.AdaptiveTarget is >= 0 and < 1,
            $"adaptive target must lie in 0 (off) ... 1 (1 excluded), but is {o.AdaptiveTarget}."),
        (o.AdaptiveImages >= 1, $"adaptive images must be at least 1, but are {o.AdaptiveImages}."),
        (o.SliceShare is >= 0 and < 1, $"slice share must lie in 0 (off) ... 1 (1 excluded), but is {o.SliceShare}."),
        (o.SlicePoints >= 1, $"slice points must be at least 1, but are {o.SlicePoints}."),
    ];

    // An auxiliary classifier with a Wasserstein critic is allowed: Gulrajani et al. 2017 train one with the gradient
    // penalty.
    private static IEnumerable<(bool Holds, string Fault)> AtOdds(GanOptions o) =>
    [
        (o.Constraint != CriticConstraint.GradientPenalty || !o.DiscriminatorBatchNorm,
            "a gradient penalty treats each image alone and cannot be used with batch norm in the critic; turn "
            + "discriminator batch norm off."),
        (!(o.R1Weight > 0) || !o.DiscriminatorBatchNorm,
            "the R1 penalty treats each image alone and cannot be used with batch norm in the discriminator; turn "
            + "discriminator batch norm off."),
        (!(o.R1Weight > 0) || o.Constraint != CriticConstraint.GradientPenalty,
            "the R1 penalty pulls gradient norms to 0 and the gradient penalty pulls them to 1, so they cannot be "
            + "used together; turn one of them off."),
        (!o.SpectralNorm || !o.DiscriminatorBatchNorm,
            "spectral norm bounds how steep the discriminator is, and batch norm in it would undo that bound; turn "
            + "one of them off."),
        (!o.SpectralNorm || o.Constraint != CriticConstraint.WeightClipping,
            "weight clipping limits the weights that spectral norm rescales, so they cannot be used together; turn "
            + "one of them off."),
        (!(o.AdaptiveTarget > 0) || o.DiffAugment.Count > 0,
            "adaptive augmentation sets how often differentiable augmentation changes an image, but there are no "
            + "transforms; name some, or set the adaptive target to 0."),
        (!(o.AdaptiveTarget > 0) || o.Objective != GanObjective.Wasserstein,
            "adaptive augmentation needs to know if the discriminator takes real images for real, which a "
            + "Wasserstein critic does not say; use another objective, or set the adaptive target to 0."),
        (o.Conditioning != DiscriminatorConditioning.AuxiliaryClassifier
            || o.Constraint != CriticConstraint.WeightClipping,
            "weight clipping makes the weights too small for an auxiliary classifier to tell classes apart; use "
            + "another constraint or conditioning."),
    ];
}
