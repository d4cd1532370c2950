using Mintage.Classification;
using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Networks;

public sealed class WideResidualClassifierTests : IDisposable
{
    private static readonly WideResidualShape Small = new(8, 1);
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(32, 32, 3)]
    [InlineData(70, 65, 3)]
    public void Any_size_goes_in_and_an_image_does_not_depend_on_its_batch(int height, int width, int channels)
    {
        using var network = new WideResidualClassifier(Small, channels, height, width, 5, SeedTree.FromSeed(1));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var images = Gradients.Normal(2, 3, channels, height, width).abs();
        var logits = network.forward(images);
        Assert.Equal([3, 5], logits.shape);
        Assert.Equal([3, 32], network.Features(images).shape);
        Assert.InRange((logits[1] - network.forward(images[1..2])[0]).abs().max().item<float>(), 0, 1e-4f); // float32 sums in another order
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var network = new WideResidualClassifier(Small, 1, 8, 8, 3, SeedTree.FromSeed(1));
        network.to(ScalarType.Float64);
        Gradients.AssertAgree(images => functional.cross_entropy(network.forward(images), tensor([0L, 2L])), [2, 1, 8, 8]);
    }

    [Fact]
    public void It_learns_shapes_and_its_file_comes_back()
    {
        var options = new ClassifierOptions { Residual = Small, BatchSize = 16, LearningRate = 1e-2, Recipe = new TrainingRecipe { Rate = LearningRateSchedule.OneCycle } };
        var (images, test) = (Shapes.Make(200, size: 16), Shapes.Make(90, size: 16, seed: 2));
        using var trained = new ClassifierTrainer(options, SeedTree.FromSeed(1), withCurve: false).Train(images, test, 150);
        Assert.InRange(trained.Evaluation.Accuracy, 0.9, 1);
        var path = Path.Combine(folder, "w.safetensors");
        ClassifierFile.Save(path, trained.Network, images);
        using var loaded = ClassifierFile.Load(path);
        using var evaluation = new ImageTensors(test);
        Assert.Equal(Small, loaded.Facts.Residual);
        Assert.Equal(trained.Evaluation.Predictions, Evaluation.Of(loaded.Network, evaluation).Predictions);
    }
}
