using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mintage.Tests.Networks.Inception;

/// <summary>If these fail, every other difference to the originals is in the weights, not in the network.</summary>
public sealed class FormulaWeightsTests
{
    [Fact]
    public void The_weights_are_those_of_the_reference_bit_for_bit()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in FormulaWeights.File.Tensors.Values) hash.AppendData(tensor.Bytes.Span);
        Assert.Equal(GoldenFile.Json("inception_weights_check.json").GetProperty("sha256_all").GetString(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Streams_and_values_of_the_checked_keys_agree()
    {
        foreach (var key in GoldenFile.Json("inception_weights_check.json").GetProperty("keys").EnumerateArray())
        {
            var name = key.GetProperty("key").GetString()!;
            Assert.Equal(key.GetProperty("first4_outputs").EnumerateArray().Select(o => o.GetString()), FormulaWeights.Stream(name).Take(4).Select(o => $"{o:x16}"));
            var values = MemoryMarshal.Cast<byte, float>(FormulaWeights.File.Tensors[name].Bytes.Span);
            Assert.Equal(key.GetProperty("first4_values").EnumerateArray().Select(v => v.GetSingle()), values[..4].ToArray());
        }
    }
}
