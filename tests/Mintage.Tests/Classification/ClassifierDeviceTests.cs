using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Tests.Classification;

/// <summary>What can be tested of classifiers on a GPU without one; see DeviceTests of the GANs.</summary>
public sealed class ClassifierDeviceTests
{
    private const int Side = 12, Classes = 3, Steps = 3;

    private static readonly Dictionary<string, (ClassifierOptions Options, IAugmentation? Augmentation)> Trainings = new()
    {
        ["cnn"] = (ClassifierOptions.WideCnn with { BatchSize = 12 }, new ClassicalAugmentation(new ClassicalOptions { Mirror = true, ElasticPixels = 1, Brightness = 0.2, Contrast = 0.2 })),
        ["small"] = (new ClassifierOptions { Small = 4, BatchSize = 12, Recipe = new TrainingRecipe { MixupAlpha = 1, LabelSmoothing = 0.1, AverageDecay = 0.9, WeightDecay = 0.01 } }, null),
        ["residual"] = (new ClassifierOptions { Residual = new WideResidualShape(8, 1), BatchSize = 12, Recipe = new TrainingRecipe { CutMixAlpha = 1, Rate = LearningRateSchedule.OneCycle } },
            new StrongAugmentation(ClassicalOptions.None, new StrongOptions { Changes = Enum.GetValues<StrongChange>(), CutoutShare = 0.3 })),
    };

    public static TheoryData<string> Names => [.. Trainings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_tensor_of_a_training_is_made_on_the_device_of_the_images(string name) => Assert.Equal(Numbers(name, CPU), Numbers(name, META));

    /// <summary>Three steps turn rounding of 1e-7 into less than 1e-4 of a loss near 1.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_way_of_a_GPU_has_the_losses_of_the_processors_own_loops(string name)
    {
        var own = Numbers(name, CPU);
        TensorOperations.Everywhere = true;
        try
        {
            foreach (var (a, b) in own.Zip(Numbers(name, CPU)).Take(Steps)) Assert.Equal(a, b, 1e-4);
        }
        finally
        {
            TensorOperations.Everywhere = false;
        }
    }

    [Fact]
    public void A_network_that_is_moved_keeps_no_tensor_behind()
    {
        foreach (var options in Trainings.Values.Select(t => t.Options))
        {
            using var network = options.NewNetwork(1, (Side, Side), Classes, SeedTree.FromSeed(1));
            RequireAllMoved(network);
        }
        using var head = new PretrainedHead(5, Classes);
        RequireAllMoved(head);

        static void RequireAllMoved(nn.Module network)
        {
            network.to(META);
            var kept = network.modules().Prepend(network).SelectMany(DeviceTensors.Of).Concat(network.parameters()).Concat(network.buffers()).ToList();
            Assert.NotEmpty(kept);
            Assert.All(kept, t => Assert.Equal(DeviceType.META, t.device_type));
        }
    }

    /// <summary>With images on "meta" a tensor that is left on the processor cannot be computed with.</summary>
    [Fact]
    public void Images_are_resized_for_a_backbone_on_their_own_device()
    {
        using var scope = NewDisposeScope();
        var resized = BackboneInput.Resize(zeros([2, 3, 20, 24], device: META), 32);
        Assert.Equal((DeviceType.META, 32L, 32L), (resized.device_type, resized.shape[2], resized.shape[3]));
    }

    /// <summary>Losses of some steps, then what the classifier says of other images, with another default device.</summary>
    private static List<double> Numbers(string name, Device device)
    {
        var (options, augmentation) = Trainings[name];
        using var images = new ImageTensors(Shapes.Make(36, size: Side, channels: 3));
        using var others = new ImageTensors(Shapes.Make(12, size: Side, channels: 3, seed: 2));
        var batches = new TrainingBatches([new BatchSource(images, 8), new BatchSource(others, 4, LossWeight: name == "cnn" ? 1 : 2)], SeedTree.FromSeed(3), augmentation)
        {
            ClassWeights = name == "cnn" ? [1, 2, 3] : null,
        };
        using var session = new ClassifierSession(options, SeedTree.FromSeed(3), batches, Steps);
        set_default_device(device);
        try
        {
            List<double> numbers = [.. Enumerable.Range(0, Steps).Select(step => session.Step(step).Loss)];
            session.Kept.eval();
            var evaluation = Evaluation.Of(session.Kept, others);
            return [.. numbers, evaluation.Loss, .. evaluation.Losses];
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}
