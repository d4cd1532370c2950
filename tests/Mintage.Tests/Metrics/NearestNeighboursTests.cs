using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class NearestNeighboursTests
{
    public static TheoryData<string> Kinds => ["normal", "float64", "grid", "far from zero", "two scales", "one point"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Equal_those_of_the_plain_search_whatever_the_tile(string kind)
    {
        var (a, b) = (Make(kind, 83, 1), Make(kind, 61, 2));
        using var queries = new FeatureRows(a, "images");
        using var references = new FeatureRows(b, "images");
        foreach (var tile in new[] { 1, 7, 64, 1000 })
        {
            AssertSame(Plain(a, b, 4, same: false), NearestNeighbours.Of(queries, references, 4, tile));
            AssertSame(Plain(a, a, 4, same: true), NearestNeighbours.Within(queries, 4, tile));
        }
    }

    [Theory]
    [InlineData(1e25)]
    [InlineData(1e-25)]
    public void Values_whose_squares_leave_the_range_of_float32_are_still_found(double deviation)
    {
        var a = Samples.Normal(40, 6, 1, deviation: deviation);
        AssertSame(Plain(a, a, 2, same: true), NearestNeighbours.Within(a, 2));
        AssertSame(Plain(a, a.add(deviation), 2, same: false), NearestNeighbours.Of(a, a.add(deviation), 2));
    }

    [Fact]
    public void The_order_of_the_references_does_not_matter()
    {
        var (a, b) = (Samples.Grid(50, 3, 4, 1), Samples.Grid(70, 3, 4, 2));
        var (one, other) = (NearestNeighbours.Of(a, b, 3), NearestNeighbours.Of(a, Samples.Shuffled(b, 3), 3));
        for (var rank = 0; rank < 3; rank++) Assert.Equal(one.Distances(rank), other.Distances(rank));
    }

    [Fact]
    public void Views_that_are_not_contiguous_are_read_rightly()
    {
        var wide = Samples.Normal(30, 10, 1);
        var view = wide.slice(1, 2, 7, 1);
        AssertSame(Plain(view.contiguous(), view.contiguous(), 1, same: true), NearestNeighbours.Within(view, 1));
    }

    [Fact]
    public void A_tile_at_a_time_needs_little_memory()
    {
        var a = Samples.Normal(20_000, 64, 1);
        using (var rows = new FeatureRows(a.slice(0, 0, 3000, 1), "images")) _ = NearestNeighbours.Within(rows, 5); // code and buffers
        var before = ProcessMemory.PeakBytes;
        var found = NearestNeighbours.Within(a, 5);
        Assert.Equal(20_000, found.Count);
        // All distances at once would take 3.2 GB.
        Assert.InRange(ProcessMemory.PeakBytes - before, 0, 100_000_000);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var (a, b) = (Samples.Normal(100, 5, 1), Samples.Normal(80, 5, 2));
        var before = LiveTensors.Settled();
        _ = NearestNeighbours.Within(a, 5);
        _ = PrecisionRecall.Of(a, b);
        _ = KernelDistance.OverSubsets(a, b, new(3, 20), SeedTree.FromSeed(1));
        _ = InceptionScore.OfLogits(a, 2);
        _ = Memorisation.Of(a, b, b, SeedTree.FromSeed(1));
        Assert.Equal(before, LiveTensors.Now);
    }

    [Fact]
    public void Too_few_images_and_features_that_are_not_finite_are_refused()
    {
        var a = Samples.Normal(5, 2, 1);
        TestImages.Refused(() => NearestNeighbours.Within(a, 5), "5 nearest neighbours need at least 6 images, but there are 5");
        TestImages.Refused(() => NearestNeighbours.Of(a, a, 6), "at least 6 reference images");
        a[3, 1] = float.NaN;
        TestImages.Refused(() => NearestNeighbours.Within(a), "image 3", "NaN");
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Of(zeros(3, 2), zeros(3, 4)));
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Of(zeros(3, 2), zeros(3, 2, dtype: ScalarType.Float64)));
    }

    private static Tensor Make(string kind, int count, long seed) => kind switch
    {
        "normal" => Samples.Normal(count, 19, seed),
        "float64" => Samples.Normal(count, 19, seed).to(ScalarType.Float64).mul(1.1),
        "grid" => Samples.Grid(count, 3, 4, seed),
        "far from zero" => Samples.Normal(count, 5, seed, mean: 5000, deviation: 0.01), // few float32 values: ties
        "two scales" => cat([Samples.Normal(count / 2, 5, seed, deviation: 1e-4), Samples.Normal(count - (count / 2), 5, seed, deviation: 1000)], 0),
        _ => ones(count, 4),
    };

    /// <summary>The search everybody would write, on the same sums of squares.</summary>
    private static (int Index, double Distance)[][] Plain(Tensor a, Tensor b, int k, bool same)
    {
        using var rows = new FeatureRows(a, "images");
        using var others = new FeatureRows(b, "images");
        return [.. Enumerable.Range(0, rows.Count).Select(i => Enumerable.Range(0, others.Count)
            .Where(j => !same || i != j)
            .Select(j => (j, Math.Sqrt(rows.SquaredDistance(i, others, j))))
            .OrderBy(p => rows.SquaredDistance(i, others, p.j)).ThenBy(p => p.j)
            .Take(k).ToArray())];
    }

    private static void AssertSame((int Index, double Distance)[][] expected, Neighbours found)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], Enumerable.Range(0, found.K).Select(rank => (found.Index(i, rank), found.Distance(i, rank))));
    }
}
