namespace Mintage.Networks.Onnx;

/// <summary>A <see cref="DcganGenerator"/> in evaluation mode as an ONNX graph. It computes in float32, whatever the
/// training did.</summary>
/// <param name="network">Not disposed.</param>
internal sealed class GeneratorGraph(DcganGenerator network)
{
    private readonly OnnxGraph graph = new("generator", network);
    private readonly DcganShape shape = network.Shape;
    private readonly GeneratorDesign design = network.Design;

    /// <summary>
    /// Inputs latents, float32 [N, latent], and labels, int64 [N]; outputs images, float32 [N, C, H, W] in [-1, 1], and
    /// pixels, the same as uint8 [N, H, W, C].
    /// </summary>
    public static OnnxGraph Of(DcganGenerator network) => new GeneratorGraph(network).Complete();

    private OnnxGraph Complete()
    {
        var latents =
            graph.Input("latents", OnnxType.Float32, [shape.LatentDimension],
            "independent draws from the standard normal distribution");
        var labels =
            graph.Input(
                "labels", OnnxType.Int64, [],
                $"asked-for classes, 0 ... {shape.Classes - 1}, in the order of class_names");
        var x = FirstMaps(latents, labels);
        for (var i = 1; i <= shape.Levels; i++)
        {
            var bias = i == shape.Levels ? [graph.Weight($"up{i}.bias")] : Array.Empty<string>();
            x = graph.Node(
                "ConvTranspose",
                [Rectified(x, labels, $"norm{i}", shape.GeneratorMaps(shape.Levels - i + 1)),
                graph.Weight($"up{i}.weight"), .. bias],
                [OnnxAttribute.Ints("kernel_shape", 4, 4), OnnxAttribute.Ints("strides", 2, 2),
                OnnxAttribute.Ints("pads", 1, 1, 1, 1)]);
        }
        var images = graph.Node("Tanh", [x], output: "images");
        graph.Output(images, OnnxType.Float32, [shape.Channels, shape.Height, shape.Width], "NCHW, in -1 ... 1");
        graph.Output(Pixels(images), OnnxType.UInt8, [shape.Height, shape.Width, shape.Channels],
            "NHWC: images from -1 ... 1 to 0 ... 255, rounded");
        return graph;
    }

    /// <summary>Makes the feature maps of the lowest resolution.</summary>
    private string FirstMaps(string latents, string labels)
    {
        var x = design.Conditioning == GeneratorConditioning.Concatenated
            ? graph.Node("Concat", [latents, graph.Node("Gather", [OneHot(), labels])], [OnnxAttribute.Int("axis", 1)])
            : latents;
        if (design.Hidden > 0)
        {
            var units =
                graph.Node("Reshape", [Linear(x, "hidden"), graph.Constant("hidden.shape", -1, design.Hidden, 1, 1)]);
            x = graph.Node(
                "Flatten", [Rectified(units, labels, "norm0", design.Hidden)], [OnnxAttribute.Int("axis", 1)]);
        }
        return graph.Node("Reshape", [Linear(x, "project"),
            graph.Constant("project.shape", -1, shape.GeneratorMaps(shape.Levels), shape.Height >> shape.Levels,
            shape.Width >> shape.Levels)]);
    }

    /// <summary>Batch norm, its epsilon the default of PyTorch and ONNX alike, and ReLU.</summary>
    private string Rectified(string x, string labels, string norm, int maps)
    {
        if (design.Conditioning == GeneratorConditioning.Concatenated)
            return graph.Node(
                "Relu", [Normalised(x, graph.Weight($"{norm}.weight"), graph.Weight($"{norm}.bias"), norm)]);
        var (ones, zeros) =
            (graph.Constant($"ones.{maps}", Enumerable.Repeat(1f, maps).ToArray(), maps),
            graph.Constant($"zeros.{maps}", new float[maps], maps));
        var scaled = graph.Node("Mul", [Normalised(x, ones, zeros, $"{norm}.norm"), OfClass("gain")]);
        return graph.Node("Relu", [graph.Node("Add", [scaled, OfClass("bias")])]);

        string OfClass(string perClass) => // [N, maps, 1, 1]
            graph.Node(
                "Unsqueeze",
                [graph.Node("Gather", [graph.Weight($"{norm}.{perClass}"), labels]),
                graph.Constant("pixel.axes", 2, 3)]);
    }

    private string Normalised(string x, string gain, string bias, string norm) =>
        graph.Node(
            "BatchNormalization",
            [x, gain, bias, graph.Weight($"{norm}.running_mean"), graph.Weight($"{norm}.running_var")]);

    private string Linear(string x, string layer) =>
        graph.Node("Gemm", [x, graph.Weight($"{layer}.weight")], [OnnxAttribute.Int("transB", 1)]);

    /// <summary>Makes a table whose row y is the one-hot label of class y. Gathering rows refuses labels beyond the
    /// last class; ONNX's OneHot turns them into zeros.</summary>
    private string OneHot()
    {
        var identity = new float[shape.Classes * shape.Classes];
        for (var y = 0; y < shape.Classes; y++) identity[(y * shape.Classes) + y] = 1;
        return graph.Constant("one_hot", identity, shape.Classes, shape.Classes);
    }

    /// <summary>Repeats the steps of <see cref="PixelScale.FromSymmetric"/>. ONNX rounds halves to even numbers
    /// too.</summary>
    private string Pixels(string images)
    {
        var scaled =
            graph.Node(
                "Mul", [
                    graph.Node("Add", [images, graph.Constant("one", [1f])]), graph.Constant("half_range", [127.5f])]);
        var clamped =
            graph.Node(
                "Clip", [
                    graph.Node("Round", [scaled]), graph.Constant("darkest", [0f]),
                    graph.Constant("brightest", [255f])]);
        var bytes = graph.Node("Cast", [clamped], [OnnxAttribute.Int("to", (int)OnnxType.UInt8)]);
        return graph.Node("Transpose", [bytes], [OnnxAttribute.Ints("perm", 0, 2, 3, 1)], "pixels");
    }
}
