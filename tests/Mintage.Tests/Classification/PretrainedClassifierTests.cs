using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using Mintage.Tests.Networks.Backbones;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Classification;

/// <summary>ResNet-18 of the package with a layer for shapes.</summary>
public sealed class PretrainedClassifierTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_head_learns_from_features_and_is_a_classifier_of_images_with_its_backbone()
    {
        var (images, test) = (Shapes.Make(120, size: 24), Shapes.Make(60, size: 24, seed: 2));
        var options = Head(32);
        using var trained = Train(options, images, test, 200);
        Assert.InRange(trained.Evaluation.Accuracy, 0.9, 1);
        var whole = Assert.IsType<PretrainedClassifier>(trained.Network);
        using var pixels = new ImageTensors(test);
        var again = Evaluation.Of(whole, pixels);
        Assert.Equal(trained.Evaluation.Predictions, again.Predictions); // from pixels as from kept features
        Assert.Equal(trained.Evaluation.Loss, again.Loss, 1e-4);

        var path = Path.Combine(folder, "p.safetensors");
        ClassifierFile.Save(path, whole, images, options.Pretrained);
        Assert.InRange(new FileInfo(path).Length, 1, 100_000); // the backbone is not in it
        using var loaded = ClassifierFile.Load(path);
        Assert.Equal(again.Predictions, Evaluation.Of(loaded.Network, pixels).Predictions);
        Assert.Equal(32, loaded.Facts.Pretrained!.Side);
    }

    [Fact]
    public void Features_are_computed_once_and_copies_are_augmented()
    {
        var (images, test) = (Shapes.Make(60, size: 24), Shapes.Make(30, size: 24, seed: 2));
        int Files() => Directory.GetFiles(folder, "*.safetensors").Length;
        using (Train(Head(32), images, test, 20)) Assert.Equal(2, Files());
        using (Train(Head(32), images, test, 30)) Assert.Equal(2, Files());
        using (Train(Head(32), images, test, 20, new ClassicalAugmentation(new ClassicalOptions()))) Assert.Equal(3, Files());
    }

    [Fact]
    public void Fine_tuning_changes_the_parts_that_learn_and_no_others()
    {
        var (images, test) = (Shapes.Make(40, size: 24), Shapes.Make(20, size: 24, seed: 2));
        var options = ClassifierPresets.FineTuned with { Pretrained = Head(32).Pretrained! with { Learns = PretrainedPart.LastStage }, BatchSize = 8 };
        using var trained = Train(options, images, test, 3);
        var whole = (PretrainedClassifier)trained.Network;
        using var official = new ResNet18(PackageModels.File);
        var before = ModuleState.Save(official, "backbone.").ToDictionary(t => t.Name);
        foreach (var tensor in ModuleState.Save(whole).Where(t => t.Name.StartsWith("backbone.", StringComparison.Ordinal)))
            Assert.Equal(!tensor.Name.StartsWith("backbone.stage4.", StringComparison.Ordinal), tensor.Bytes.Span.SequenceEqual(before[tensor.Name].Bytes.Span));

        var path = Path.Combine(folder, "f.safetensors");
        ClassifierFile.Save(path, whole, images, options.Pretrained);
        Assert.All(Safetensors.Read(path).Tensors.Keys, name => Assert.True(name.StartsWith("head.", StringComparison.Ordinal) || name.StartsWith("backbone.stage4.", StringComparison.Ordinal)));
        using var loaded = ClassifierFile.Load(path);
        using var pixels = new ImageTensors(test);
        Assert.Equal(trained.Evaluation.Predictions, Evaluation.Of(loaded.Network, pixels).Predictions);
    }

    [Fact]
    public void The_head_that_fine_tuning_starts_with_knows_the_classes_already()
    {
        using var head = new PretrainedHead(6, 4);
        using var scope = NewDisposeScope();
        // Three classes one unit apart in a feature each, in noise of a fifth; the fourth class has no images.
        var labels = arange(90, ScalarType.Int64) % 3;
        var features = functional.one_hot(labels, 6).to(ScalarType.Float32) + (Gradients.Normal(5, 90, 6).to(ScalarType.Float32) * 0.2f);
        head.Fit(features, labels);
        Assert.Equal(90, head.forward(features).argmax(1).eq(labels).sum().item<long>());
        var probabilities = functional.softmax(head.forward(features), 1);
        Assert.InRange(probabilities.select(1, 3).max().item<float>(), 0, 0.2f);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Contains(Head(50).Faults(), f => f.Contains("multiple of 32", StringComparison.Ordinal));
        Assert.Contains((Head(32) with { Pretrained = new PretrainedOptions { Copies = 0, Side = 32 } }).Faults(), f => f.Contains("1 to 100", StringComparison.Ordinal));
        Assert.Contains((Head(32) with { Small = 4 }).Faults(), f => f.Contains("is 2 of them", StringComparison.Ordinal));
    }

    private static ClassifierOptions Head(int side) => ClassifierPresets.OnFeatures with { Pretrained = new PretrainedOptions { Side = side }, BatchSize = 16 };

    private TrainedClassifier Train(ClassifierOptions options, Mintage.Data.LabelledImages images, Mintage.Data.LabelledImages test, int steps, IAugmentation? augmentation = null) =>
        new ClassifierTrainer(options, SeedTree.FromSeed(1), withCurve: false) { CacheFolder = folder, Augmentation = augmentation }.Train(images, test, steps);
}
