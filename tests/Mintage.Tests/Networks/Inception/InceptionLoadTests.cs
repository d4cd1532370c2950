using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Networks.Inception;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Inception;

public sealed class InceptionLoadTests
{
    [Fact]
    public void A_missing_tensor_is_named_and_batch_counters_are_not_needed()
    {
        var plain = With(tensors =>
        {
            foreach (var key in tensors.Keys.Where(key => key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList()) tensors.Remove(key);
        });
        Assert.Equal(472, plain.Tensors.Count);
        InceptionV3.Load(plain).Dispose();
        TestImages.Refused(() => InceptionV3.Load(With(tensors => tensors.Remove("Mixed_6c.branch7x7_2.bn.bias"))), "'Mixed_6c.branch7x7_2.bn.bias' [160]", "another network");
    }

    [Fact]
    public void Weights_of_another_network_name_the_first_wrong_tensor() // PyTorch's own Inception has 1000 classes
    {
        TestImages.Refused(() => InceptionV3.Load(With(tensors => tensors["fc.weight"] = new("fc.weight", "F32", [1000, 2048], new byte[1000 * 2048 * 4]))), "'fc.weight'", "[1008, 2048]", "[1000, 2048]");
        TestImages.Refused(() => InceptionV3.Load(FormulaWeights.File with { Tensors = new Dictionary<string, SafeTensor>() }), "'Conv2d_1a_3x3.conv.weight'");
        TestImages.Refused(() => InceptionV3.Load(With(tensors => tensors["fc.bias"] = new("fc.bias", "I64", [1008], new byte[1008 * 8]))), "'fc.bias'", "I64");
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        var nan = new float[32];
        nan[5] = float.NaN;
        TestImages.Refused(() => InceptionV3.Load(With(tensors => tensors["Conv2d_1a_3x3.bn.bias"] = new("", "F32", [32], System.Runtime.InteropServices.MemoryMarshal.AsBytes(nan.AsSpan()).ToArray()))), "'Conv2d_1a_3x3.bn.bias'", "finite");
    }

    [Fact]
    public void Converted_weights_give_the_same_features_and_a_common_prefix_is_seen_through()
    {
        using var folder = new TestFolder();
        Safetensors.Write(folder["w.safetensors"], [.. FormulaWeights.File.Tensors.Values.Select(tensor => tensor with { Name = $"module.{tensor.Name}" })]);
        using var network = InceptionV3.Load(WeightFile.Read(folder["w.safetensors"]));
        using var scope = NewDisposeScope();
        var input = InceptionInput.Prepare(InceptionGolden.Images("a").slice(0, 0, 1, 1), ImagePreparation.PytorchFid);
        Assert.True(network.call(input).equal(FormulaWeights.Network.call(input)).all().item<bool>());
        Assert.Equal(WholeFile.Sha256(folder["w.safetensors"]), network.WeightsSha256);
        Assert.StartsWith("unofficial weights (sha256 ", network.WeightsWarning, StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_is_near_and_says_so()
    {
        using var network = InceptionV3.Load(FormulaWeights.File, ScalarType.BFloat16);
        Assert.Equal(ScalarType.BFloat16, network.Precision);
        using var scope = NewDisposeScope();
        var features = network.call(InceptionInput.Prepare(InceptionGolden.Images("a").slice(0, 0, 2, 1), ImagePreparation.PytorchFid));
        Assert.Equal(ScalarType.Float32, features.dtype);
        Assert.InRange(InceptionGolden.Difference(features, "features_a_2048.npy"), 1e-4, 1e-2); // features are up to 0.7; 8 bits of precision
        Assert.Throws<ArgumentOutOfRangeException>(() => InceptionV3.Load(FormulaWeights.File, ScalarType.Float16));
    }

    private static WeightFile With(Action<Dictionary<string, SafeTensor>> change)
    {
        var tensors = new Dictionary<string, SafeTensor>(FormulaWeights.File.Tensors);
        change(tensors);
        return FormulaWeights.File with { Tensors = tensors };
    }
}
