using Mintage.Classification;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Classification;

public sealed class TrainingRecipeTests
{
    private const int Side = 12, Classes = 3;

    [Fact]
    public void A_rate_falls_to_zero_or_rises_first()
    {
        double[] Factors(LearningRateSchedule rate) => [.. Enumerable.Range(0, 100).Select(step => new TrainingRecipe { Rate = rate }.RateFactor(step, 100))];
        Assert.All(Factors(LearningRateSchedule.Constant), f => Assert.Equal(1, f));
        var cosine = Factors(LearningRateSchedule.Cosine);
        Assert.Equal(cosine.OrderDescending(), cosine);
        Assert.InRange(cosine[0], 0.999, 1);
        Assert.InRange(cosine[49], 0.5, 0.51);
        Assert.InRange(cosine[99], 0, 1e-3);
        var cycle = Factors(LearningRateSchedule.OneCycle);
        Assert.InRange(cycle[0], 0.04, 0.05);
        Assert.Equal(30, Array.IndexOf(cycle, cycle.Max()), 1.0);
        Assert.InRange(cycle.Max(), 0.99, 1);
        Assert.InRange(cycle[99], 0, 1e-3);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_named()
    {
        Assert.Empty(new TrainingRecipe().Faults());
        Assert.Equal(5, new TrainingRecipe { WeightDecay = -1, LabelSmoothing = 1, MixupAlpha = 3, CutMixAlpha = double.NaN, AverageDecay = 1 }.Faults().Count);
        Assert.Contains("classifier label smoothing must be 0 to below 1, but is 1.", new ClassifierOptions { Small = 4, Recipe = new TrainingRecipe { LabelSmoothing = 1 } }.Faults());
    }

    [Fact]
    public void The_plain_recipe_trains_the_bits_of_none()
    {
        Assert.Equal(Weights(null), Weights(new TrainingRecipe()));
        Assert.NotEqual(Weights(null), Weights(new TrainingRecipe { Rate = LearningRateSchedule.Cosine }));
    }

    [Fact]
    public void Mixup_blends_with_partners_and_their_labels()
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 8, 1, 6, 6);
        var labels = tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 1 }, device: CPU);
        var mixed = BatchMixing.Of(new TrainingRecipe { MixupAlpha = 1 }, images, labels, SeedTree.FromSeed(3).Random());
        Assert.InRange(mixed.Share, 0, 1);
        // Every mixed image is share * own + (1 - share) * partner, so what is left belongs to an image of the batch.
        for (var i = 0; i < 8; i++)
        {
            var partner = (mixed.Images[i] - (images[i] * (float)mixed.Share)) / (float)(1 - mixed.Share);
            var distances = Enumerable.Range(0, 8).Select(k => (partner - images[k]).abs().max().item<float>()).ToArray();
            var nearest = Array.IndexOf(distances, distances.Min());
            Assert.InRange(distances[nearest], 0, 1e-3f);
            Assert.Equal(labels[nearest].item<long>(), mixed.OtherLabels![i].item<long>());
        }
    }

    [Fact]
    public void CutMix_takes_a_rectangle_of_the_share_it_names()
    {
        using var scope = NewDisposeScope();
        var images = arange(0, 8, device: CPU).to(ScalarType.Float32).view(8, 1, 1, 1).expand(8, 1, 10, 10).contiguous();
        var labels = arange(0, 8, device: CPU).to(ScalarType.Int64);
        for (var seed = 1; seed <= 20; seed++)
        {
            var mixed = BatchMixing.Of(new TrainingRecipe { CutMixAlpha = 1 }, images, labels, SeedTree.FromSeed(seed).Random());
            for (var i = 0; i < 8; i++)
            {
                var other = mixed.OtherLabels![i].item<long>();
                if (other == i) continue;
                Assert.Equal(mixed.Share, mixed.Images[i].eq(i).to(ScalarType.Float32).mean().item<float>(), 1e-5);
                Assert.Equal(1 - mixed.Share, mixed.Images[i].eq(other).to(ScalarType.Float32).mean().item<float>(), 1e-5);
            }
        }
    }

    [Fact]
    public void Label_smoothing_has_the_loss_of_its_definition()
    {
        // At the first step the loss is that of the initial network, so it can be computed without it.
        var (images, options) = (Images(), Options(null));
        using var tensors = new ImageTensors(images);
        var seed = SeedTree.FromSeed(5);
        using var network = options.NewNetwork(1, (Side, Side), Classes, seed.Child("init"));
        var batches = new TrainingBatches(tensors, options.BatchSize, seed);
        using var scope = NewDisposeScope();
        var (pixels, labels) = batches.Batch(0);
        var log = nn.functional.log_softmax(network.forward(pixels), 1);
        var expected = -((0.8 * log.gather(1, labels.unsqueeze(1)).mean().item<float>()) + (0.2 * log.mean().item<float>()));
        using var session = new ClassifierSession(options with { Recipe = new TrainingRecipe { LabelSmoothing = 0.2 } }, seed, batches, 10);
        Assert.Equal(expected, session.Step(0).Loss, 1e-4);
    }

    [Fact]
    public void Every_part_at_once_trains_and_leaves_no_tensor_behind()
    {
        var recipe = new TrainingRecipe
        {
            Rate = LearningRateSchedule.OneCycle,
            WeightDecay = 0.1,
            LabelSmoothing = 0.1,
            MixupAlpha = 0.4,
            CutMixAlpha = 0.8,
            AverageDecay = 0.9,
        };
        Weights(recipe);
        var (images, options) = (Images(), Options(recipe));
        using var tensors = new ImageTensors(images);
        using var session = new ClassifierSession(options, SeedTree.FromSeed(5), new TrainingBatches(tensors, options.BatchSize, SeedTree.FromSeed(5)), 100);
        for (var i = 0; i < 5; i++) session.Step(i);
        Assert.Equal(0, LiveTensors.Growth(() =>
        {
            for (var i = 5; i < 10; i++) session.Step(i);
        }));
    }

    private static byte[] Weights(TrainingRecipe? recipe)
    {
        using var trained = new ClassifierTrainer(Options(recipe), SeedTree.FromSeed(5), withCurve: false).Train(Images(), Images(), 6);
        return [.. ModuleState.Save(trained.Network).SelectMany(t => t.Bytes.ToArray())];
    }

    private static ClassifierOptions Options(TrainingRecipe? recipe) => new() { Width = new ClassifierWidth(2, 3, 4), BatchSize = 8, Recipe = recipe };

    private static Mintage.Data.LabelledImages Images()
    {
        var random = SeedTree.FromSeed(9).Random();
        byte[] pixels = [.. Enumerable.Range(0, 24 * Side * Side).Select(_ => (byte)random.NextInt32(256))];
        return new("noise", pixels, [.. Enumerable.Range(0, 24).Select(i => i % Classes)], Side, Side, 1, ["a", "b", "c"]);
    }
}
