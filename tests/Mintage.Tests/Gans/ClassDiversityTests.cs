using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class ClassDiversityTests : IDisposable
{
    private static readonly DcganShape Shape = new(8, 8, 1, 3, 6, 4);

    private readonly DcganGenerator generator = new(Shape, SeedTree.FromSeed(1));

    public void Dispose() => generator.Dispose();

    [Fact]
    public void A_generator_that_is_deaf_to_its_latents_has_no_diversity_and_one_that_is_not_has()
    {
        Assert.All(Measure(generator, Shapes.Make(60)), ratio => Assert.True(ratio > 0.01));
        using (no_grad()) generator.get_parameter("project.weight")!.index(.., TensorIndex.Slice(0, Shape.LatentDimension)).zero_();
        Assert.All(Measure(generator, Shapes.Make(60)), ratio => Assert.InRange(ratio!.Value, 0, 0.01)); // rounding of the distances
    }

    [Fact]
    public void The_ratio_is_of_mean_distances_between_different_images()
    {
        // Of the 12 ordered pairs of four images, 8 are of a black and a white one; of two images both are.
        var (four, two) = (Measure(generator, Flat([0, 0, 255, 255], [0, 0, 0, 0])), Measure(generator, Flat([0, 255], [0, 0])));
        Assert.Equal(four[0]!.Value * 8 / 12, two[0]!.Value, 1e-6);
    }

    [Fact]
    public void A_class_without_two_different_real_images_has_no_ratio() =>
        Assert.Equal([true, false, false], Measure(generator, Flat([0, 99, 7, 5, 5], [0, 0, 1, 2, 2])).Select(ratio => ratio.HasValue));

    [Fact]
    public void Measuring_changes_nothing_and_gives_the_same_again()
    {
        using var tensors = new ImageTensors(Shapes.Make(60));
        using var diversity = new ClassDiversity(Networks(Shape), tensors, SeedTree.FromSeed(1));
        var before = ModuleState.Save(generator).SelectMany(t => t.Bytes.ToArray()).ToArray();
        var first = diversity.Of(generator);
        var live = LiveTensors.Settled();
        Assert.Equal(first, diversity.Of(generator));
        Assert.Equal(live, LiveTensors.Now);
        Assert.Equal(before, ModuleState.Save(generator).SelectMany(t => t.Bytes.ToArray()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(70)]
    public void Few_and_many_classes_can_be_measured(int classes)
    {
        var labels = Enumerable.Range(0, 2 * classes).Select(i => i % classes).ToArray();
        var images = Flat([.. labels.Select((_, i) => (byte)i)], labels, classes);
        using var other = new DcganGenerator(Shape with { Classes = classes }, SeedTree.FromSeed(1));
        Assert.Equal(classes, Measure(other, images).Count(ratio => ratio is >= 0));
    }

    private static IReadOnlyList<double?> Measure(DcganGenerator generator, LabelledImages images)
    {
        using var tensors = new ImageTensors(images);
        using var diversity = new ClassDiversity(Networks(Shape with { Classes = images.ClassCount }), tensors, SeedTree.FromSeed(1));
        return diversity.Of(generator);
    }

    private static GanNetworks Networks(DcganShape shape) => GanNetworks.Dcgan(new GanOptions { Preset = "plain" }, shape);

    /// <summary>Images of one grey level each.</summary>
    private static LabelledImages Flat(byte[] levels, int[] labels, int classes = 3) => new(
        "flat", [.. levels.SelectMany(level => Enumerable.Repeat(level, 64))], labels, 8, 8, 1, [.. Enumerable.Range(0, classes).Select(i => $"{i}")]);
}
