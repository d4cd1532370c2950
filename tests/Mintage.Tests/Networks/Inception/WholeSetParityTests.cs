using System.Text.Json;
using Mintage.Metrics;
using Mintage.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Inception;

/// <summary>All 96 + 96 images through the network and on to the FID; minutes of work, so only on request (-explicit on).</summary>
public sealed class WholeSetParityTests
{
    private const double FidTolerance = 1e-5; // relative; the float32 noise of the original is 9e-7

    private static readonly JsonElement Results = GoldenFile.Json("inception_results.json");

    [Fact(Explicit = true)]
    public void Features_of_all_images_and_their_FID_equal_those_of_pytorch_fid()
    {
        using var scope = NewDisposeScope();
        foreach (var tap in Enum.GetValues<InceptionTap>())
        {
            var (a, b) = (Features("a", tap), Features("b", tap));
            if (tap == InceptionTap.FinalPool)
            {
                Assert.InRange(InceptionGolden.Difference(a, "features_a_2048.npy"), 0, 2e-6);
                Assert.InRange(InceptionGolden.Difference(b, "features_b_2048.npy"), 0, 2e-6);
            }
            var expected = Fid(tap, "a_b");
            Assert.Equal(expected, Frechet(a, b), FidTolerance * expected);
            Assert.Equal(0, Frechet(a, a), 1e-10);
        }
    }

    [Fact(Explicit = true)]
    public void The_FID_of_the_tf1_preparation_equals_that_of_torch_fidelity()
    {
        using var scope = NewDisposeScope();
        var expected = Results.GetProperty("fid_a_b_2048_torch_fidelity_features_stable").GetDouble();
        var actual = Frechet(Features("a", InceptionTap.FinalPool, ImagePreparation.Tf1), Features("b", InceptionTap.FinalPool, ImagePreparation.Tf1));
        Assert.Equal(expected, actual, FidTolerance * expected);
    }

    /// <summary>The control: with another epsilon the FID is wrong by as much as the originals say it is.</summary>
    [Fact(Explicit = true)]
    public void A_known_mistake_gives_the_known_wrong_FID()
    {
        using var network = InceptionV3.Load(FormulaWeights.WithNormEpsilon(1e-5f));
        using var scope = NewDisposeScope();
        var (a, b) = (Features(network, "a"), Features(network, "b"));
        var mistake = GoldenFile.Json("inception_mistakes.json").GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("change").GetString()!.StartsWith("batch-norm eps", StringComparison.Ordinal));
        var largest = Math.Max(InceptionGolden.Difference(a, "features_a_2048.npy"), InceptionGolden.Difference(b, "features_b_2048.npy"));
        Assert.Equal(mistake.GetProperty("max_abs_feature_difference").GetDouble(), largest, 1e-5);
        var expected = mistake.GetProperty("fid_a_b").GetDouble();
        Assert.Equal(expected, Frechet(a, b), 1e-4 * expected);
    }

    private static double Fid(InceptionTap tap, string pair) =>
        Results.GetProperty("fid").GetProperty($"{(int)tap}").GetProperty(pair).GetProperty("stable_float64").GetDouble();

    private static Tensor Features(InceptionV3 network, string set) => Features(set, InceptionTap.FinalPool, network: network);

    private static Tensor Features(string set, InceptionTap tap, ImagePreparation preparation = ImagePreparation.PytorchFid, InceptionV3? network = null) =>
        new InceptionFeatures(network ?? FormulaWeights.Network, preparation, tap, Workers: 2).Of(InceptionGolden.Images(set));

    private static double Frechet(Tensor a, Tensor b)
    {
        using var x = FeatureStatistics.Of(a);
        using var y = FeatureStatistics.Of(b);
        return FrechetDistance.Between(x, y);
    }
}
