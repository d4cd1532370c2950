using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Results.TensorBoard;
using Mintage.Runtime;
using Mintage.Synthesis;
using Mintage.Tests.Results.TensorBoard;
using TorchSharp;

namespace Mintage.Tests.Gans;

public sealed class GanTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The presets, and options that none of them has, in combinations.</summary>
    internal static readonly Dictionary<string, GanOptions> Trainings = GanPresets.Names.Select(GanPresets.Get).Concat(
    [
        GanPresets.Get("cgan") with
        {
            Preset = "least squares, R1, deviation, DiffAugment",
            Objective = GanObjective.LeastSquares,
            DiscriminatorBatchNorm = false,
            R1Weight = 1,
            R1Every = 3,
            MinibatchDeviation = 4,
            GeneratorConditioning = GeneratorConditioning.ConditionalBatchNorm,
            DiffAugment = [DifferentiableTransform.Colour, DifferentiableTransform.Translation, DifferentiableTransform.Cutout],
        },
        GanPresets.Get("wgan-gp") with
        {
            Preset = "gradient penalty, spectral norm, auxiliary classifier, DiffAugment",
            SpectralNorm = true,
            Conditioning = DiscriminatorConditioning.AuxiliaryClassifier,
            DiffAugment = [DifferentiableTransform.Translation],
        },
        GanPresets.Get("cgan") with
        {
            Preset = "adaptive DiffAugment",
            DiffAugment = [DifferentiableTransform.Colour, DifferentiableTransform.Translation],
            AdaptiveTarget = 0.6,
            AdaptiveImages = 100,
        },
        GanPresets.Get("cgan") with { Preset = "choice by a slice", SliceShare = 0.2 },
    ]).ToDictionary(o => o.Preset, Small);

    public static TheoryData<string> TrainingNames => [.. Trainings.Keys];

    [Theory]
    [MemberData(nameof(TrainingNames))]
    public void A_training_interrupted_and_resumed_ends_with_the_same_bytes(string training)
    {
        var images = Shapes.Make(60);
        var options = Trainings[training];
        Assert.Empty(options.Faults());
        var whole = Path.Combine(folder, "whole");
        new GanTraining(options, images, 5, whole).Run();

        var resumed = Path.Combine(folder, "resumed");
        using var stop = new CancellationTokenSource();
        var stopHalfWay = new Callback(p =>
        {
            if (p.Share >= 0.5) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => new GanTraining(options, images, 5, resumed) { CheckpointEvery = TimeSpan.Zero }.Run(stopHalfWay, stop.Token));
        Assert.True(File.Exists(Path.Combine(resumed, "checkpoint.safetensors")));
        new GanTraining(options, images, 5, resumed).Run();

        var events = Path.Combine("events", EventFile.FileName);
        foreach (var file in Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(events, StringComparison.Ordinal)))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(resumed, Path.GetRelativePath(whole, file))));
        Assert.Equal(EventReader.WithoutTimes(Path.Combine(whole, events)), EventReader.WithoutTimes(Path.Combine(resumed, events)));
        Assert.Equal(Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories).Count(), Directory.EnumerateFiles(resumed, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void A_folder_of_GANs_names_one_of_them()
    {
        Assert.Contains("mintage gan train --out", Assert.Throws<UserInputException>(() => TrainedGan.ReadFacts(folder)).Message, StringComparison.Ordinal);
        foreach (var name in new[] { "b", "a" })
        {
            Directory.CreateDirectory(Path.Combine(folder, "tasks", name));
            File.WriteAllText(Path.Combine(folder, "tasks", name, TrainedGan.FactsFile), "{}");
        }
        var first = Path.Combine(folder, "tasks", "a");
        Assert.Contains($"one of the 2 GANs in it, such as '{first}'", Assert.Throws<UserInputException>(() => TrainedGan.ReadFacts(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_events_for_TensorBoard_show_the_curve_and_some_sheets_and_only_grow()
    {
        var path = Path.Combine(folder, "events", EventFile.FileName);
        var earlier = Array.Empty<byte>();
        var watcher = new Callback(_ => // every ten updates; epochs have 7
        {
            if (!File.Exists(path)) return;
            var now = File.ReadAllBytes(path);
            Assert.Equal(earlier, now[..earlier.Length]);
            earlier = now;
        });
        var options = Small("cgan") with { GeneratorUpdates = 60 };
        var facts = new GanTraining(options, Shapes.Make(60), 5, folder) { CheckpointEvery = TimeSpan.Zero }.Run(watcher);
        Assert.NotEmpty(earlier);
        Assert.Equal(earlier, File.ReadAllBytes(path)[..earlier.Length]);

        var events = EventReader.Read(path);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal([.. facts.Curve.Select(r => (long)r.GeneratorUpdates), 60], events.Skip(1).Select(e => e.Step));
        Assert.Equal(facts.Curve.Select(r => (float)r.GeneratorLoss), events.Skip(1).SkipLast(1).Select(e => e.Scalars["loss/generator"]));
        Assert.Equal((float)facts.Curve[^1].Diversity![1]!.Value, events[^2].Scalars["diversity/columns"]);
        Assert.Equal([1, 2, 4, 8], Enumerable.Range(1, facts.Curve.Count).Where(epoch => events[epoch].Images.ContainsKey("samples/sheet")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "sheets", "epoch-0004.png")), events[4].Images["samples/sheet"].Png);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "sheet.png")), events[^1].Images["samples/kept"].Png);
        Assert.InRange((Clock.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds - events[^1].Time, 0, 60); // seconds since 1970, just now
    }

    [Fact]
    public void The_probability_of_adaptive_augmentation_is_in_the_curve()
    {
        var facts = new GanTraining(Trainings["adaptive DiffAugment"], Shapes.Make(60), 5, folder).Run();
        Assert.All(facts.Curve, r => Assert.InRange(r.AugmentationProbability!.Value, 0, 1));
        Assert.Contains(facts.Curve, r => r.AugmentationProbability > 0);
        Assert.All(new GanTraining(Small("cgan"), Shapes.Make(60), 5, Path.Combine(folder, "plain")).Run().Curve, r => Assert.Null(r.AugmentationProbability));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before_and_the_training_ends_with_the_same_bytes()
    {
        var (images, options) = (Shapes.Make(60), Small("cgan"));
        var whole = Path.Combine(folder, "whole");
        new GanTraining(options, images, 5, whole).Run();
        var (last, previous) = ("checkpoint.safetensors", "checkpoint.previous.safetensors");
        var stopped = Path.Combine(folder, "stopped");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new GanTraining(options, images, 5, stopped) { CheckpointEvery = TimeSpan.Zero }
            .Run(new Callback(p => CancelIf(stop, p.Share > 0.6)), stop.Token));
        var good = File.ReadAllBytes(Path.Combine(stopped, last));
        foreach (var damaged in Damages(good).Prepend(null))
        {
            var resumed = Path.Combine(folder, "resumed");
            Directory.CreateDirectory(resumed);
            File.Copy(Path.Combine(stopped, previous), Path.Combine(resumed, previous));
            if (damaged is not null) File.WriteAllBytes(Path.Combine(resumed, last), damaged);
            var log = new LogRecord();
            new GanTraining(options, images, 5, resumed) { Logger = log }.Run();
            Assert.Equal(damaged is null ? 0 : 1, log.Events.Count(e => e == "GanCheckpointDamaged"));
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, TrainedGan.FactsFile)), File.ReadAllBytes(Path.Combine(resumed, TrainedGan.FactsFile)));
            Assert.Empty(Directory.GetFiles(resumed, "checkpoint*"));
            Directory.Delete(resumed, recursive: true);
        }

        File.WriteAllBytes(Path.Combine(stopped, last), good[..^1]);
        File.WriteAllBytes(Path.Combine(stopped, previous), []);
        var refusal = Assert.Throws<UserInputException>(() => new GanTraining(options, images, 5, stopped).Run());
        Assert.Contains(last, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A bit of the data, of the header and of the digest flipped; cut; empty; without metadata.</summary>
    private static IEnumerable<byte[]> Damages(byte[] good)
    {
        var text = System.Text.Encoding.Latin1.GetString(good);
        var digest = text.IndexOf("mintage_sha256", StringComparison.Ordinal);
        foreach (var at in new[] { 0, 9, text.IndexOf("updates", StringComparison.Ordinal), digest, digest + 20, good.Length / 2, good.Length - 1 })
        {
            var damaged = (byte[])good.Clone();
            damaged[at] ^= 1;
            yield return damaged;
        }
        yield return good[..(good.Length / 2)];
        yield return good[..^1];
        yield return [.. good, 0];
        yield return [];
        yield return [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'];
    }

    [Theory]
    [InlineData("\"generator_updates\": 30", "\"generator_updates\": 999")]
    [InlineData("\"seed\": 5", "\"seed\": 6")]
    [InlineData("\"latent_dimension\": 6", "\"latent_dimension\": 7")]
    [InlineData("\"filters\": 4", "\"filters\": 4000000")]
    [InlineData("\"height\": 8", "\"height\": 1024")]
    [InlineData("\"format_version\": 1", "\"format_version\": 3")]
    [InlineData("\"file_sha256\": ", "\"file_sha257\": ")]
    [InlineData("\"class_names\": [", "\"class_names\": [\"more\",")]
    [InlineData("\"lineage\": [", "\"lineage\": [\"more\",")]
    [InlineData("\"class_counts\": [", "\"class_counts\": [1,")]
    [InlineData("\"generator_sha256\": \"", "\"generator_sha256\": \"0")]
    public void Changed_facts_are_not_taken_for_those_of_the_training(string there, string changed)
    {
        var facts = new GanTraining(Small("cgan"), Shapes.Make(60), 5, folder).Run();
        Assert.Equal(facts.Lineage, TrainedGan.ReadFacts(folder).Lineage);
        var path = Path.Combine(folder, TrainedGan.FactsFile);
        var text = File.ReadAllText(path);
        Assert.Contains(there, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(there, changed, StringComparison.Ordinal));
        Assert.Contains(TrainedGan.FactsFile, Assert.Throws<UserInputException>(() => TrainedGan.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        using var stop = new CancellationTokenSource();
        var training = new GanTraining(Small("cgan"), Shapes.Make(60), 5, folder) { CheckpointEvery = TimeSpan.Zero };
        Assert.Throws<OperationCanceledException>(() => training.Run(new Callback(_ => stop.Cancel()), stop.Token));
        var refusal = Assert.Throws<UserInputException>(() => new GanTraining(Small("cgan"), Shapes.Make(60), 6, folder).Run());
        Assert.Contains("other options, images or seed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_and_a_sheet_are_logged_for_every_epoch()
    {
        var facts = new GanTraining(Small("wgan"), Shapes.Make(60), 5, folder).Run();
        Assert.Equal(9, facts.Curve.Count); // 60 critic steps of 7 batches an epoch: 8 epochs and a part of one
        Assert.Equal(facts.Curve.Count, File.ReadAllLines(Path.Combine(folder, "log.jsonl")).Length);
        Assert.Equal(facts.Curve.Count, Directory.GetFiles(Path.Combine(folder, "sheets")).Length); // from epoch 16 on fewer
        Assert.Equal(30 * 2 * 8 / 60.0, facts.Epochs);
        Assert.Equal(60, facts.Lineage.Count);
    }

    [Fact]
    public void What_watches_a_training_changes_none_of_its_bits()
    {
        var (images, options) = (Shapes.Make(60), Small("cgan"));
        new GanTraining(options, images, 5, folder).Run();
        using var tensors = new ImageTensors(images);
        using var trainer = new GanTrainer(options, new DcganShape(8, 8, 1, 3, 6, 4), tensors, SeedTree.FromSeed(5));
        while (trainer.Updates < options.GeneratorUpdates) trainer.Step();
        NormStatistics.Recompute(trainer.Average, tensors.Labels, SeedTree.FromSeed(5).Child("norm-statistics"));
        using var trained = TrainedGan.Load(folder);
        Assert.Equal(ModuleState.Save(trainer.Average).SelectMany(t => t.Bytes.ToArray()), ModuleState.Save(trained.Generator).SelectMany(t => t.Bytes.ToArray()));
    }

    [Fact]
    public void Diversity_is_measured_at_the_end_and_not_more_often_than_every_50_updates()
    {
        var facts = new GanTraining(Small("cgan") with { GeneratorUpdates = 120 }, Shapes.Make(60), 5, folder).Run();
        Assert.Equal([56, 112, 120], facts.Curve.Where(r => r.Diversity is not null).Select(r => r.GeneratorUpdates)); // epochs of 7 updates
        Assert.All(facts.Curve, r => Assert.True(r is { RealRight: >= 0 and <= 1, FakeRight: >= 0 and <= 1 }));
        var critic = new GanTraining(Small("wgan"), Shapes.Make(60), 5, Path.Combine(folder, "critic")).Run();
        Assert.All(critic.Curve, r => Assert.True(r is { RealRight: null, FakeRight: null }));
        Assert.NotNull(critic.Curve[^1].Diversity);
    }

    [Fact]
    public void A_collapsed_GAN_says_so_in_its_facts_and_with_its_images()
    {
        // No critic weight can leave 0 so: the generator learns nothing.
        var options = Small("wgan") with { ClipValue = 1e-30 };
        var facts = new GanTraining(options, Shapes.Make(60), 5, folder).Run();
        Assert.StartsWith("Collapse: images of 3 of 3 classes", Assert.Single(facts.Warnings), StringComparison.Ordinal);
        using var gan = TrainedGan.Load(folder);
        Assert.Equal(facts.Warnings, SyntheticSet.Draw([gan], [0, 1, 2], 1).Provenance.Gans[0].Warnings);
    }

    [Fact]
    public void A_diverging_training_ends_marked_with_its_last_finite_weights()
    {
        var options = Small("cgan") with { LearningRate = 0.9, Beta1 = 0.99, Beta2 = 0, DiscriminatorBatchNorm = false, GeneratorUpdates = 4000, SliceShare = 0.2 };
        var facts = new GanTraining(options, Shapes.Make(60), 5, folder) { CheckpointEvery = TimeSpan.Zero }.Run();
        Assert.NotNull(facts.Divergence);
        Assert.Contains("seed 5", facts.Divergence, StringComparison.Ordinal);
        Assert.InRange(facts.GeneratorUpdates, 1, 3999);
        Assert.Equal(facts.GeneratorUpdates, Assert.Single(facts.Choice!.Points).GeneratorUpdates); // long before the first point, so only its end
        using var gan = TrainedGan.Load(folder);
        Assert.All(gan.Generator.state_dict().Values.Where(t => t.is_floating_point()), t => Assert.True(t.isfinite().all().item<bool>()));
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow_with_the_updates()
    {
        foreach (var options in Trainings.Values)
        {
            using var tensors = new ImageTensors(Shapes.Make(60));
            using var trainer = new GanTrainer(options, new DcganShape(8, 8, 1, 3, 6, 4), tensors, SeedTree.FromSeed(1));
            for (var i = 0; i < 10; i++) trainer.Step();
            var after10 = LiveTensors.Settled();
            for (var i = 0; i < 40; i++) trainer.Step();
            Assert.Equal(after10, LiveTensors.Now);
        }
    }

    [Fact]
    public void Clipping_keeps_every_critic_weight_within_its_bound()
    {
        using var tensors = new ImageTensors(Shapes.Make(60));
        using var trainer = new GanTrainer(Small("wgan"), new DcganShape(8, 8, 1, 3, 6, 4), tensors, SeedTree.FromSeed(1));
        trainer.Step();
        var largest = trainer.Discriminator.parameters().Max(p => p.abs().max().item<float>());
        Assert.InRange(largest, 0.0099f, 0.0100001f);
    }

    [Fact]
    public void The_weight_average_is_the_average_and_follows_early_weights_quickly()
    {
        using var source = torch.nn.Linear(2, 1, hasBias: false);
        using var copy = torch.nn.Linear(2, 1, hasBias: false);
        WeightInit.Constant(source.weight!, 0);
        using var average = new WeightAverage(source, copy, 0.9);
        WeightInit.Constant(source.weight!, 1);
        average.Update(1); // decay is min(0.9, 2 / 11) so early
        Assert.Equal(1 - (2 / 11.0), copy.weight!.data<float>()[0], 1e-5);
        average.Update(1_000_000);
        Assert.Equal(1 - (0.9 * 2 / 11.0), copy.weight!.data<float>()[0], 1e-5);
    }

    [Fact]
    public void Changed_weights_are_not_taken_for_the_trained_ones()
    {
        new GanTraining(Small("cgan"), Shapes.Make(60), 5, folder).Run();
        var path = Path.Combine(folder, TrainedGan.GeneratorFile);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
        new GanTraining(Small("cgan"), Shapes.Make(60), 6, Path.Combine(folder, "other")).Run();
        File.Copy(Path.Combine(folder, "other", TrainedGan.GeneratorFile), path, overwrite: true);
        Assert.Contains("changed or replaced", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<UserInputException>(() => TrainedGan.Load(folder)).Message;
    }

    private static void CancelIf(CancellationTokenSource stop, bool isTime)
    {
        if (isTime) stop.Cancel();
    }

    private static GanOptions Small(string preset) => Small(GanPresets.Get(preset));

    private static GanOptions Small(GanOptions options) =>
        options with { GeneratorUpdates = 30, CriticSteps = Math.Min(2, options.CriticSteps), BatchSize = 8, LatentDimension = 6, Filters = 4 };

    private sealed class Callback(Action<TaskProgress> report) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => report(value);
    }
}
