using System.Text.Json;
using Mintage.Classification;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Tests.Classification;

public sealed class ResidualTrainingTests : IDisposable
{
    private static readonly ClassifierOptions Options = new() { Small = 4, BatchSize = 16 };
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_learns_shapes_and_its_file_comes_back()
    {
        var images = Shapes.Make(300, size: 16);
        using var training = new ImageTensors(images);
        using var evaluation = new ImageTensors(Shapes.Make(90, size: 16, seed: 2));
        using var trained = Train(training, evaluation, 300, 1);
        Assert.InRange(trained.Evaluation.Accuracy, 0.95, 1);

        var path = Path.Combine(folder, "r.safetensors");
        ClassifierFile.Save(path, trained.Network, images);
        using var loaded = ClassifierFile.Load(path);
        Assert.Equal((4, null, 16), (loaded.Facts.Small, loaded.Facts.Width, loaded.Facts.Height));
        Assert.Equal(trained.Evaluation.Predictions, Evaluation.Of(loaded.Network, evaluation).Predictions);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_gives_others()
    {
        using var images = new ImageTensors(Shapes.Make(60, size: 32));
        byte[] Weights(long seed)
        {
            using var trained = Train(images, images, 10, seed);
            return [.. ModuleState.Save(trained.Network).SelectMany(t => t.Bytes.ToArray())];
        }
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow_with_the_steps()
    {
        using var images = new ImageTensors(Shapes.Make(60));
        // Not 0: TorchSharp's layers keep a second handle on each weight.
        long Growth(int steps) => LiveTensors.Growth(() => Train(images, images, steps, 1).Dispose());
        Assert.Equal(Growth(5), Growth(25));
    }

    /// <summary>Options are part of the keys of tasks and of cached extractors.</summary>
    [Fact]
    public void The_options_of_a_CNN_are_written_as_before_there_was_another_network()
    {
        Assert.Equal("""{"width":{"filters1":32,"filters2":64,"hidden":100},"batch_size":128,"learning_rate":0.001}""", JsonSerializer.Serialize(ClassifierOptions.For(31, 40), Json.Line));
        Assert.Equal("""{"small":16,"batch_size":128,"learning_rate":0.001}""", JsonSerializer.Serialize(ClassifierOptions.For(32, 40), Json.Line));
    }

    private static TrainedClassifier Train(ImageTensors training, ImageTensors evaluation, int steps, long seed) =>
        new ClassifierTrainer(Options, SeedTree.FromSeed(seed)).Train(new TrainingBatches(training, Options.BatchSize, SeedTree.FromSeed(seed)), evaluation, steps);
}
