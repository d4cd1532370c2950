using System.Runtime.InteropServices;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks.Onnx;

/// <summary>An ONNX graph (GraphProto), built node by node in the order of computation.</summary>
/// <param name="name">Name of the graph.</param>
/// <param name="network">Its weights and buffers become initializers, by PyTorch's names, when a node asks for them.
/// Not disposed.</param>
internal sealed class OnnxGraph(string name, nn.Module network)
{
    private const int NodeField = 1, NameField = 2, InitializerField = 5, InputField = 11, OutputField = 12;
    private const string BatchSize = "N";

    private readonly Dictionary<string, SafeTensor> weights = ModuleState.Save(network)
        .ToDictionary(tensor => tensor.Name);
    private readonly HashSet<string> initialized = [];
    private readonly WireWriter nodes = new(), initializers = new(), inputs = new(), outputs = new();
    private int nodeCount;

    /// <summary>The whole graph as a GraphProto.</summary>
    public WireWriter Message =>
        new WireWriter().Append(nodes).Text(NameField, name).Append(initializers).Append(inputs).Append(outputs);

    /// <summary>Adds an input of shape [N, sizes...] for any number N of images.</summary>
    /// <returns>Its name.</returns>
    public string Input(string input, OnnxType type, ReadOnlySpan<int> sizes, string note)
    {
        inputs.Message(InputField, Value(input, type, sizes, note));
        return input;
    }

    /// <summary>Makes a node's output an output of the graph, of shape [N, sizes...].</summary>
    public void Output(string output, OnnxType type, ReadOnlySpan<int> sizes, string note) =>
        outputs.Message(OutputField, Value(output, type, sizes, note));

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">Operator of the default domain.</param>
    /// <param name="operands">Names of inputs, weights, constants and outputs of earlier nodes.</param>
    /// <param name="attributes">Settings that differ from the operator's defaults.</param>
    /// <param name="output">Name of the output; null for a generated name.</param>
    /// <returns>Name of the output.</returns>
    public string Node(string operation, ReadOnlySpan<string> operands,
        ReadOnlySpan<OnnxAttribute> attributes = default, string? output = null)
    {
        const int Input = 1, Output = 2, Name = 3, Operation = 4, Attribute = 5;
        var node = new WireWriter();
        foreach (var operand in operands) node.Text(Input, operand);
        var title = $"{operation}_{++nodeCount}";
        node.Text(Output, output ?? title).Text(Name, title).Text(Operation, operation);
        foreach (var attribute in attributes) node.Message(Attribute, attribute.Message);
        nodes.Message(NodeField, node);
        return output ?? title;
    }

    /// <summary>Adds a float32 weight or buffer of the network.</summary>
    /// <returns>Its name.</returns>
    public string Weight(string weight)
    {
        var tensor = weights[weight];
        if (tensor.Type != "F32")
            throw new NotSupportedException($"'{weight}' is {tensor.Type}; only float32 weights are written as ONNX");
        return Initializer(weight, OnnxType.Float32, tensor.Shape, tensor.Bytes.Span);
    }

    /// <summary>Adds a constant in row-major order.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string constant, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Initializer(constant, OnnxType.Float32, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant vector of whole numbers, e.g. a shape.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string constant, params ReadOnlySpan<long> values) =>
        Initializer(constant, OnnxType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    private string Initializer(
        string initializer, OnnxType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> littleEndian)
    {
        const int Dimension = 1, DataType = 2, Name = 8, RawData = 9;
        if (!initialized.Add(initializer)) return initializer;
        var tensor = new WireWriter();
        foreach (var size in shape) tensor.Int(Dimension, size);
        tensor.Int(DataType, (int)type).Text(Name, initializer).Bytes(RawData, littleEndian);
        initializers.Message(InitializerField, tensor);
        return initializer;
    }

    private static WireWriter Value(string value, OnnxType type, ReadOnlySpan<int> sizes, string note)
    {
        const int Name = 1, Type = 2, Note = 3; // ValueInfoProto
        const int TensorType = 1, ElementType = 1, Shape = 2; // TypeProto and TypeProto.Tensor
        const int Dimension = 1, Size = 1, Symbol = 2; // TensorShapeProto and its Dimension
        var shape = new WireWriter().Message(Dimension, new WireWriter().Text(Symbol, BatchSize));
        foreach (var size in sizes) shape.Message(Dimension, new WireWriter().Int(Size, size));
        var tensor = new WireWriter().Int(ElementType, (int)type).Message(Shape, shape);
        return new WireWriter().Text(Name, value).Message(Type, new WireWriter().Message(TensorType, tensor))
            .Text(Note, note);
    }
}
