using Mintage.Networks.Backbones;
using static Mintage.Networks.Onnx.OnnxAttribute;

namespace Mintage.Networks.Onnx;

/// <summary>A <see cref="PretrainedClassifier"/> as part of an ONNX graph, the preparation of its images
/// included.</summary>
/// <param name="graph">Of the network.</param>
/// <param name="network">Not disposed.</param>
internal sealed class PretrainedGraph(OnnxGraph graph, PretrainedClassifier network)
{
    /// <summary>Class logits of images, float32 [N, C, H, W] in [0, 1].</summary>
    public string Logits(string images, int channels, int height, int width)
    {
        var x = Convolution(Prepared(images, channels, height, width), "stem.conv", ResNet18Design.StemShape);
        x = graph.Node(
            "MaxPool", [Relu(x)], [Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)]);
        foreach (var block in ResNet18Design.Stages.SelectMany(stage => stage.Blocks))
        {
            var change = Relu(Convolution(x, $"{block.Name}.conv1", block.First));
            change = Convolution(change, $"{block.Name}.conv2", block.Second);
            var kept = block.Shortcut is { } shortcut ? Convolution(x, $"{block.Name}.shortcut", shortcut) : x;
            x = Relu(graph.Node("Add", [change, kept]));
        }
        var features = graph.Node("Flatten", [graph.Node("GlobalAveragePool", [x])], [Int("axis", 1)]);
        var standardised = graph.Node(
            "Div",
            [graph.Node("Sub", [features, graph.Weight("head.mean")]), graph.Weight("head.deviation")]);
        return graph.Node(
            "Gemm", [standardised, graph.Weight("head.output.weight"), graph.Weight("head.output.bias")],
            [Int("transB", 1)], "logits");
    }

    /// <summary>Resized by two products of matrices, blue first, less the mean picture, of 0 to 255.</summary>
    private string Prepared(string images, int channels, int height, int width)
    {
        var side = network.Side;
        using var rows = BackboneInput.Matrix(height, side);
        using var columns = BackboneInput.Matrix(width, side);
        using var transposed = columns.t().contiguous();
        using var mean = BackboneInput.Mean(side);
        var scaled = graph.Node("Mul", [images, graph.Constant("largest", [255f], 1)]);
        var tall = graph.Node(
            "MatMul", [graph.Constant("rows", rows.data<float>().ToArray(), side, height), scaled]);
        var resized = graph.Node(
            "MatMul", [tall, graph.Constant("columns", transposed.data<float>().ToArray(), width, side)]);
        var colours = channels == 3
            ? graph.Node("Gather", [resized, graph.Constant("blue.first", 2, 1, 0)], [Int("axis", 1)])
            : graph.Node("Concat", [resized, resized, resized], [Int("axis", 1)]);
        return graph.Node(
            "Sub", [colours, graph.Constant("picture", mean.contiguous().data<float>().ToArray(), 1, 3, side, side)]);
    }

    private string Convolution(string x, string layer, FoldedShape shape) => graph.Node(
        "Conv", [x, graph.Weight($"backbone.{layer}.weight"), graph.Weight($"backbone.{layer}.bias")],
        [Ints("kernel_shape", shape.Size, shape.Size), Ints("strides", shape.Stride, shape.Stride),
            Ints("pads", shape.Size / 2, shape.Size / 2, shape.Size / 2, shape.Size / 2)]);

    private string Relu(string x) => graph.Node("Relu", [x]);
}
