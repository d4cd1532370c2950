using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Metrics;

public sealed class NearDuplicatesTests
{
    public static TheoryData<string, double, int, int, double> Changes => new()
    {
        { "brighter", 1.1, 0, 0, 0 },
        { "darker", 0.9, 0, 0, 0 },
        { "shifted", 1, 1, -1, 0 },
        { "noisy", 1, 0, 0, 5 },
        { "all at once", 0.9, -1, 0, 5 },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Changed_copies_are_found_in_another_set(string change, double factor, int right, int down, double noise)
    {
        Assert.NotEmpty(change);
        foreach (var channels in new[] { 1, 3 })
        {
            var images = NearCopies.Clouds(60, channels: channels);
            var others = LabelledImages.Concat("others", [NearCopies.Clouds(200, channels: channels, seed: 2), NearCopies.Change(images.Select([5, 6, 40]), factor, right, down, noise)]);
            var found = NearDuplicates.Between(images, others);
            Assert.Equal([(5, 200), (6, 201), (40, 202)], found.Pairs.Select(pair => (pair.First, pair.Second)).Order());
            Assert.Equal((60, 3), (found.Compared, found.Images));
            Assert.All(found.Pairs, pair => Assert.InRange(pair.Correlation, 0.99, 1));
            Assert.Equal(24, found.Closest.Count);
            Assert.InRange(found.Closest[3].Correlation, -1, 0.97); // far from the limit
        }
    }

    [Fact]
    public void Changed_copies_are_found_within_a_set_with_their_classes()
    {
        var images = NearCopies.Clouds(80);
        var joined = LabelledImages.Concat("joined", [images, NearCopies.Change(images.Select([7, 12]), right: 1)]);
        var found = NearDuplicates.Within(joined);
        Assert.Equal([(7, 80, true), (12, 81, true)], found.Pairs.Select(pair => (pair.First, pair.Second, pair.SameClass)).Order());
        Assert.Equal(("rain", "rain"), (found.Pairs.Single(pair => pair.First == 7).FirstClass, found.Pairs.Single(pair => pair.First == 7).SecondClass));
        Assert.Equal(4, found.Images);
    }

    [Fact]
    public void Identical_images_are_no_near_copies()
    {
        var images = NearCopies.Clouds(20);
        Assert.Empty(NearDuplicates.Between(images, images.Select([.. Enumerable.Range(0, 20).Reverse()])).Pairs);
        var twice = LabelledImages.Concat("twice", [images, images]);
        var found = NearDuplicates.Within(twice);
        Assert.Equal((20, 0), (found.Compared, found.Images));
    }

    [Fact]
    public void An_image_turned_round_or_inverted_is_another_image()
    {
        var images = NearCopies.Clouds(10);
        byte[] turned = [.. Enumerable.Range(0, 10).SelectMany(i => images.Image(i).ToArray().Reverse())];
        byte[] inverted = [.. images.Pixels.Select(value => (byte)(255 - value))];
        foreach (var pixels in new[] { turned, inverted })
            Assert.Empty(NearDuplicates.Between(images, new LabelledImages("x", pixels, images.Labels, 24, 20, 1, images.ClassNames)).Pairs);
    }

    [Fact]
    public void Images_of_one_value_are_not_compared()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Repeat((byte)i, 12))];
        Assert.Empty(NearDuplicates.Within(new LabelledImages("x", pixels, new int[5], 3, 4, 1, ["a"])).Closest);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Sets_of_few_images_work_too(int count, int others)
    {
        var images = NearCopies.Clouds(5);
        var copies = NearCopies.Change(images, 0.9);
        var found = NearDuplicates.Between(images.Select([.. Enumerable.Range(0, count)]), copies.Select([.. Enumerable.Range(0, others)]));
        Assert.Equal(Math.Min(count, others), found.Images);
        Assert.Empty(NearDuplicates.Within(images.Select([.. Enumerable.Range(0, count)])).Pairs);
    }

    [Fact]
    public void Sets_of_different_shape_are_refused() =>
        TestImages.Refused(() => NearDuplicates.Between(NearCopies.Clouds(3), NearCopies.Clouds(3, height: 10)), "24x20x1", "10x20x1");

    [Fact]
    public void Tiny_images_have_features_too() =>
        Assert.All(new[] { (1, 1), (1, 5), (2, 3) }, size => Assert.Equal(6, NearDuplicates.Within(TestImages.Random(6, size.Item1, size.Item2)).Compared));

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var images = NearCopies.Clouds(50);
        var before = LiveTensors.Settled();
        _ = NearDuplicates.Within(images);
        _ = NearDuplicates.Between(images, NearCopies.Clouds(40, seed: 2));
        Assert.Equal(before, LiveTensors.Now);
    }

    [Fact]
    public void The_sheet_shows_the_pairs_side_by_side()
    {
        var images = NearCopies.Clouds(4, 6, 5);
        var png = PairSheet.OfMatches(images, images, [new(0, 1, "sun", "rain", 1), new(2, 3, "sun", "rain", 1)], scale: 1);
        using var bitmap = SkiaSharp.SKBitmap.Decode(png);
        Assert.Equal(images.Image(1)[0], bitmap.GetPixel(6 + 5 + 2, 6).Red);
        Assert.Equal(images.Image(2)[0], bitmap.GetPixel(6 + (3 * 7), 6).Red);
    }

    /// <summary>The rates in the documentation of <see cref="NearDuplicates"/> and in docs/guide/data.md.</summary>
    [Fact(Explicit = true)]
    public void Rates_on_MNIST_are_as_documented()
    {
        var train = DataSetReference.Parse("mnist:train").Load();
        var test = DataSetReference.Parse("mnist:test").Load();
        var rows = SeedTree.FromSeed(5).Random().Permutation(train.Count)[..1000];
        foreach (var change in Changes)
        {
            var (name, factor, right, down, noise) = change.Data;
            var copies = NearCopies.Change(train.Select(rows), factor, right, down, noise);
            var found = NearDuplicates.Between(copies, train).Pairs.Where(pair => pair.Second == rows[pair.First]).ToArray();
            var unchanged = Enumerable.Range(0, 1000).Count(i => copies.ImageFingerprint(i) == train.ImageFingerprint(rows[i])); // all black or white: no brighter
            TestContext.Current.SendDiagnosticMessage($"{name}: {found.Length} of 1000, {unchanged} identical, correlation from {found.Min(pair => pair.Correlation):F4}");
            Assert.Equal(1000, found.Length + unchanged);
        }
        Assert.Equal(4, NearDuplicates.Within(train).Images);
        Assert.Equal(0, NearDuplicates.Within(test).Images);
        Assert.Equal(1, NearDuplicates.Between(train, test).Images);
    }
}
