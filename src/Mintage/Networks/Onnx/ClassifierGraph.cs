namespace Mintage.Networks.Onnx;

/// <summary>A <see cref="ConvClassifier"/> as an ONNX graph.</summary>
internal static class ClassifierGraph
{
    /// <summary>
    /// Input images, float32 [N, C, H, W] in [0, 1]; outputs logits and probabilities, float32 [N, classes].
    /// </summary>
    /// <param name="network">Not disposed.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height.</param>
    /// <param name="width">Image width.</param>
    /// <param name="classes">Number of classes.</param>
    public static OnnxGraph Of(ConvClassifier network, int channels, int height, int width, int classes)
    {
        var graph = new OnnxGraph("classifier", network);
        var x = graph.Input("images", OnnxType.Float32, [channels, height, width], "NCHW, in 0 ... 1: pixel / 255");
        x = PooledConvolution(graph, PooledConvolution(graph, x, "conv1"), "conv2");
        x = graph.Node("Relu", [Linear(graph, graph.Node("Flatten", [x], [OnnxAttribute.Int("axis", 1)]), "hidden")]);
        var logits = Linear(graph, x, "output", "logits");
        var probabilities = graph.Node("Softmax", [logits], [OnnxAttribute.Int("axis", 1)], "probabilities");
        graph.Output(logits, OnnxType.Float32, [classes], "before the softmax");
        graph.Output(probabilities, OnnxType.Float32, [classes], "of the classes in the order of class_names; they sum to 1");
        return graph;
    }

    private static string PooledConvolution(OnnxGraph graph, string x, string layer)
    {
        var convolved = graph.Node("Conv", [x, graph.Weight($"{layer}.weight"), graph.Weight($"{layer}.bias")],
            [OnnxAttribute.Ints("kernel_shape", 3, 3), OnnxAttribute.Ints("pads", 1, 1, 1, 1)]);
        var pooled = graph.Node("MaxPool", [convolved], [OnnxAttribute.Ints("kernel_shape", 2, 2), OnnxAttribute.Ints("strides", 2, 2)]);
        return graph.Node("Relu", [pooled]);
    }

    private static string Linear(OnnxGraph graph, string x, string layer, string? output = null) =>
        graph.Node("Gemm", [x, graph.Weight($"{layer}.weight"), graph.Weight($"{layer}.bias")], [OnnxAttribute.Int("transB", 1)], output);
}
