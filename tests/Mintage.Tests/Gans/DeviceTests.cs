using System.Reflection;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

/// <summary>What can be tested of GPUs without one, and what needs one.</summary>
public sealed class DeviceTests : IDisposable
{
    private static readonly DcganShape Shape = new(8, 8, 1, 3, 6, 4);

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public static TheoryData<string> TrainingNames => [.. GanTrainingTests.Trainings.Keys];

    public static TheoryData<string> Presets => [.. GanPresets.Names];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// Where a tensor is made without a device it is made on the default one. With the device "meta" in that place, which has no numbers,
    /// such a tensor cannot be computed with beside those of the processor, or its values are gone: the values below would not be equal.
    /// </summary>
    [Theory]
    [MemberData(nameof(TrainingNames))]
    public void Every_tensor_of_a_training_is_made_on_the_device_of_the_training(string training)
    {
        var options = GanTrainingTests.Trainings[training];
        Assert.Equal(Numbers(options, CPU), Numbers(options, META));
    }

    [Fact]
    public void A_tensor_made_without_a_device_would_be_found()
    {
        using var scope = NewDisposeScope();
        set_default_device(META);
        try
        {
            Assert.Equal(DeviceType.META, tensor(new[] { 1f }).device_type);
            Assert.ThrowsAny<Exception>(() => ones(2, 3, device: CPU) + ones(2, 3));
            Assert.ThrowsAny<Exception>(() => cat([ones(2, 3, device: CPU), ones(2, 3)]).data<float>().ToArray());
        }
        finally
        {
            set_default_device(CPU);
        }
    }

    /// <summary>Layers of our own keep their weights in fields, which a move must replace too.</summary>
    [Fact]
    public void A_network_that_is_moved_keeps_no_tensor_behind()
    {
        foreach (var options in GanTrainingTests.Trainings.Values)
        {
            using var generator = new DcganGenerator(Shape, SeedTree.FromSeed(1), options.ForGenerator(ComputeDevice.Cpu));
            using var discriminator = new DcganDiscriminator(Shape, options.ForDiscriminator(ComputeDevice.Cpu), SeedTree.FromSeed(1));
            foreach (var network in new nn.Module[] { generator, discriminator })
            {
                network.to(META);
                var kept = network.modules().Prepend(network).SelectMany(Tensors).Concat(network.parameters()).Concat(network.buffers()).ToList();
                Assert.NotEmpty(kept);
                Assert.All(kept, t => Assert.Equal(DeviceType.META, t.device_type));
            }
            Assert.Equal(DeviceType.META, generator.Device.type);
        }
    }

    [Fact]
    public void Averaging_by_tensor_operations_is_averaging()
    {
        using var scope = NewDisposeScope();
        var (a, b, source) = (Gradients.Normal(1, 37), Gradients.Normal(1, 37), Gradients.Normal(2, 37));
        WeightAverage.Approach(a, source, 0.1f);
        WeightAverage.ApproachByTensors(b, source, 0.1f);
        Assert.InRange((a - b).abs().max().item<float>(), 0, 1e-6f); // rounding of values near 1
        Assert.True((a - Gradients.Normal(1, 37)).abs().max().item<float>() > 0.01f);
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_before_anything_is_written()
    {
        var training = new GanTraining(GanTrainingTests.Trainings["cgan"], Shapes.Make(60), 5, Path.Combine(folder, "gan")) { Device = ComputeDevice.Parse("cuda:999") };
        Assert.Contains("'cuda:999'", Assert.Throws<UserInputException>(() => training.Run()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "gan")));
    }

    private static IEnumerable<Tensor> Tensors(nn.Module module)
    {
        for (var type = module.GetType(); type != typeof(nn.Module); type = type.BaseType!)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (field.GetValue(module) is Tensor tensor) yield return tensor;
        }
    }

    /// <summary>What some updates, a measurement of diversity, a checkpoint and a sample give, with another default device after the networks are built.</summary>
    private List<double> Numbers(GanOptions options, Device device)
    {
        var images = Shapes.Make(60);
        using var session = new TrainingSession(options with { SliceShare = 0 }, Shape, new TrainingSlice(images, null), SeedTree.FromSeed(5), ComputeDevice.Cpu);
        var checkpoint = Path.Combine(folder, $"{device.type}.safetensors");
        var trainer = session.Trainer;
        set_default_device(device);
        try
        {
            List<double> numbers = [];
            for (var i = 0; i < 3; i++)
            {
                var losses = trainer.Step();
                numbers.AddRange([losses.DiscriminatorLoss, losses.GeneratorLoss, losses.CriticEstimate, losses.RealRight ?? -1, losses.FakeRight ?? -1]);
            }
            trainer.RequireFiniteWeights();
            numbers.AddRange(session.Diversity.Of(trainer.Average).Select(d => d ?? -1));
            GanCheckpoint.Save(checkpoint, session, "test", []);
            GanCheckpoint.Load(checkpoint, session, "test");
            session.RecomputeNorms(trainer.Average);
            numbers.AddRange(GanSampler.Sample(trainer.Average, Shape, [0, 1, 2], images.ClassNames, "samples", SeedTree.FromSeed(1)).Pixels.Select(p => (double)p));
            return numbers;
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}
