using System.Runtime.InteropServices;
using Mintage.Metrics;
using Mintage.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Inception;

/// <summary>
/// Our network against outputs of pytorch-fid 0.3.0 and torch-fidelity 0.4.0. The tolerances are promised in
/// docs/metrics.md; the float32 noise of the original itself is 3e-7 (features) to 6e-7 (taps).
/// </summary>
public sealed class InceptionParityTests
{
    private const double FeatureTolerance = 2e-6, TapTolerance = 5e-6;

    // Logits reach 8.6; float64 logits of the reference's own features are 1.4e-5 away from the logits it stored.
    private const double LogitTolerance = 1e-5, StoredLogitTolerance = 2e-5;

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("rgb")]
    public void Features_of_the_first_images_equal_those_of_pytorch_fid(string set)
    {
        using var scope = NewDisposeScope();
        var features = FormulaWeights.Network.call(Prepare(set, 8));
        Assert.InRange(InceptionGolden.Difference(features, $"features_{set}_2048.npy"), 0, FeatureTolerance);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("rgb")]
    public void Taps_and_logits_equal_those_of_pytorch_fid(string set)
    {
        using var scope = NewDisposeScope();
        var prepared = Prepare(set, 4);
        foreach (var tap in new[] { InceptionTap.FirstPool, InceptionTap.SecondPool, InceptionTap.Mixed6e })
            Assert.InRange(InceptionGolden.Difference(FormulaWeights.Network.Features(prepared, tap), $"taps_{set}_{(int)tap}.npy"), 0, TapTolerance);
        var features = FormulaWeights.Network.Features(prepared, InceptionTap.FinalPool);
        AssertLogits(features, $"features_{set}_2048.npy", $"logits_unbiased_{set}.npy");
        Assert.InRange(InceptionGolden.Difference(FormulaWeights.Network.Logits(features, withBias: true), $"logits_{set}.npy"), 0, StoredLogitTolerance);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("rgb")]
    public void Features_and_logits_of_the_tf1_preparation_equal_those_of_torch_fidelity(string set)
    {
        using var scope = NewDisposeScope();
        var features = FormulaWeights.Network.call(Prepare(set, 4, ImagePreparation.Tf1));
        Assert.InRange(InceptionGolden.Difference(features, $"torchfidelity_features_{set}_2048.npy"), 0, FeatureTolerance);
        AssertLogits(features, $"torchfidelity_features_{set}_2048.npy", $"torchfidelity_logits_unbiased_{set}.npy");
    }

    [Fact]
    public void The_network_run_as_the_originals_do_gives_the_same()
    {
        using var network = InceptionV3.Load(FormulaWeights.File, InceptionBuild.Original);
        using var scope = NewDisposeScope();
        Assert.InRange(InceptionGolden.Difference(network.call(Prepare("a", 2)), "features_a_2048.npy"), 0, FeatureTolerance);
    }

    /// <summary>The tolerances are worth something: what is listed as a mistake in inception_mistakes.json lies far outside.</summary>
    [Fact]
    public void Known_mistakes_are_seen()
    {
        const double Seen = 100 * FeatureTolerance;
        using var scope = NewDisposeScope();
        var right = Prepare("a", 2);
        var pixels = InceptionGolden.Images("a").slice(0, 0, 2, 1).to(ScalarType.Float32) / 255f;
        Tensor[] wrong =
        [
            nn.functional.interpolate(pixels, size: [299, 299], mode: InterpolationMode.Bilinear, align_corners: true).expand(-1, 3, -1, -1) * 2 - 1,
            nn.functional.interpolate(pixels, size: [299, 299], mode: InterpolationMode.Bicubic, align_corners: false).expand(-1, 3, -1, -1) * 2 - 1,
            nn.functional.interpolate(pixels, size: [299, 299]).expand(-1, 3, -1, -1) * 2 - 1,
            (right + 1) / 2, // 2x - 1 forgotten
            ((right + 1) / 2 * 255 - 128) / 128, // the other scale
        ];
        foreach (var input in wrong) Assert.True(InceptionGolden.Difference(FormulaWeights.Network.call(input), "features_a_2048.npy") > Seen);
        using var otherEpsilon = InceptionV3.Load(FormulaWeights.WithNormEpsilon(1e-5f));
        Assert.True(InceptionGolden.Difference(otherEpsilon.call(right), "features_a_2048.npy") > Seen);
    }

    /// <summary>Against the stored logits, and more tightly against those that the reference's features have in float64.</summary>
    private static void AssertLogits(Tensor features, string referenceFeatures, string referenceLogits)
    {
        var logits = FormulaWeights.Network.Logits(features, withBias: false);
        Assert.InRange(InceptionGolden.Difference(logits, referenceLogits), 0, StoredLogitTolerance);
        var weight = FormulaWeights.File.Tensors["fc.weight"];
        var exact = GoldenFile.Tensor(referenceFeatures).slice(0, 0, logits.shape[0], 1).to(ScalarType.Float64)
            .matmul(tensor(MemoryMarshal.Cast<byte, float>(weight.Bytes.Span).ToArray(), weight.Shape).to(ScalarType.Float64).t());
        Assert.InRange((logits - exact).abs().max().item<double>(), 0, LogitTolerance);
    }

    private static Tensor Prepare(string set, int count, ImagePreparation preparation = ImagePreparation.PytorchFid) =>
        InceptionInput.Prepare(InceptionGolden.Images(set).slice(0, 0, count, 1), preparation);
}
