using Mintage.Networks.Onnx;

namespace Mintage.Networks.Backbones;

/// <summary>
/// Finds the layers of ResNet-18 in an ONNX graph by walking along it from the image, and folds each batch norm into
/// the convolution before it. Every operation on the way must be the one that the design says, so a graph that computes
/// something else is refused.
/// </summary>
internal sealed class ResNet18Graph
{
    private readonly OnnxModel model;
    private readonly ILookup<string, OnnxNode> consumers;
    private readonly Dictionary<string, SafeTensor> folded = [];

    private ResNet18Graph(OnnxModel model)
    {
        this.model = model;
        consumers = model.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node)))
            .ToLookup(use => use.input, use => use.node);
    }

    /// <summary>Gives weights and biases by Mintage's names, e.g. "stage2.block1.shortcut.weight".</summary>
    /// <exception cref="FormatException">The graph is another network's. The message says where it differs, as a clause
    /// about "it".</exception>
    public static IReadOnlyDictionary<string, SafeTensor> Fold(OnnxModel model) => new ResNet18Graph(model).Fold();

    private Dictionary<string, SafeTensor> Fold()
    {
        var x = Relu(Convolution(Images(), ResNet18Design.Stem, ResNet18Design.StemShape));
        var pool = Next(x, "MaxPool", ResNet18Design.Stem);
        Require(pool, "kernel_shape", 3, 3);
        Require(pool, "strides", 2, 2);
        RequirePadding(pool, 1);
        x = pool.Outputs[0];
        foreach (var block in ResNet18Design.Stages.SelectMany(stage => stage.Blocks)) x = Block(x, block);
        // The average over all positions: 7 x 7 for the file's own images of 224 x 224.
        if (!consumers[x].Any(node => node.Operation is "AveragePool" or "GlobalAveragePool"))
            throw new FormatException("it must end in an average pool after the last block");
        return folded;
    }

    private string Images()
    {
        var shape = ResNet18Design.StemShape;
        var first = model.Nodes.FirstOrDefault(node => node.Operation == "Conv" && Fits(node, shape));
        return first?.Inputs[0] ?? throw new FormatException("it must begin with a convolution of 64 x 3 x 7 x 7");
    }

    private string Block(string input, BlockDesign block)
    {
        var x = Relu(Convolution(input, $"{block.Name}.conv1", block.First));
        var change = Convolution(x, $"{block.Name}.conv2", block.Second);
        var shortcut = block.Shortcut is { } shape ? Convolution(input, $"{block.Name}.shortcut", shape) : input;
        var sum = Next(change, "Add", block.Name);
        return sum.Inputs.Count == 2 && sum.Inputs.Contains(shortcut)
            ? Relu(sum.Outputs[0])
            : throw new FormatException($"the sum of '{block.Name}' must add its shortcut");
    }

    /// <summary>Folds a convolution and the batch norm after it. Gives the name of their output.</summary>
    private string Convolution(string input, string name, FoldedShape shape)
    {
        var convolution = consumers[input].FirstOrDefault(node => node.Operation == "Conv" && Fits(node, shape))
            ?? throw new FormatException(
                $"it must have a convolution {string.Join(" x ", shape.Weight)} as '{name}', but has none there");
        if (convolution.Inputs.Count != 2) throw new FormatException($"the convolution '{name}' must have no bias");
        Require(convolution, "strides", shape.Stride, shape.Stride);
        RequireOrNone(convolution, "dilations", 1, 1);
        RequireOrNone(convolution, "group", 1);
        RequirePadding(convolution, shape.Size / 2);
        var norm = Next(convolution.Outputs[0], "BatchNormalization", name);
        if (norm.Inputs.Count != 5) throw new FormatException($"the batch norm of '{name}' must have four vectors");
        var vectors = norm.Inputs.Skip(1).Select(vector => Tensor(vector, [shape.Outputs])).ToArray();
        var epsilon = norm.Floats.GetValueOrDefault("epsilon", 1e-5f);
        foreach (var tensor in NormFolding.Fold(name, Tensor(convolution.Inputs[1], shape.Weight), vectors, epsilon))
            folded.Add(tensor.Name, tensor);
        return norm.Outputs[0];
    }

    private string Relu(string input) => Next(input, "Relu", input).Outputs[0];

    private OnnxNode Next(string input, string operation, string where) =>
        consumers[input].FirstOrDefault(node => node.Operation == operation && node.Outputs.Count > 0)
        ?? throw new FormatException($"it must have the operation {operation} after '{where}', but has none there");

    private bool Fits(OnnxNode node, FoldedShape shape) =>
        node is { Inputs.Count: >= 2, Outputs.Count: > 0 }
        && model.Tensors.TryGetValue(node.Inputs[1], out var weight) && weight.Shape.SequenceEqual(shape.Weight);

    private SafeTensor Tensor(string name, long[] shape) =>
        model.Tensors.TryGetValue(name, out var found) && found.Shape.SequenceEqual(shape)
            ? found
            : throw new FormatException($"it must hold the tensor '{name}' as float32 [{string.Join(", ", shape)}]");

    private static void Require(OnnxNode node, string setting, params long[] wanted)
    {
        if (!node.Integers.TryGetValue(setting, out var found) || !found.SequenceEqual(wanted))
            throw new FormatException($"the setting '{setting}' of the operation {node.Operation} with the output "
                + $"'{node.Outputs[0]}' must be {string.Join(", ", wanted)}");
    }

    private static void RequireOrNone(OnnxNode node, string setting, params long[] wanted)
    {
        if (node.Integers.ContainsKey(setting)) Require(node, setting, wanted);
    }

    /// <summary>
    /// Padding above and to the left decides where each window lies. Below and to the right a window of stride 2 needs
    /// one row or column less, if the image has an even size: CNTK writes it so, PyTorch does not.
    /// </summary>
    private static void RequirePadding(OnnxNode node, int padding)
    {
        var pads = node.Integers.GetValueOrDefault("pads", [0, 0, 0, 0]);
        var least = node.Integers.GetValueOrDefault("strides", [1, 1])[0] == 1 ? padding : Math.Max(0, padding - 1);
        if (pads.Length != 4 || pads[0] != padding || pads[1] != padding || pads[2] < least || pads[2] > padding
            || pads[3] < least || pads[3] > padding)
            throw new FormatException($"the padding of the operation {node.Operation} with the output "
                + $"'{node.Outputs[0]}' must be {padding}, but is {string.Join(", ", pads)}");
    }
}
