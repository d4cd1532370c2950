using static Mintage.Networks.Onnx.OnnxAttribute;

namespace Mintage.Networks.Onnx;

/// <summary>A <see cref="WideResidualClassifier"/> as part of an ONNX graph.</summary>
/// <param name="graph">Of the network.</param>
/// <param name="network">Not disposed.</param>
internal sealed class WideResidualGraph(OnnxGraph graph, WideResidualClassifier network)
{
    /// <summary>Class logits of images, float32 [N, C, H, W] in [0, 1].</summary>
    public string Logits(string images, int height, int width)
    {
        var (pooled, maps) = (network.Pooled, network.Shape.Maps / 2);
        var (h, w) = (height / pooled, width / pooled);
        var x = pooled == 1
            ? images
            : graph.Node(
                "AveragePool", [images], [Ints("kernel_shape", pooled, pooled), Ints("strides", pooled, pooled)]);
        x = Convolution(x, "stem", 3, 1);
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < network.Shape.Blocks; block++)
            {
                var (next, stride) = (network.Shape.Maps << stage, stage > 0 && block == 0 ? 2 : 1);
                var name = $"blocks.stage{stage + 1}_block{block + 1}";
                var active = Active(x, $"{name}.norm1", maps, h, w);
                (h, w) = (((h - 1) / stride) + 1, ((w - 1) / stride) + 1);
                var kept = maps != next || stride != 1 ? Convolution(active, $"{name}.shortcut", 1, stride) : x;
                var change = Active(Convolution(active, $"{name}.conv1", 3, stride), $"{name}.norm2", next, h, w);
                x = graph.Node("Add", [Convolution(change, $"{name}.conv2", 3, 1), kept]);
                maps = next;
            }
        }
        var features = graph.Node("GlobalAveragePool", [Active(x, "norm", maps, h, w)]);
        return graph.Node(
            "Gemm",
            [graph.Node("Flatten", [features], [Int("axis", 1)]), graph.Weight("output.weight"),
                graph.Weight("output.bias")],
            [Int("transB", 1)], "logits");
    }

    private string Convolution(string x, string layer, int size, int stride) => graph.Node(
        "Conv", [x, graph.Weight($"{layer}.weight")],
        [Ints("kernel_shape", size, size), Ints("strides", stride, stride),
            Ints("pads", size / 2, size / 2, size / 2, size / 2)]);

    /// <summary>Group norm, as instance norm of the groups, and ReLU.</summary>
    private string Active(string x, string norm, int maps, int height, int width)
    {
        var groups = WideResidualBlock.Groups(maps);
        var grouped = graph.Node("Reshape", [x, graph.Constant($"groups.{groups}", 0, groups, -1)]);
        var normed = graph.Node(
            "InstanceNormalization",
            [grouped, graph.Constant($"ones.{groups}", Values(groups, 1), groups),
                graph.Constant($"zeros.{groups}", Values(groups, 0), groups)]);
        var shaped = graph.Node(
            "Reshape", [normed, graph.Constant($"maps.{maps}.{height}.{width}", 0, maps, height, width)]);
        var shape = graph.Constant($"column.{maps}", 1, maps, 1, 1);
        var scaled = graph.Node("Mul", [shaped, graph.Node("Reshape", [graph.Weight($"{norm}.weight"), shape])]);
        return graph.Node(
            "Relu", [graph.Node("Add", [scaled, graph.Node("Reshape", [graph.Weight($"{norm}.bias"), shape])])]);
    }

    private static float[] Values(int count, float value) => [.. Enumerable.Repeat(value, count)];
}
