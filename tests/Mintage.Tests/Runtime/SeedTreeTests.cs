using CsCheck;
using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class SeedTreeTests
{
    [Fact]
    public void The_same_path_gives_the_same_numbers_whatever_else_was_drawn()
    {
        var tree = SeedTree.FromSeed(7);
        var first = tree.Child("gan").Child("step", 3).Random().NextUInt64();
        _ = tree.Child("classifier").Random().Permutation(1000);
        Assert.Equal(first, SeedTree.FromSeed(7).Child("gan").Child("step", 3).Random().NextUInt64());
    }

    [Fact]
    public void Names_indices_and_seeds_all_matter()
    {
        var tree = SeedTree.FromSeed(7);
        long[] seeds = [tree.Seed, tree.Child("a").Seed, tree.Child("b").Seed, tree.Child("a", 1).Seed, SeedTree.FromSeed(8).Seed, tree.Child("a").Child("a").Seed];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, s => Assert.InRange(s, 0, SeedTree.MaxSeed));
    }

    [Fact]
    public void The_stream_is_frozen() // a change would silently change every result ever published
        => Assert.Equal((8317011166889005UL, 0.45), (SeedTree.FromSeed(1).Random().NextUInt64() >> 11, Math.Round(SeedTree.FromSeed(2).Random().NextDouble(), 2)));

    [Fact]
    public void Normal_draws_have_the_moments_of_a_standard_normal()
    {
        var values = new float[400_001]; // odd on purpose: the last pair is cut
        SeedTree.FromSeed(5).Random().FillNormal(values);
        var mean = values.Average(v => (double)v);
        var variance = values.Average(v => (v - mean) * (v - mean));
        var kurtosis = values.Average(v => Math.Pow(v - mean, 4)) / (variance * variance);
        Assert.InRange(mean, -5e-3, 5e-3);         // 3 standard errors: 3 / sqrt(4e5)
        Assert.InRange(variance, 0.993, 1.007);    // 3 sqrt(2 / 4e5)
        Assert.InRange(kurtosis, 2.97, 3.03);      // 3 sqrt(24 / 4e5), rounded up
    }

    [Fact]
    public void Integers_below_a_bound_are_uniform()
    {
        var random = SeedTree.FromSeed(3).Random();
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.NextInt32(7)]++;
        Assert.InRange(counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000), 0.38, 22.5); // chi-square, 6 df, 0.1 % either side
    }

    [Fact]
    public void A_permutation_holds_every_number_once() => Gen.Select(Gen.Int[0, 300], Gen.Long[0, SeedTree.MaxSeed]).Sample((n, seed) =>
        SeedTree.FromSeed(seed).Random().Permutation(n).Order().SequenceEqual(Enumerable.Range(0, n)));

    [Fact]
    public void Seeds_outside_the_exact_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedTree.FromSeed(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedTree.FromSeed(SeedTree.MaxSeed + 1));
    }
}
