using Mintage.Augmentation;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>Named sets of <see cref="GanOptions"/> to start from. Safe to use from several threads.</summary>
public static class GanPresets
{
    private static readonly GanOptions[] All =
    [
        // The article's first GAN: "modelled on DCGAN", conditioned on the label.
        new() { Preset = "cgan" },

        // The same with the value function as first written; the article quotes both generator losses.
        new() { Preset = "cgan-minimax", Objective = GanObjective.Minimax },

        // The article's second GAN: the WGAN paper's method, RMSprop and clipping at 0.01. Ten times its learning rate
        // and two critic steps instead of five: docs/decisions/0005.
        new()
        {
            Preset = "wgan",
            Objective = GanObjective.Wasserstein,
            Constraint = CriticConstraint.WeightClipping,
            Optimiser = GanOptimiser.RmsProp,
            LearningRate = 5e-4,
            CriticSteps = 2,
            GeneratorUpdates = 2350,
        },

        // Gulrajani et al. 2017: Adam(0.5, 0.9), penalty 10, no batch norm in the critic.
        new()
        {
            Preset = "wgan-gp",
            Objective = GanObjective.Wasserstein,
            Constraint = CriticConstraint.GradientPenalty,
            DiscriminatorBatchNorm = false,
            Beta2 = 0.9,
            CriticSteps = 5,
            GeneratorUpdates = 940,
        },

        // Untuned: the recipe of Miyato and Koyama 2018 (hinge, projection, spectral norm, conditional batch norm, five
        // critic steps) on the DCGAN's layers, as many critic updates as wgan-gp.
        new()
        {
            Preset = "sngan",
            Objective = GanObjective.Hinge,
            SpectralNorm = true,
            DiscriminatorBatchNorm = false,
            Conditioning = DiscriminatorConditioning.Projection,
            GeneratorConditioning = GeneratorConditioning.ConditionalBatchNorm,
            Beta1 = 0,
            Beta2 = 0.9,
            CriticSteps = 5,
            GeneratorUpdates = 940,
        },

        // Untuned: Odena et al. 2017 on the DCGAN's layers: class losses of weight 1 on real and fake images.
        new() { Preset = "acgan", Conditioning = DiscriminatorConditioning.AuxiliaryClassifier },

        // What won on MNIST's training images at 28x28, for its cost: docs/gans.md. Hidden layers as in InfoGAN's
        // networks for MNIST, a learning rate ten times the DCGAN's that falls to 0, and gentle classical augmentation
        // against overfitting.
        new()
        {
            Preset = "best",
            GeneratorHidden = 512,
            DiscriminatorHidden = 256,
            Filters = 32,
            LatentDimension = 64,
            LearningRate = 2e-3,
            RateDecay = 0.5,
            Classical = new ClassicalOptions { MaxShift = 0.04, MaxRotationDegrees = 7, MaxScale = 0.07 },
            Bfloat16 = true,
            GeneratorUpdates = 8000,
        },
    ];

    /// <summary>Names of all presets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(o => o.Preset)];

    /// <summary>Gives the options of a preset.</summary>
    /// <exception cref="UserInputException">There is no preset with this name.</exception>
    public static GanOptions Get(string name) => Array.Find(All, o => o.Preset == name)
        ?? throw new UserInputException(
            $"'{name}' is not a GAN preset.{NearestName.Question(name, Names)} Use one of: "
            + $"{string.Join(", ", Names)}.");
}
