using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class SliceDistanceTests : IDisposable
{
    private static readonly DcganShape Shape = new(8, 8, 1, 3, 6, 4);

    private readonly SliceDistance distance = new(TrainingSlice.Draw(Shapes.Make(300), 0.2, SeedTree.FromSeed(1).Random()), SeedTree.FromSeed(1));

    public void Dispose() => distance.Dispose();

    [Fact]
    public void Further_real_images_are_near_to_the_slice_and_others_far_from_it()
    {
        var real = Shapes.Make(300, seed: 2);
        var near = distance.Of(real);
        Assert.True(distance.ClassifierAccuracy > 0.95, $"the classifier should know its classes, but has {distance.ClassifierAccuracy:P0}");
        var noise = new byte[real.Pixels.Length];
        for (var (i, random) = (0, SeedTree.FromSeed(3).Random()); i < noise.Length; i++) noise[i] = (byte)random.NextInt32(256);
        var swapped = Array.ConvertAll(real.Labels, label => (label + 1) % 3);
        var collapsed = real.Select([.. Enumerable.Range(0, 300).Select(i => i % 6)]);
        foreach (var other in new[] { With(noise, real.Labels), With(real.Pixels, swapped), collapsed })
            Assert.True(distance.Of(other) > 5 * Math.Abs(near), $"{distance.Of(other)} beside {near}");

        LabelledImages With(byte[] pixels, int[] labels) => new("other", pixels, labels, 8, 8, 1, real.ClassNames);
    }

    [Fact]
    public void A_generator_is_measured_by_its_images_always_with_the_same_latents()
    {
        using var generator = new DcganGenerator(Shape, SeedTree.FromSeed(1));
        generator.eval();
        var first = distance.Of(generator);
        Assert.InRange(first, 0.01, double.MaxValue);
        var live = LiveTensors.Settled();
        Assert.Equal(first, distance.Of(generator));
        Assert.Equal(live, LiveTensors.Now);
    }
}
