using Mintage.Runtime;

namespace Mintage.Networks.Onnx;

/// <summary>One operation of a graph. Immutable.</summary>
/// <param name="Operation">E.g. "Conv".</param>
/// <param name="Inputs">Names of its inputs, in order.</param>
/// <param name="Outputs">Names of its outputs, in order.</param>
/// <param name="Integers">Settings that are whole numbers or lists of them.</param>
/// <param name="Floats">Settings that are one float.</param>
internal sealed record OnnxNode(
    string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, long[]> Integers, IReadOnlyDictionary<string, float> Floats);

/// <summary>
/// What a network's weights need of an ONNX file (ModelProto): the operations and the float32 initializers of its main
/// graph. Everything else is passed over. No operation is run. Immutable.
/// </summary>
/// <param name="Nodes">Operations in the file's order.</param>
/// <param name="Tensors">Float32 initializers by name; slices of the file.</param>
internal sealed record OnnxModel(IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, SafeTensor> Tensors)
{
    // A hostile file may have an empty operation in every other byte. Large networks have some thousands.
    private const int MostParts = 20_000, MostFields = 1_000, MostNumbers = 1_000;

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="FormatException">It is damaged, or no ONNX file. The message says what is wrong, as a clause
    /// about "it".</exception>
    public static OnnxModel Parse(ReadOnlyMemory<byte> file)
    {
        const int Graph = 7, Node = 1, Initializer = 5;
        var graphs = WireReader.Fields(file).Where(field => field.Number == Graph).Select(field => field.Bytes)
            .ToList();
        if (graphs.Count != 1) throw new FormatException($"it must have one graph, but has {graphs.Count}");
        var nodes = new List<OnnxNode>();
        var tensors = new Dictionary<string, SafeTensor>();
        foreach (var field in WireReader.Fields(graphs[0]))
        {
            if (field.Number == Node) nodes.Add(ParseNode(field.Bytes));
            if (field.Number == Initializer && OnnxTensor.Parse(field.Bytes) is { } tensor
                && !tensors.TryAdd(tensor.Name, tensor))
                throw new FormatException($"it has the tensor '{tensor.Name}' twice");
            if (nodes.Count > MostParts || tensors.Count > MostParts)
                throw new FormatException($"it has more than {MostParts:N0} operations or tensors");
        }
        return new OnnxModel(nodes, tensors);
    }

    private static OnnxNode ParseNode(ReadOnlyMemory<byte> message)
    {
        const int Input = 1, Output = 2, Operation = 4, Attribute = 5;
        string operation = "";
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var integers = new Dictionary<string, long[]>();
        var floats = new Dictionary<string, float>();
        foreach (var (count, field) in WireReader.Fields(message).Index())
        {
            if (count >= MostFields)
                throw new FormatException($"it has an operation of more than {MostFields:N0} parts");
            if (field.Number == Input) inputs.Add(field.Text);
            if (field.Number == Output) outputs.Add(field.Text);
            if (field.Number == Operation) operation = field.Text;
            if (field.Number == Attribute) ParseAttribute(field.Bytes, integers, floats);
        }
        return new OnnxNode(operation, inputs, outputs, integers, floats);
    }

    /// <summary>Adds a setting to those of its kind. Settings of other kinds (texts, tensors, graphs) are passed
    /// over.</summary>
    private static void ParseAttribute(
        ReadOnlyMemory<byte> message, Dictionary<string, long[]> integers, Dictionary<string, float> floats)
    {
        const int Name = 1, Float = 2, Int = 3, Ints = 8;
        var name = "";
        var numbers = new List<long>();
        float? number = null;
        foreach (var field in WireReader.Fields(message))
        {
            if (field.Number == Name) name = field.Text;
            if (field.Number == Float) number = field.Float;
            if (field.Number == Int) numbers.Add(field.Int);
            if (field.Number == Ints) numbers.AddRange(field.Ints.Take(MostNumbers + 1));
            if (numbers.Count > MostNumbers)
                throw new FormatException($"its setting '{name}' has more than {MostNumbers:N0} numbers");
        }
        if (numbers.Count > 0) integers[name] = [.. numbers];
        if (number is { } value) floats[name] = value;
    }
}
