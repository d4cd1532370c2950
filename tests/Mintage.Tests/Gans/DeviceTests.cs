using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Synthesis;
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
                var kept = network.modules().Prepend(network).SelectMany(DeviceTensors.Of).Concat(network.parameters()).Concat(network.buffers()).ToList();
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

    /// <summary>The code of a GPU without a GPU. See below for the tolerances.</summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void The_way_of_a_GPU_has_the_losses_of_the_processors_own_loops(string preset)
    {
        var options = GanPresets.Get(preset) with { BatchSize = 16, LatentDimension = 6, Filters = 8 };
        Compare(options with { Bfloat16 = false }, AsOnGpu, first: 1e-4, last: 0.05);
        if (options.ComputesInBFloat16(ComputeDevice.Cpu)) Compare(options, AsOnGpu, first: 0.02, last: 0.15);

        static IReadOnlyList<GanLosses> AsOnGpu(GanOptions options)
        {
            TensorOperations.Everywhere = true;
            try
            {
                return Losses(options, ComputeDevice.Cpu);
            }
            finally
            {
                TensorOperations.Everywhere = false;
            }
        }
    }

    [Fact]
    public void Tensors_laid_into_one_keep_their_values_and_change_with_it()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        var before = layer.weight!.data<float>().ToArray();
        using var flat = new FlatTensors([layer.weight!, layer.bias!]);
        Assert.Equal(before, layer.weight!.data<float>().ToArray());
        Assert.Equal([3L, 2L, 6L, 2L, 8L], [layer.weight!.shape[1], layer.weight!.shape[0], .. flat.Parts(flat.All).Select(p => p.numel()), flat.All.numel()]);
        using (no_grad()) flat.All.AddInPlace(1);
        Assert.Equal(before.Select(b => b + 1), layer.weight!.data<float>().ToArray());
        layer.forward(ones(1, 3)).sum().backward();
        Assert.Equal([1f, 1f], layer.bias!.grad!.data<float>().ToArray());
        Assert.Same(layer.weight, layer.parameters().First());
        Assert.Equal([16L, 32L, 3L, 17L], FlatTensors.Ordered([zeros(3), zeros(16), zeros(17), zeros(32)], t => t).Select(t => t.numel()));
    }

    /// <summary>
    /// In float32 throughout, without TF32. What 20 updates make of rounding was measured on the processor, of weights that differ by 1e-6: up to
    /// 2e-7 in the first losses, 0.02 in the twentieth ("best", whose norms over few images magnify it; others 4e-7). With bfloat16, whose
    /// rounding is 4e-3, it was 0.002 and 0.04.
    /// </summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Presets))]
    public void Twenty_updates_on_a_GPU_have_the_losses_of_the_processor(string preset)
    {
        Assert.SkipUnless(cuda.is_available(), "this machine or this build has no CUDA (docs/guide/gpu.md)");
        var options = GanPresets.Get(preset) with { BatchSize = 16, LatentDimension = 6, Filters = 8 };
        var allowed = backends.cudnn.allow_tf32;
        backends.cudnn.allow_tf32 = false;
        try
        {
            Compare(options with { Bfloat16 = false }, OnGpu, first: 1e-4, last: 0.05);
            if (options.ComputesInBFloat16(ComputeDevice.Parse("cuda"))) Compare(options, OnGpu, first: 0.02, last: 0.15);
        }
        finally
        {
            backends.cudnn.allow_tf32 = allowed;
        }

        static IReadOnlyList<GanLosses> OnGpu(GanOptions options) => Losses(options, ComputeDevice.Parse("cuda"));
    }

    [Fact(Explicit = true)]
    public void A_GAN_trained_on_a_GPU_goes_on_after_an_interruption_and_draws_the_same_images_anywhere()
    {
        Assert.SkipUnless(cuda.is_available(), "this machine or this build has no CUDA (docs/guide/gpu.md)");
        var device = ComputeDevice.Parse("cuda");
        var options = GanTrainingTests.Trainings["adaptive DiffAugment"] with { SliceShare = 0.2 };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Training(ComputeDevice.Parse("cuda"), TimeSpan.Zero).Run(new Stop(stop), stop.Token));
        Assert.Contains("on another device", Assert.Throws<UserInputException>(() => Training(ComputeDevice.Cpu, TimeSpan.Zero).Run()).Message, StringComparison.Ordinal);
        Assert.Equal(device.Model, Training(device, TimeSpan.Zero).Run().Device);

        using var there = TrainedGan.Load(folder, device: device);
        using var here = TrainedGan.Load(folder);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        var (onGpu, onCpu) = (SyntheticSet.Draw([there], labels, 1), SyntheticSet.Draw([here], labels, 1));
        Assert.Equal((device.Model, device.Model, "cpu"), (onGpu.Provenance.Gans[0].Device, onGpu.Provenance.Device, onCpu.Provenance.Device));
        Assert.InRange(onGpu.Images.Pixels.Zip(onCpu.Images.Pixels, (a, b) => Math.Abs(a - b)).Max(), 0, 2); // of 255: TF32 has ten bits

        GanTraining Training(ComputeDevice on, TimeSpan every) => new(options, Shapes.Make(60), 5, folder) { Device = on, CheckpointEvery = every };
    }

    private static void Compare(GanOptions options, Func<GanOptions, IReadOnlyList<GanLosses>> elsewhere, double first, double last)
    {
        var (expected, found) = (Losses(options, ComputeDevice.Cpu), elsewhere(options));
        Assert.Equal(expected[0].DiscriminatorLoss, found[0].DiscriminatorLoss, first);
        Assert.Equal(expected[0].GeneratorLoss, found[0].GeneratorLoss, first);
        for (var i = 0; i < expected.Count; i++)
        {
            // Of a loss above 1, relative: a gradient penalty begins near 10.
            Assert.Equal(expected[i].DiscriminatorLoss, found[i].DiscriminatorLoss, last * Math.Max(1, Math.Abs(expected[i].DiscriminatorLoss)));
            Assert.Equal(expected[i].GeneratorLoss, found[i].GeneratorLoss, last * Math.Max(1, Math.Abs(expected[i].GeneratorLoss)));
        }
    }

    private static IReadOnlyList<GanLosses> Losses(GanOptions options, ComputeDevice device)
    {
        using var tensors = new ImageTensors(Shapes.Make(60), device);
        using var trainer = new GanTrainer(options, new DcganShape(8, 8, 1, 3, 6, 8), tensors, SeedTree.FromSeed(1));
        for (var i = 0; i < 20; i++) trainer.Advance();
        return trainer.ReadLosses();
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => source.Cancel();
    }

    /// <summary>What some updates, a measurement of diversity, a checkpoint and a sample give, with another default device after the networks are built.</summary>
    private List<double> Numbers(GanOptions options, Device device)
    {
        var images = Shapes.Make(60);
        using var session = new TrainingSession(options with { SliceShare = 0 }, GanNetworks.Dcgan(options, Shape), new TrainingSlice(images, null), SeedTree.FromSeed(5), ComputeDevice.Cpu);
        var checkpoint = new GanCheckpoint(Directory.CreateDirectory(Path.Combine(folder, $"{device.type}")).FullName);
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
            checkpoint.Save(session, "test", []);
            checkpoint.Load(session, "test");
            session.RecomputeNorms(trainer.Average);
            numbers.AddRange(GanSampler.Sample(trainer.Average, [0, 1, 2], images.ClassNames, "samples", SeedTree.FromSeed(1)).Pixels.Select(p => (double)p));
            return numbers;
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}
