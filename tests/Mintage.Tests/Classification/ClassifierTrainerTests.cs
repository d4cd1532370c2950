using Mintage.Classification;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Tests.Classification;

public sealed class ClassifierTrainerTests : IDisposable
{
    private static readonly ClassifierOptions Options = new() { Width = new ClassifierWidth(8, 16, 32), BatchSize = 16 };
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_learns_shapes_and_counts_its_steps_and_epochs()
    {
        using var training = new ImageTensors(Shapes.Make(300, seed: 1));
        using var evaluation = new ImageTensors(Shapes.Make(90, seed: 2));
        using var trained = Train(training, evaluation, 400);
        Assert.Equal(400, trained.Steps);
        Assert.Equal((int)Math.Ceiling(400 / 18.0), trained.Curve.Count); // 18 whole batches of 16 in 300 images
        Assert.InRange(trained.Evaluation.Accuracy, 0.95, 1);
        Assert.InRange(trained.Curve[0].TrainLoss, 0.5, 1.5); // near ln 3 at first
        Assert.Equal(trained.Evaluation.Accuracy, trained.Curve[^1].Accuracy);
    }

    [Fact]
    public void A_curve_with_fewer_points_changes_nothing_else()
    {
        using var images = new ImageTensors(Shapes.Make(60)); // 3 whole batches
        using var whole = Train(images, images, 23);
        using var thinned = new ClassifierTrainer(Options, SeedTree.FromSeed(1)) { MostCurvePoints = 3 }.Train(new TrainingBatches(images, Options.BatchSize, SeedTree.FromSeed(1)), images, 23);
        Assert.Equal(8, whole.Curve.Count);
        Assert.Equal([3, 6, 8], thinned.Curve.Select(p => p.Epoch)); // the last, of two steps, is always there
        Assert.Equal(whole.Curve.Where(p => p.Epoch is 3 or 6 or 8), thinned.Curve);
        Assert.Equal(whole.Evaluation.Loss, thinned.Evaluation.Loss);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_gives_others()
    {
        using var images = new ImageTensors(Shapes.Make(60));
        byte[] Weights(long seed)
        {
            using var trained = Train(images, images, 10, seed);
            return [.. ModuleState.Save(trained.Network).SelectMany(t => t.Bytes.ToArray())];
        }
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void Balanced_classes_share_the_loss_alike()
    {
        var all = Shapes.Make(90);
        var some = all.Select([.. Enumerable.Range(0, all.Count).Where(i => all.Labels[i] != 1 || i % 6 == 1)]);
        using var tensors = new ImageTensors(some);
        byte[] Weights(TrainedClassifier trained)
        {
            using (trained) return [.. ModuleState.Save(trained.Network).SelectMany(t => t.Bytes.ToArray())];
        }
        TrainedClassifier Of(bool balanced) => new ClassifierTrainer(Options, SeedTree.FromSeed(1)) { BalancesClasses = balanced }.Train(some, all, 10);
        var batches = new TrainingBatches(tensors, Options.BatchSize, SeedTree.FromSeed(1)) { ClassWeights = TrainingBatches.EqualShares(tensors) };
        Assert.Equal(Weights(new ClassifierTrainer(Options, SeedTree.FromSeed(1)).Train(batches, tensors, 10)), Weights(Of(balanced: true)));
        Assert.NotEqual(Weights(Of(balanced: false)), Weights(Of(balanced: true)));
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow_with_the_steps()
    {
        using var images = new ImageTensors(Shapes.Make(60));
        // Not 0: TorchSharp's layers keep a second handle on each weight.
        long Growth(int steps) => LiveTensors.Growth(() => Train(images, images, steps).Dispose());
        Assert.Equal(Growth(10), Growth(50));
    }

    [Fact]
    public void Class_accuracies_average_to_the_accuracy_and_are_null_for_absent_classes()
    {
        var result = new Evaluation(0.5, 0, [0, 1, 1, 0]);
        Assert.Equal([0.5, 0.5, null], result.ClassAccuracy([0, 0, 1, 1], 3));
    }

    [Fact]
    public void A_classifier_file_comes_back_and_refuses_images_of_another_kind()
    {
        var images = Shapes.Make(60);
        using var tensors = new ImageTensors(images);
        using var trained = Train(tensors, tensors, 20);
        var path = Path.Combine(folder, "c.safetensors");
        ClassifierFile.Save(path, trained.Network, images);
        using var loaded = ClassifierFile.Load(path, images);
        Assert.Equal(trained.Evaluation.Predictions, Evaluation.Of(loaded, tensors).Predictions);
        Assert.Contains("takes images of 8 x 8 x 1", Assert.Throws<UserInputException>(() => ClassifierFile.Load(path, Shapes.Make(6, channels: 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_images_than_a_batch_are_refused()
    {
        using var images = new ImageTensors(Shapes.Make(15));
        Assert.Contains("A batch of 16", Assert.Throws<UserInputException>(() => Train(images, images, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_images_keep_their_channels_apart()
    {
        var images = Shapes.Make(6, channels: 3);
        using var tensors = new ImageTensors(images);
        Assert.Equal([6, 3, 8, 8], tensors.Pixels.shape);
        Assert.Equal(images.Image(2)[(((3 * 8) + 5) * 3) + 1], tensors.Pixels[2, 1, 3, 5].item<byte>());
    }

    private static TrainedClassifier Train(ImageTensors training, ImageTensors evaluation, int steps, long seed = 1) =>
        new ClassifierTrainer(Options, SeedTree.FromSeed(seed)).Train(new TrainingBatches(training, Options.BatchSize, SeedTree.FromSeed(seed)), evaluation, steps);
}
