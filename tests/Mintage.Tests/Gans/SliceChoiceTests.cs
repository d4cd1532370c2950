using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class SliceChoiceTests : IDisposable
{
    private static readonly GanOptions Options = GanPresets.Get("cgan") with
    {
        GeneratorUpdates = 30,
        BatchSize = 8,
        LatentDimension = 6,
        Filters = 4,
        SliceShare = 0.2,
    };

    private static readonly DcganShape Shape = new(8, 8, 1, 3, 6, 4);
    private static readonly TrainingSlice Parts = TrainingSlice.Draw(Shapes.Make(60), 0.2, SeedTree.FromSeed(1).Random());

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_training_whose_last_weights_are_spoiled_keeps_an_earlier_point()
    {
        using var session = Session();
        var (trainer, choice) = (session.Trainer, session.Choice!);
        while (trainer.Updates < 18) trainer.Step();
        choice.Measure(trainer, session.RecomputeNorms);
        using var good = new DcganGenerator(Shape, SeedTree.FromSeed(0));
        ModuleState.Copy(trainer.Average, good);
        session.RecomputeNorms(good);

        while (trainer.Updates < 30) trainer.Step();
        foreach (var parameter in trainer.Average.parameters()) WeightInit.Constant(parameter, 0);
        var facts = session.Finish()!; // measures the end

        Assert.Equal(18, facts.GeneratorUpdates);
        Assert.Equal([(18, true), (30, false)], facts.Points.Select(p => (p.GeneratorUpdates, p.IsBest)));
        Assert.True(facts.Points[0].Distance < facts.Points[1].Distance);
        Assert.Equal(Bytes(good), Bytes(trainer.Average));
        Assert.Equal((12, Parts.Slice!.Fingerprint), (facts.SliceImages, facts.SliceFingerprint));
    }

    [Fact]
    public void Measuring_changes_nothing_of_the_training_and_leaves_no_tensor()
    {
        using var session = Session();
        var (trainer, choice) = (session.Trainer, session.Choice!);
        trainer.Step();
        choice.Measure(trainer, session.RecomputeNorms);
        var (average, generator, live) = (Bytes(trainer.Average), Bytes(trainer.Generator), LiveTensors.Settled());
        choice.Measure(trainer, session.RecomputeNorms);
        Assert.Equal(live, LiveTensors.Now);
        Assert.Equal(average, Bytes(trainer.Average));
        Assert.Equal(generator, Bytes(trainer.Generator));
        Assert.Equal(choice.Points[0].Distance, choice.Points[1].Distance); // the same latents
        Assert.False(choice.Points[1].IsBest);
    }

    [Fact]
    public void Points_lie_in_the_second_half_and_at_the_end()
    {
        using var session = Session();
        Assert.Equal([18, 21, 24, 27, 30], Enumerable.Range(0, 40).Where(session.Choice!.IsDue));
    }

    [Fact]
    public void A_GAN_with_a_slice_is_the_GAN_of_its_training_part_alone_and_names_the_slice_in_its_lineage()
    {
        var (images, seeds) = (Shapes.Make(60), SeedTree.FromSeed(5));
        var facts = new GanTraining(Options, images, 5, folder).Run();
        Assert.Equal(60, facts.Lineage.Count);
        Assert.Equal([18, 21, 24, 27, 30], facts.Choice!.Points.Select(p => p.GeneratorUpdates));
        Assert.Equal(facts.Choice.Points, facts.Curve.SelectMany(r => r.Slice ?? []));
        Assert.Equal(facts.Choice.Points.MinBy(p => p.Distance)!.GeneratorUpdates, facts.Choice.GeneratorUpdates);
        Assert.InRange(facts.Choice.ClassifierAccuracy, 0.9, 1);

        using var tensors = new ImageTensors(TrainingSlice.Draw(images, 0.2, seeds.Child("slice").Random()).Training);
        using var trainer = new GanTrainer(Options, Shape, tensors, seeds);
        while (trainer.Updates < facts.Choice.GeneratorUpdates) trainer.Step();
        NormStatistics.Recompute(trainer.Average, tensors.Labels, seeds.Child("norm-statistics"));
        using var kept = TrainedGan.Load(folder);
        Assert.Equal(Bytes(trainer.Average), Bytes(kept.Generator));
    }

    [Fact]
    public void A_slice_that_leaves_less_than_a_batch_is_refused()
    {
        var refusal = Assert.Throws<UserInputException>(() => new GanTraining(Options with { BatchSize = 50 }, Shapes.Make(60), 5, Path.Combine(folder, "x")).Run());
        Assert.Contains("has 48 beside the slice", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "x")));
    }

    private static TrainingSession Session() => new(Options, GanNetworks.Dcgan(Options, Shape), Parts, SeedTree.FromSeed(1), ComputeDevice.Cpu);

    private static byte[] Bytes(GeneratorNetwork network) => [.. ModuleState.Save(network).SelectMany(t => t.Bytes.ToArray())];
}
