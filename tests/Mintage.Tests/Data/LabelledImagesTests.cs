using System.Security.Cryptography;
using CsCheck;
using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class LabelledImagesTests
{
    [Fact]
    public void Fingerprints_are_the_documented_hashes()
    {
        var images = new LabelledImages("two", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 0], height: 1, width: 2, channels: 3, ["a", "b"]);
        var first = SHA256.HashData([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
        var second = SHA256.HashData([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 7, 8, 9, 10, 11, 12]);
        Assert.Equal(Convert.ToHexStringLower(first), images.ImageFingerprint(0));
        Assert.Equal(Convert.ToHexStringLower(second), images.ImageFingerprint(1));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. first, 1, 0, 0, 0, .. second, 0, 0, 0, 0])), images.Fingerprint);
    }

    [Fact]
    public void An_images_fingerprint_depends_on_pixels_and_shape_only()
    {
        byte[] pixels = [1, 2, 3, 4];
        var images = new LabelledImages("a", pixels, [0], 2, 2, 1, ["x", "y"]);
        var relabelled = new LabelledImages("b", pixels, [1], 2, 2, 1, ["p", "q"]);
        var reshaped = new LabelledImages("a", pixels, [0], 1, 4, 1, ["x", "y"]);
        Assert.Equal(images.ImageFingerprint(0), relabelled.ImageFingerprint(0));
        Assert.NotEqual(images.ImageFingerprint(0), reshaped.ImageFingerprint(0));
        Assert.NotEqual(images.Fingerprint, relabelled.Fingerprint);
    }

    [Fact]
    public void A_sets_fingerprint_depends_on_order_and_every_pixel()
    {
        var images = TestImages.Random(count: 5);
        var changed = new LabelledImages("changed", [.. images.Pixels[..^1], (byte)(images.Pixels[^1] ^ 1)], images.Labels, 4, 3, 1, images.ClassNames);
        string[] fingerprints = [images.Fingerprint, images.Select([4, 3, 2, 1, 0]).Fingerprint, images.Select([0, 1, 2, 3]).Fingerprint, changed.Fingerprint];
        Assert.Equal(4, fingerprints.Distinct().Count());
    }

    [Fact]
    public void Selecting_takes_images_with_their_labels() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.OneOf(1, 3)).SelectMany((count, size, channels) =>
        Gen.Int[0, count - 1].Array[0, 20].Select(indices => (Images: TestImages.Random(count, size, size + 1, channels), Indices: indices))).Sample(t =>
    {
        var selected = t.Images.Select(t.Indices);
        Assert.Equal(t.Indices.Length, selected.Count);
        for (var i = 0; i < t.Indices.Length; i++)
        {
            Assert.True(selected.Image(i).SequenceEqual(t.Images.Image(t.Indices[i])));
            Assert.Equal(t.Images.Labels[t.Indices[i]], selected.Labels[i]);
            Assert.Equal(t.Images.ImageFingerprint(t.Indices[i]), selected.ImageFingerprint(i));
        }
    });

    [Fact]
    public void Concatenating_the_parts_gives_the_whole()
    {
        var images = TestImages.Random(count: 7, channels: 3);
        var joined = LabelledImages.Concat("joined", [images.Select([0, 1]), images.Select([]), images.Select([2, 3, 4, 5, 6])]);
        TestImages.AssertEqual(images, joined);
        Assert.Equal(images.Fingerprint, joined.Fingerprint);
        Assert.Equal("joined", joined.Name);
    }

    [Fact]
    public void Sets_of_different_shape_or_classes_are_not_concatenated()
    {
        var images = TestImages.Random();
        Assert.Throws<ArgumentException>(() => LabelledImages.Concat("x", []));
        Assert.Throws<ArgumentException>(() => LabelledImages.Concat("x", [images, TestImages.Random(height: 3, width: 4)]));
        Assert.Throws<ArgumentException>(() => LabelledImages.Concat("x", [images, TestImages.Random(classes: 4)]));
    }

    [Fact]
    public void Arrays_that_make_no_data_set_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LabelledImages("x", new byte[7], [0, 0], 2, 2, 1, ["a"]));
        Assert.Throws<ArgumentException>(() => new LabelledImages("x", new byte[8], [0, 1], 2, 2, 1, ["a"]));
        Assert.Throws<ArgumentException>(() => new LabelledImages("x", new byte[8], [0, -1], 2, 2, 1, ["a"]));
        Assert.Throws<ArgumentException>(() => new LabelledImages("x", new byte[8], [0], 2, 2, 2, ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledImages("x", [], [], 0, 2, 1, ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestImages.Random(count: 2).Image(2));
    }

    [Fact]
    public void Groups_go_with_their_images_and_are_in_no_fingerprint()
    {
        var images = TestImages.Random(count: 4);
        var grouped = images.WithGroups(["p1", "p2", "p1", "p3"]);
        Assert.Null(images.Groups);
        Assert.Equal(["p3", "p1", "p1"], grouped.Select([3, 0, 2]).Groups!);
        Assert.Equal(["p1", "p2", "p1", "p3", "p2"], LabelledImages.Concat("x", [grouped, images.Select([]), grouped.Select([1])]).Groups!);
        Assert.Null(grouped.WithGroups(null).Groups);
        Assert.Equal(images.Fingerprint, grouped.Fingerprint);
        Assert.Equal(images.ImageFingerprint(1), grouped.ImageFingerprint(1));
    }

    [Fact]
    public void Unknown_groups_are_not_taken_for_known_ones()
    {
        var images = TestImages.Random(count: 2);
        var grouped = images.WithGroups(["a", "b"]);
        Assert.Contains("'random' has no groups", Assert.Throws<ArgumentException>(() => LabelledImages.Concat("x", [grouped, images])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LabelledImages.Concat("x", [images, grouped]));
        Assert.Throws<ArgumentException>(() => images.WithGroups(["a"]));
        Assert.Throws<ArgumentException>(() => images.WithGroups(["a", " "]));
        Assert.Throws<ArgumentException>(() => images.WithGroups(["a", null!]));
    }

    [Fact]
    public void Classes_are_counted_with_those_that_have_no_image() =>
        Assert.Equal([3, 0, 1], new LabelledImages("x", new byte[4], [0, 2, 0, 0], 1, 1, 1, ["a", "b", "c"]).ClassCounts());
}
