using System.Text.Json;
using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class GanOptionsTests
{
    private static readonly GanOptions Plain = GanPresets.Get("cgan") with { DiscriminatorBatchNorm = false };
    private static readonly GanOptions Adaptive = Plain with { AdaptiveTarget = 0.6, DiffAugment = [DifferentiableTransform.Translation] };

    public static TheoryData<string> Presets => [.. GanPresets.Names];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_has_no_faults_and_its_own_name(string name)
    {
        Assert.Empty(GanPresets.Get(name).Faults());
        Assert.Equal(name, GanPresets.Get(name).Preset);
    }

    [Fact]
    public void Every_fault_of_the_options_is_reported_at_once() =>
        Assert.Equal(3, (GanPresets.Get("wgan-gp") with { DiscriminatorBatchNorm = true, CriticSteps = 0, BatchSize = 1 }).Faults().Count);

    public static TheoryData<string, string> Faulty => new()
    {
        { "R1 and batch norm", "R1 penalty" },
        { "R1 and gradient penalty", "pulls gradient norms to 0" },
        { "spectral norm and batch norm", "undo that bound" },
        { "spectral norm and clipping", "spectral norm" },
        { "auxiliary classifier and clipping", "auxiliary classifier" },
        { "negative R1", "R1 penalty must be 0" },
        { "R1 that is no number", "R1 penalty must be 0" },
        { "R1 never", "must come every 1 or more" },
        { "groups of one", "at least 2 images" },
        { "groups that do not divide", "5 does not divide 64" },
        { "no class loss", "class loss weight must be positive" },
        { "negative fake class loss", "fake class loss weight must be 0 or more" },
        { "a transform twice", "name each transform once" },
        { "adaptive without transforms", "no transforms" },
        { "adaptive Wasserstein", "Wasserstein" },
        { "adaptive target of 1", "adaptive target must lie in 0" },
        { "adaptive in no images", "adaptive images" },
        { "all images in the slice", "slice share must lie in 0" },
        { "no point to choose", "slice points must be at least 1" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_does_not_fit_together_is_one_fault_in_a_full_sentence(string what, string sentence)
    {
        var fault = Assert.Single(Options(what).Faults());
        Assert.StartsWith("GAN 'cgan': ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    private static GanOptions Options(string what) => what switch
    {
        "R1 and batch norm" => Plain with { R1Weight = 1, DiscriminatorBatchNorm = true },
        "R1 and gradient penalty" => Plain with { R1Weight = 1, Constraint = CriticConstraint.GradientPenalty },
        "spectral norm and batch norm" => Plain with { SpectralNorm = true, DiscriminatorBatchNorm = true },
        "spectral norm and clipping" => Plain with { SpectralNorm = true, Constraint = CriticConstraint.WeightClipping },
        "auxiliary classifier and clipping" => Plain with { Conditioning = DiscriminatorConditioning.AuxiliaryClassifier, Constraint = CriticConstraint.WeightClipping },
        "negative R1" => Plain with { R1Weight = -1 },
        "R1 that is no number" => Plain with { R1Weight = double.NaN },
        "R1 never" => Plain with { R1Every = 0 },
        "groups of one" => Plain with { MinibatchDeviation = 1 },
        "groups that do not divide" => Plain with { MinibatchDeviation = 5 },
        "no class loss" => Plain with { ClassLossWeight = 0 },
        "negative fake class loss" => Plain with { FakeClassLossWeight = -0.1 },
        "a transform twice" => Plain with { DiffAugment = [DifferentiableTransform.Cutout, DifferentiableTransform.Colour, DifferentiableTransform.Cutout] },
        "adaptive without transforms" => Plain with { AdaptiveTarget = 0.6 },
        "adaptive Wasserstein" => Adaptive with { Objective = GanObjective.Wasserstein },
        "adaptive target of 1" => Adaptive with { AdaptiveTarget = 1 },
        "adaptive in no images" => Adaptive with { AdaptiveImages = 0 },
        "all images in the slice" => Plain with { SliceShare = 1 },
        "no point to choose" => Plain with { SlicePoints = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    [Fact]
    public void Options_of_before_the_toolbox_are_read_as_the_GAN_they_were()
    {
        // As gan.json had them.
        const string Before = """
            {"preset":"wgan-gp","objective":"wasserstein","constraint":"gradient-penalty","clip_value":0.01,"penalty_weight":10,"discriminator_batch_norm":false,
             "optimiser":"adam","learning_rate":0.0002,"beta1":0.5,"beta2":0.9,"critic_steps":5,"batch_size":64,"latent_dimension":100,"filters":64,
             "generator_updates":940,"average_decay":0.999}
            """;
        Assert.Equal(
            JsonSerializer.Serialize(GanPresets.Get("wgan-gp"), Json.Line),
            JsonSerializer.Serialize(JsonSerializer.Deserialize<GanOptions>(Before, Json.Line), Json.Line));
    }
}
