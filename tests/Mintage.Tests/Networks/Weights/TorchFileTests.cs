using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Mintage.Networks;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Networks.Weights;

/// <summary>Files of torch.save, written by PyTorch 1.13 in both layouts.</summary>
public sealed class TorchFileTests
{
    private static readonly JsonElement Expected = GoldenFile.Json("pth_expected.json");

    public static TheoryData<string> GoodFiles => [.. from entry in Expected.GetProperty("good").EnumerateObject() from file in entry.Value.GetProperty("files").EnumerateArray() select file.GetString()!];

    public static TheoryData<string> HostileFiles => [.. Expected.GetProperty("must_refuse").EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public void Names_shapes_types_and_values_are_those_that_PyTorch_wrote(string file)
    {
        var expected = Expected.GetProperty("good").EnumerateObject().Single(entry => entry.Value.GetProperty("files").EnumerateArray().Any(f => f.GetString() == file)).Value;
        if (!expected.TryGetProperty("tensors", out var tensors)) tensors = Expected.GetProperty("good").GetProperty("tiny_module").GetProperty("tensors"); // the checkpoint's
        var read = WeightFile.Read(GoldenFile.Path(file)).Tensors;
        Assert.Equal(tensors.EnumerateObject().Select(tensor => tensor.Name), read.Keys);
        foreach (var tensor in tensors.EnumerateObject())
        {
            var found = read[tensor.Name];
            Assert.Equal(tensor.Value.GetProperty("dtype").GetString(), NumPyType(found.Type));
            Assert.Equal(tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), found.Shape);
            Assert.Equal(tensor.Value.GetProperty("values").EnumerateArray().Select(Number), Numbers(found));
        }
    }

    [Theory]
    [InlineData("model")]
    [InlineData(null)]
    public void The_weights_in_a_checkpoint_are_found_by_name_or_as_the_first(string? name) =>
        Assert.Contains("conv.weight", WeightFile.Read(GoldenFile.Path("pth/tiny_checkpoint_zip.pth"), name).Tensors.Keys);

    [Fact]
    public void A_name_that_a_checkpoint_does_not_have_is_answered_with_those_it_has() =>
        TestImages.Refused(() => WeightFile.Read(GoldenFile.Path("pth/tiny_checkpoint_zip.pth"), "generator"), "no weights under 'generator'", "'model'");

    [Theory]
    [MemberData(nameof(HostileFiles))]
    public void A_file_that_calls_something_is_refused_as_a_whole_and_the_call_is_named(string file) =>
        TestImages.Refused(() => WeightFile.Read(GoldenFile.Path(file)), "'__builtin__.print'", "nothing was run", file);

    [Fact]
    public void The_hash_is_that_of_the_file_and_other_weights_than_the_official_ones_carry_a_warning()
    {
        var path = GoldenFile.Path("pth/tiny_plain_legacy.pth");
        var file = WeightFile.Read(path);
        Assert.Equal(WholeFile.Sha256(path), file.Sha256);
        Assert.False(file.IsOfficial);
        Assert.Equal($"unofficial weights (sha256 {file.Sha256})", file.Warning);
    }

    [Fact]
    public void Files_of_other_kinds_are_refused()
    {
        TestImages.Refused(() => WeightFile.Read("no-such.pth"), "'no-such.pth'", "does not exist");
        TestImages.Refused(() => WeightFile.Parse([1, 2, 3], "x.pth"), "'x.pth'", "safetensors");
        TestImages.Refused(() => WeightFile.Parse([0x80, 2, (byte)'N', (byte)'.'], "x.pkl"), "not one that torch.save wrote");
    }

    [Fact]
    public void TorchScript_and_compressed_archives_are_refused()
    {
        TestImages.Refused(() => WeightFile.Parse(Zip(CompressionLevel.NoCompression, "m/data.pkl", "m/constants.pkl"), "x.pt"), "TorchScript");
        TestImages.Refused(() => WeightFile.Parse(Zip(CompressionLevel.Optimal, "m/data.pkl"), "x.pth"), "'m/data.pkl' is compressed");
        TestImages.Refused(() => WeightFile.Parse(Zip(CompressionLevel.NoCompression, "photo.png"), "x.zip"), "without a 'data.pkl'");
    }

    [Theory]
    [MemberData(nameof(GoodFiles))]
    [MemberData(nameof(HostileFiles))]
    public void A_cut_or_damaged_file_gives_one_clear_error_or_reads(string file)
    {
        var whole = File.ReadAllBytes(GoldenFile.Path(file));
        for (var length = 0; length < whole.Length; length++)
            TestImages.Refused(() => WeightFile.Parse(whole[..length], "cut.pth"), "cut.pth");
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0x15, 0x80, 0xff])
            {
                var damaged = whole.ToArray();
                damaged[at] ^= flip;
                try { WeightFile.Parse(damaged, "damaged.pth"); }
                catch (UserInputException) { } // no other exception may come
            }
        }
    }

    private static byte[] Zip(CompressionLevel level, params string[] names)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(new byte[100]);
            }
        }
        return stream.ToArray();
    }

    private static string NumPyType(string type) => type switch
    {
        "F64" => "float64",
        "F32" => "float32",
        "F16" => "float16",
        "BF16" => "bfloat16",
        "I64" => "int64",
        "U8" => "uint8",
        "BOOL" => "bool",
        _ => type,
    };

    private static double Number(JsonElement value) => value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => value.GetDouble() };

    private static IEnumerable<double> Numbers(SafeTensor tensor)
    {
        var bytes = tensor.Bytes.ToArray();
        return tensor.Type switch
        {
            "F64" => bytes.Chunk(8).Select(b => BinaryPrimitives.ReadDoubleLittleEndian(b)),
            "F32" => bytes.Chunk(4).Select(b => (double)BinaryPrimitives.ReadSingleLittleEndian(b)),
            "F16" => bytes.Chunk(2).Select(b => (double)BinaryPrimitives.ReadHalfLittleEndian(b)),
            "BF16" => bytes.Chunk(2).Select(b => (double)BinaryPrimitives.ReadSingleLittleEndian([0, 0, .. b])),
            "I64" => bytes.Chunk(8).Select(b => (double)BinaryPrimitives.ReadInt64LittleEndian(b)),
            _ => bytes.Select(b => (double)b),
        };
    }
}
