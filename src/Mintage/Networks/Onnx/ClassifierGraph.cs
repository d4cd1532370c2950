using Mintage.Networks.Backbones;
using static Mintage.Networks.Onnx.OnnxAttribute;

namespace Mintage.Networks.Onnx;

/// <summary>A <see cref="Classifier"/> as an ONNX graph.</summary>
internal sealed class ClassifierGraph
{
    private readonly OnnxGraph graph;

    private ClassifierGraph(Classifier network) => graph = new OnnxGraph("classifier", network);

    /// <summary>
    /// Input images, float32 [N, C, H, W] in [0, 1]; outputs logits and probabilities, float32 [N, classes].
    /// </summary>
    /// <param name="network">
    /// A <see cref="ConvClassifier"/>, a residual network or a pretrained classifier; not disposed.
    /// </param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Image height.</param>
    /// <param name="width">Image width.</param>
    /// <param name="classes">Number of classes.</param>
    public static OnnxGraph Of(Classifier network, int channels, int height, int width, int classes) =>
        new ClassifierGraph(network).Complete(network, channels, height, width, classes);

    private OnnxGraph Complete(Classifier network, int channels, int height, int width, int classes)
    {
        var images =
            graph.Input("images", OnnxType.Float32, [channels, height, width], "NCHW, in 0 ... 1: pixel / 255");
        var logits = network switch
        {
            WideResidualClassifier wide => new WideResidualGraph(graph, wide).Logits(images, height, width),
            PretrainedClassifier whole => new PretrainedGraph(graph, whole).Logits(images, channels, height, width),
            ResidualClassifier => OfMaps(Stage(Stage(Stage(images, "stage1"), "stage2"), "stage3")),
            _ => OfMaps(PooledConvolution(PooledConvolution(images, "conv1"), "conv2")),
        };
        var probabilities = graph.Node("Softmax", [logits], [Int("axis", 1)], "probabilities");
        graph.Output(logits, OnnxType.Float32, [classes], "before the softmax");
        graph.Output(
            probabilities, OnnxType.Float32, [classes], "of the classes in the order of class_names; they sum to 1");
        return graph;
    }

    private string OfMaps(string maps)
    {
        var features = Relu(Linear(graph.Node("Flatten", [maps], [Int("axis", 1)]), "hidden"));
        return Linear(features, "output", "logits");
    }

    private string Stage(string input, string stage)
    {
        var x = PooledConvolution(input, $"{stage}.conv");
        var change = Convolution(Relu(Convolution(x, $"{stage}.conv1")), $"{stage}.conv2");
        return Relu(graph.Node("Add", [change, x]));
    }

    private string PooledConvolution(string x, string layer) =>
        Relu(graph.Node("MaxPool", [Convolution(x, layer)], [Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)]));

    private string Convolution(string x, string layer) =>
        graph.Node("Conv", [x, graph.Weight($"{layer}.weight"), graph.Weight($"{layer}.bias")],
            [Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1)]);

    private string Linear(string x, string layer, string? output = null) =>
        graph.Node(
            "Gemm", [x, graph.Weight($"{layer}.weight"), graph.Weight($"{layer}.bias")], [Int("transB", 1)], output);

    private string Relu(string x) => graph.Node("Relu", [x]);
}
