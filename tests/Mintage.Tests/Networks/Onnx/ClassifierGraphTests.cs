using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Onnx;
using Mintage.Runtime;
using Mintage.Tests.Data;
using Mintage.Tests.Networks.Backbones;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Onnx;

public sealed class ClassifierGraphTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("mintage-test-").FullName, "c.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [InlineData(28, 28, 1, false)]
    [InlineData(28, 28, 3, true)]
    [InlineData(32, 32, 3, false)]
    [InlineData(48, 48, 1, true)]
    [InlineData(13, 10, 3, false)] // pools drop a row and a column
    public void ONNX_Runtime_computes_what_the_CNN_does(int height, int width, int channels, bool wide)
    {
        using var network = new ConvClassifier(wide ? new(32, 64, 100) : new(4, 6, 12), channels, height, width, 7, SeedTree.FromSeed(1));
        AssertSame(network, height, width, channels);
    }

    [Theory]
    [InlineData(32, 32, 3, 16)]
    [InlineData(48, 48, 1, 16)]
    [InlineData(35, 46, 3, 5)] // pools drop rows and columns
    public void ONNX_Runtime_computes_what_the_residual_network_does(int height, int width, int channels, int maps)
    {
        using var network = new ResidualClassifier(maps, channels, height, width, 7, SeedTree.FromSeed(1));
        AssertSame(network, height, width, channels);
    }

    [Theory]
    [InlineData(32, 32, 3, 1)]
    [InlineData(70, 65, 1, 2)] // averaged first; odd sizes at the strides
    public void ONNX_Runtime_computes_what_the_wide_residual_network_does(int height, int width, int channels, int blocks)
    {
        using var network = new WideResidualClassifier(new(16, blocks), channels, height, width, 7, SeedTree.FromSeed(1));
        AssertSame(network, height, width, channels);
    }

    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(40, 33, 3)]
    public void ONNX_Runtime_computes_what_the_pretrained_classifier_does(int height, int width, int channels)
    {
        using var network = new PretrainedClassifier(new ResNet18(PackageModels.File), new PretrainedHead(512, 7), 64);
        using var images = new ImageTensors(TestImages.Random(21, height, width, channels, classes: 7));
        network.FitHead(images);
        AssertSame(network, height, width, channels, randomize: false);
    }

    private void AssertSame(Classifier network, int height, int width, int channels, bool randomize = true)
    {
        if (randomize) OnnxSession.Randomize(network);
        OnnxFile.Write(path, ClassifierGraph.Of(network, channels, height, width, 7), new Dictionary<string, string>());
        using var session = new OnnxSession(path);
        foreach (var count in new[] { 1, 5 }) // any batch size
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var values = new float[count * channels * height * width];
            SeedTree.FromSeed(2).Random().FillNormal(values);
            var images = tensor(values, count, channels, height, width).abs().clamp(0, 1);
            var expected = network.forward(images);
            var outputs = session.Run(("images", images));
            Assert.Equal(expected.shape, outputs["logits"].shape);
            var scale = Math.Max(1, expected.abs().max().item<float>());
            Assert.InRange((outputs["logits"] - expected).abs().max().item<float>(), 0, 1e-4f * scale); // float32 sums in another order
            Assert.InRange((outputs["probabilities"] - expected.softmax(1)).abs().max().item<float>(), 0, 1e-4f);
            Assert.True(expected.std().item<float>() > 0.2f, "the logits should be far from 0");
        }
    }
}
