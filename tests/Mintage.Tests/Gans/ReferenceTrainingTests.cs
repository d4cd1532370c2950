using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

/// <summary>
/// The presets of the article's study against <see cref="ReferenceGan"/> in float64. Distances between weights are shares of how far ten
/// updates moved them, so that 1 means "something else was trained".
/// </summary>
public sealed class ReferenceTrainingTests
{
    private const int Updates = 10;

    /// <summary>
    /// Plain float32 modules were 1e-7 to 1e-5 away, whatever the instruction set; a learning rate of 1 % more is 6e-3 away or further.
    /// </summary>
    private const double Rounding = 1e-3, ExactNumbers = 1e-9, AnotherRate = 4e-3;

    private static readonly DcganShape Shape = new(8, 8, 1, 3, 6, 4);
    private static readonly LabelledImages Images = Shapes.Make(60);

    [Theory]
    [InlineData("cgan")]
    [InlineData("cgan-minimax")]
    [InlineData("wgan")]
    [InlineData("wgan-gp")]
    public void Ten_updates_are_those_of_the_reference_up_to_the_rounding_of_float32(string preset)
    {
        var options = Small(preset);
        using var exact = Reference(options, ScalarType.Float64);
        using var rounded = Reference(options, ScalarType.Float32);
        using var faster = Reference(options with { LearningRate = 1.01 * options.LearningRate }, ScalarType.Float64);
        using var tensors = new ImageTensors(Images);
        using var trainer = new GanTrainer(options, Shape, tensors, SeedTree.FromSeed(1));
        var start = Weights(trainer);
        for (var i = 0; i < Updates; i++)
        {
            var (losses, expected) = (trainer.Step(), exact.Step());
            AssertClose(expected.Discriminator, losses.DiscriminatorLoss);
            AssertClose(expected.Generator, losses.GeneratorLoss);
            rounded.Step();
            faster.Step();
        }
        var reference = Weights(exact);
        foreach (var network in reference.Keys)
        {
            Assert.InRange(Distance(Weights(trainer)), ExactNumbers, Rounding);
            Assert.InRange(Distance(Weights(rounded)), ExactNumbers, Rounding);
            Assert.InRange(Distance(Weights(faster)), AnotherRate, 1);

            double Distance(Dictionary<string, double[]> weights) =>
                Norm(weights[network], reference[network]) / Norm(start[network], reference[network]);
        }
    }

    [Theory]
    [InlineData("cgan")]
    [InlineData("wgan-gp")]
    [InlineData("best")]
    public void The_same_seed_gives_the_same_bits_twice_and_another_seed_others(string preset)
    {
        Assert.Equal(Bits(1), Bits(1));
        Assert.NotEqual(Bits(1), Bits(2));

        byte[] Bits(int seed)
        {
            using var tensors = new ImageTensors(Images);
            using var trainer = new GanTrainer(Small(preset), Shape, tensors, SeedTree.FromSeed(seed));
            for (var i = 0; i < 3; i++) trainer.Step();
            return [.. ModuleState.Save(trainer.Average).SelectMany(t => t.Bytes.ToArray())];
        }
    }

    private static GanOptions Small(string preset) =>
        GanPresets.Get(preset) with { BatchSize = 8, LatentDimension = 6, Filters = 4 };

    private static ReferenceGan Reference(GanOptions options, ScalarType type) =>
        new(options, Shape, Images, SeedTree.FromSeed(1), type);

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(Math.Abs(actual - expected) / Math.Max(1, Math.Abs(expected)), 0, 1e-5);

    private static Dictionary<string, double[]> Weights(GanTrainer trainer) => new()
    {
        ["generator"] = Flat(trainer.Generator.parameters()),
        ["discriminator"] = Flat(trainer.Discriminator.parameters()),
        ["average"] = Flat(trainer.Average.parameters()),
    };

    private static Dictionary<string, double[]> Weights(ReferenceGan gan) => new()
    {
        ["generator"] = Flat(gan.Generator.Values),
        ["discriminator"] = Flat(gan.Discriminator.Values),
        ["average"] = Flat(gan.Average.Values),
    };

    private static double[] Flat(IEnumerable<Tensor> weights) =>
        [.. weights.SelectMany(w => w.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray())];

    private static double Norm(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
