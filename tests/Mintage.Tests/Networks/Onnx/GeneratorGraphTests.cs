using Microsoft.ML.OnnxRuntime;
using Mintage.Networks;
using Mintage.Networks.Onnx;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Onnx;

public sealed class GeneratorGraphTests : IDisposable
{
    private static readonly Dictionary<string, string> NoFacts = [];

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("mintage-test-").FullName, "g.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [InlineData(28, 28, 1, GeneratorConditioning.Concatenated, 0)]
    [InlineData(32, 32, 3, GeneratorConditioning.Concatenated, 24)]
    [InlineData(8, 12, 3, GeneratorConditioning.ConditionalBatchNorm, 0)]
    [InlineData(48, 48, 3, GeneratorConditioning.Concatenated, 0)] // three levels
    [InlineData(48, 48, 1, GeneratorConditioning.ConditionalBatchNorm, 24)]
    public void ONNX_Runtime_computes_what_the_network_does(int height, int width, int channels, GeneratorConditioning conditioning, int hidden)
    {
        using var network = Network(new DcganShape(height, width, channels, 4, 10, 8), new() { Conditioning = conditioning, Hidden = hidden });
        OnnxFile.Write(path, GeneratorGraph.Of(network), NoFacts);
        using var session = new OnnxSession(path);
        foreach (var labels in new long[][] { [2], [3, 0, 1, 2, 2] }) // any batch size
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var values = new float[labels.Length * 10];
            SeedTree.FromSeed(2).Random().FillNormal(values);
            var latents = tensor(values, labels.Length, 10);
            var expected = network.forward(latents, tensor(labels));
            var outputs = session.Run(("latents", latents), ("labels", tensor(labels)));
            Assert.Equal(expected.shape, outputs["images"].shape);
            Assert.InRange((outputs["images"] - expected).abs().max().item<float>(), 0, 1e-4f); // float32 sums in another order
            Assert.True(expected.std().item<float>() > 0.1f, "the images should be far from grey");
            Assert.Equal(PixelScale.FromSymmetric(outputs["images"]).permute(0, 2, 3, 1).contiguous().bytes.ToArray(), outputs["pixels"].bytes.ToArray());
        }
    }

    [Fact]
    public void A_generator_that_computes_in_bfloat16_is_written_as_the_same_float32_graph()
    {
        var shape = new DcganShape(8, 8, 1, 3, 5, 4);
        using var full = Network(shape, new() { Hidden = 6 });
        using var half = Network(shape, new() { Hidden = 6, BFloat16 = true });
        OnnxFile.Write(path, GeneratorGraph.Of(full), NoFacts);
        var expected = File.ReadAllBytes(path);
        OnnxFile.Write(path, GeneratorGraph.Of(half), NoFacts);
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_label_beyond_the_last_class_is_refused_not_drawn_as_no_class()
    {
        using var network = Network(new DcganShape(8, 8, 1, 3, 5, 4), new());
        OnnxFile.Write(path, GeneratorGraph.Of(network), NoFacts);
        using var session = new OnnxSession(path);
        using var scope = NewDisposeScope();
        Assert.Throws<OnnxRuntimeException>(() => session.Run(("latents", zeros(1, 5)), ("labels", tensor(new long[] { 3 }))));
    }

    private static DcganGenerator Network(DcganShape shape, GeneratorDesign design)
    {
        var network = new DcganGenerator(shape, SeedTree.FromSeed(1), design);
        OnnxSession.Randomize(network);
        network.eval();
        return network;
    }
}
