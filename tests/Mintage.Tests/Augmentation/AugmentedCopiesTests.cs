using Mintage.Augmentation;
using Mintage.Runtime;

namespace Mintage.Tests.Augmentation;

public sealed class AugmentedCopiesTests
{
    private static readonly ClassicalOptions Shifts = new() { MaxShift = 0.1, MaxRotationDegrees = 0, MaxScale = 0 };

    [Fact]
    public void Copies_have_the_proportions_of_the_classes_and_every_image_is_copied_as_often()
    {
        var real = Shapes.Make(30, seed: 1);
        var copies = AugmentedCopies.Of(real, 1205, new ClassicalAugmentation(ClassicalOptions.None), SeedTree.FromSeed(1));
        Assert.Equal(1205, copies.Count);
        Assert.All(copies.ClassCounts().Zip(real.ClassCounts()), c => Assert.InRange(c.First, 1205.0 * c.Second / 30 - 1, 1205.0 * c.Second / 30 + 1));
        var times = Enumerable.Range(0, copies.Count).GroupBy(copies.ImageFingerprint).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(Enumerable.Range(0, real.Count), i => Assert.InRange(times[real.ImageFingerprint(i)], 1205 / 30 - 1, 1205 / 30 + 2));
    }

    [Fact]
    public void Copies_are_changed_and_the_same_seed_makes_the_same()
    {
        var real = Shapes.Make(30, seed: 1);
        var (a, b) = (Make(1), Make(1));
        Assert.Equal(a.Fingerprint, b.Fingerprint);
        Assert.NotEqual(a.Fingerprint, Make(2).Fingerprint);
        var originals = Enumerable.Range(0, real.Count).Select(real.ImageFingerprint).ToHashSet();
        Assert.InRange(Enumerable.Range(0, a.Count).Count(i => originals.Contains(a.ImageFingerprint(i))), 0, a.Count / 4);

        Mintage.Data.LabelledImages Make(long seed) => AugmentedCopies.Of(real, 60, new ClassicalAugmentation(Shifts), SeedTree.FromSeed(seed));
    }
}
