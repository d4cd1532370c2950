using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    private string FilePath => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Names_shapes_bytes_and_metadata_come_back()
    {
        SafeTensor[] tensors = [new("a.weight", "F32", [2, 1], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }), new("ünï \"x\"", "I64", [], new byte[8]), new("empty", "U8", [0, 3], Array.Empty<byte>())];
        Safetensors.Write(FilePath, tensors, new Dictionary<string, string> { ["k"] = "väl\"ue" });
        var (read, metadata) = Safetensors.Read(FilePath);
        Assert.Equal("väl\"ue", metadata["k"]);
        foreach (var t in tensors)
        {
            Assert.Equal(t.Shape, read[t.Name].Shape);
            Assert.Equal(t.Type, read[t.Name].Type);
            Assert.Equal(t.Bytes.ToArray(), read[t.Name].Bytes.ToArray());
        }
        Assert.Equal(0, BitConverter.ToInt64(File.ReadAllBytes(FilePath), 0) % 8); // data aligned, as other readers expect
    }

    [Fact]
    public void A_file_cut_anywhere_or_with_any_flipped_bit_is_refused()
    {
        Safetensors.Write(FilePath, [new("w", "F32", [2], new byte[8])], new Dictionary<string, string> { ["k"] = "\"mintage_sha256\":\"" });
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Contains("not a complete safetensors file", Assert.Throws<UserInputException>(() => Safetensors.Read(FilePath)).Message, StringComparison.Ordinal);
        }
        var nameOfDigest = System.Text.Encoding.Latin1.GetString(whole).LastIndexOf(Safetensors.DigestKey, StringComparison.Ordinal);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var broken = (byte[])whole.Clone();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(FilePath, broken);
            // A digest under another name is none: such a file is read like one of other make, and its data are whole.
            if (bit / 8 >= nameOfDigest && bit / 8 < nameOfDigest + Safetensors.DigestKey.Length) continue;
            Assert.Throws<UserInputException>(() => Safetensors.Read(FilePath));
        }
    }

    [Fact]
    public void A_folder_is_no_file_of_weights() =>
        Assert.Contains("is a folder", Assert.Throws<UserInputException>(() => Safetensors.Read(folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_other_make_without_a_digest_is_read()
    {
        const string Header = """{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""";
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes((long)Header.Length), .. System.Text.Encoding.ASCII.GetBytes(Header), 7]);
        var (tensors, metadata) = Safetensors.Read(FilePath);
        Assert.Equal([7], tensors["w"].Bytes.ToArray());
        Assert.Empty(metadata);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "'w' twice")]
    [InlineData("""{"w":{"dtype":null,"shape":[1],"data_offsets":[0,1]}}""", "unknown type 'null'")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9223372036854775807,1],"data_offsets":[1,-9223372036854775808]}}""", "should lie at bytes")] // the difference overflows to the size
    [InlineData("""{"__metadata__":{"a":null}}""", "'a' is no text")]
    public void Headers_that_are_JSON_but_make_no_sense_are_refused(string header, string reason)
    {
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), 0]);
        Assert.Contains(reason, Assert.Throws<UserInputException>(() => Safetensors.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_name_the_first_wrong_tensor_and_change_nothing()
    {
        using var network = nn.Linear(3, 2);
        var before = ModuleState.Save(network).Select(t => t.Bytes.ToArray()).ToArray();
        var other = new Dictionary<string, SafeTensor> { ["weight"] = new("weight", "F32", [2, 4], new byte[32]) };
        var wrongShape = Assert.Throws<UserInputException>(() => ModuleState.Load(network, other, "x.safetensors"));
        Assert.Contains("'weight' of 'x.safetensors' must be F32 [2, 3] but is F32 [2, 4]", wrongShape.Message, StringComparison.Ordinal);
        other["weight"] = new SafeTensor("weight", "F32", [2, 3], new byte[24]);
        Assert.Contains("must hold the tensor 'bias'", Assert.Throws<UserInputException>(() => ModuleState.Load(network, other, "x")).Message, StringComparison.Ordinal);
        Assert.Equal(before, ModuleState.Save(network).Select(t => t.Bytes.ToArray()).ToArray());
    }
}
