using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Studies.Analysis;

namespace Mintage.Tests.Studies;

public sealed class GanWordsTests
{
    [Theory]
    [InlineData("cgan", "non-saturating")]
    [InlineData("cgan-minimax", "minimax (saturating)")]
    [InlineData("wgan", "Wasserstein, weights clipped at 0.01")]
    [InlineData("wgan-gp", "Wasserstein, gradient penalty 10")]
    [InlineData("sngan", "hinge, spectral norm, projection, conditional batch norm")]
    [InlineData("acgan", "non-saturating, auxiliary classifier")]
    public void A_preset_is_named_by_what_it_has_beyond_the_usual_GAN(string preset, string words) => Assert.Equal(words, GanWords.Of(GanPresets.Get(preset)));

    [Fact]
    public void Options_add_their_words() => Assert.Equal(
        "least squares, R1 penalty 0.5, minibatch deviation, DiffAugment translation + cutout",
        GanWords.Of(GanPresets.Get("cgan") with
        {
            Objective = GanObjective.LeastSquares,
            R1Weight = 0.5,
            MinibatchDeviation = 4,
            DiffAugment = [DifferentiableTransform.Translation, DifferentiableTransform.Cutout],
        }));

    [Fact]
    public void A_choice_by_a_slice_is_said() => Assert.Equal(
        "non-saturating, best of 5 points by a slice of 12.5 %", GanWords.Of(GanPresets.Get("cgan") with { SliceShare = 0.125 }));

    [Fact]
    public void Adaptive_augmentation_is_called_so() => Assert.Equal(
        "non-saturating, adaptive DiffAugment colour", GanWords.Of(GanPresets.Get("cgan") with { AdaptiveTarget = 0.6, DiffAugment = [DifferentiableTransform.Colour] }));
}
