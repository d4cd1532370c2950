using System.Runtime.InteropServices;
using CsCheck;
using Mintage.Networks.Onnx;
using Mintage.Runtime;

namespace Mintage.Tests.Networks.Onnx;

public sealed class OnnxModelTests
{
    private const int Graph = 7, Node = 1, Initializer = 5;

    private static readonly float[] Six = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(0)] // raw bytes
    [InlineData(1)] // packed floats
    [InlineData(2)] // a field for each float
    public void Tensors_are_read_however_their_numbers_are_written(int way)
    {
        var tensor = Tensor("w", 2, 3);
        if (way == 0) tensor.Bytes(9, MemoryMarshal.AsBytes(Six.AsSpan()));
        else if (way == 1) tensor.Bytes(4, MemoryMarshal.AsBytes(Six.AsSpan()));
        else foreach (var value in Six) tensor.Float(4, value);
        var read = OnnxModel.Parse(Model(tensor)).Tensors["w"];
        Assert.Equal([2, 3], read.Shape);
        Assert.Equal(Six, MemoryMarshal.Cast<byte, float>(read.Bytes.Span).ToArray());
    }

    [Fact]
    public void Operations_and_their_settings_are_read()
    {
        var node = new WireWriter().Text(1, "x").Text(1, "w").Text(2, "y").Text(4, "Conv").Message(5, OnnxAttribute.Ints("pads", 1, 1, 0, 0).Message).Message(5, OnnxAttribute.Int("group", 1).Message)
            .Message(5, new WireWriter().Text(1, "epsilon").Float(2, 0.25f)).Message(5, new WireWriter().Text(1, "auto_pad").Text(4, "NOTSET"));
        var read = Assert.Single(OnnxModel.Parse(new WireWriter().Message(Graph, new WireWriter().Message(Node, node)).ToArray()).Nodes);
        Assert.Equal(("Conv", "x,w", "y"), (read.Operation, string.Join(',', read.Inputs), string.Join(',', read.Outputs)));
        Assert.Equal([1, 1, 0, 0], read.Integers["pads"]);
        Assert.Equal([1], read.Integers["group"]);
        Assert.Equal(0.25f, read.Floats["epsilon"]);
    }

    [Fact]
    public void What_cannot_be_right_is_refused()
    {
        Refused(Tensor("w", 2, 4).Bytes(9, new byte[24]), "'w' [2, 4] has 24 bytes");
        Refused(Tensor("w", -2, -3).Bytes(9, new byte[24]), "do not fit");
        Refused(Tensor("w", 1L << 40, 1L << 40).Bytes(9, new byte[24]), "do not fit"); // their product overflows
        Refused(Tensor("w", 1L << 62, 4).Bytes(9, []), "do not fit");
        Refused(Tensor("w", [.. Enumerable.Repeat(1L, 9)]).Bytes(9, new byte[4]), "more than 8 dimensions");
        Refused(Tensor("w", 6).Int(14, 1), "another file");
        var good = Tensor("w", 1).Bytes(9, new byte[4]);
        Assert.Contains("twice", Fault(new WireWriter().Message(Graph, new WireWriter().Message(Initializer, good).Message(Initializer, good)).ToArray()), StringComparison.Ordinal);
        Assert.Contains("one graph", Fault([]), StringComparison.Ordinal);
        Assert.Contains("cut short", Fault([(Graph << 3) | 2, 100, 1]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_type_is_passed_over() =>
        Assert.Empty(OnnxModel.Parse(Model(new WireWriter().Int(1, 1).Int(2, (int)OnnxType.Int64).Text(8, "shape").Bytes(9, new byte[8]))).Tensors);

    [Fact]
    public void Endless_parts_are_refused_before_they_fill_the_memory()
    {
        var nodes = new byte[60_000];
        for (var i = 0; i < nodes.Length; i += 2) nodes[i] = (Node << 3) | 2; // empty operations
        Assert.Contains("20,000", Fault(new WireWriter().Bytes(Graph, nodes).ToArray()), StringComparison.Ordinal);
        var inputs = new byte[4_000];
        for (var i = 0; i < inputs.Length; i += 2) inputs[i] = (1 << 3) | 2;
        Assert.Contains("1,000 parts", Fault(new WireWriter().Message(Graph, new WireWriter().Bytes(Node, inputs)).ToArray()), StringComparison.Ordinal);
        var attribute = new WireWriter().Text(1, "pads").Bytes(8, new byte[5_000]);
        Assert.Contains("1,000 numbers", Fault(new WireWriter().Message(Graph, new WireWriter().Message(Node, new WireWriter().Message(5, attribute))).ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        Attempt(bytes);
        Attempt(new WireWriter().Bytes(Graph, bytes).ToArray());
        Attempt(new WireWriter().Message(Graph, new WireWriter().Bytes(Node, bytes)).ToArray());
        Attempt(new WireWriter().Message(Graph, new WireWriter().Bytes(Initializer, bytes)).ToArray());
    }, iter: 2_000);

    [Fact]
    public void A_model_with_any_byte_changed_or_cut_anywhere_is_read_or_refused_and_nothing_else()
    {
        var node = new WireWriter().Text(1, "x").Text(2, "y").Text(4, "Conv").Message(5, OnnxAttribute.Ints("pads", 1, 1).Message);
        var whole = new WireWriter().Message(Graph, new WireWriter().Message(Node, node).Message(Initializer, Tensor("w", 2, 3).Bytes(9, MemoryMarshal.AsBytes(Six.AsSpan())))).ToArray();
        for (var at = 0; at < whole.Length; at++)
        {
            Attempt(whole[..at]);
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= (byte)bit;
                Attempt(damaged);
            }
        }
    }

    private static void Attempt(byte[] file)
    {
        try { OnnxModel.Parse(file); }
        catch (FormatException) { }
    }

    private static void Refused(WireWriter tensor, string words) => Assert.Contains(words, Fault(Model(tensor)), StringComparison.Ordinal);

    private static string Fault(byte[] file) => Assert.Throws<FormatException>(() => OnnxModel.Parse(file)).Message;

    private static WireWriter Tensor(string name, params long[] shape)
    {
        var tensor = new WireWriter().Int(2, (int)OnnxType.Float32).Text(8, name);
        foreach (var size in shape) tensor.Int(1, size);
        return tensor;
    }

    private static byte[] Model(WireWriter tensor) => new WireWriter().Message(Graph, new WireWriter().Message(Initializer, tensor)).ToArray();
}
