using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class FeatureCacheTests : IDisposable
{
    private static readonly FeatureSource Source = new("net:1", "bilinear 32 x 32", "abc");

    private readonly TestFolder folder = new();
    private readonly LabelledImages images = TestImages.Random();
    private int computed;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Features_are_computed_once_whatever_the_labels_are()
    {
        using var scope = NewDisposeScope();
        var first = Get(images, Source);
        Assert.True(first.equal(Get(images, Source)).all().item<bool>());
        var relabelled = new LabelledImages("other", images.Pixels, [.. images.Labels.Reverse()], images.Height, images.Width, images.Channels, images.ClassNames);
        Get(relabelled, Source);
        Assert.Equal(1, computed);
    }

    [Fact]
    public void Other_pixels_weights_or_preparation_have_other_features()
    {
        using var scope = NewDisposeScope();
        Get(images, Source);
        Get(TestImages.Random(seed: 2), Source);
        Get(images, Source with { WeightsSha256 = "abd" });
        Get(images, Source with { Preprocessing = "bilinear 64 x 64" });
        Get(images.Select([1, 0, 2, 3, 4, 5]), Source);
        Assert.Equal(5, computed);
    }

    [Fact]
    public void A_file_that_is_cut_or_changed_anywhere_is_computed_again_and_mended()
    {
        using var scope = NewDisposeScope();
        var expected = Get(images, Source);
        var path = Directory.GetFiles(folder.ToString()).Single();
        var whole = File.ReadAllBytes(path);
        int[] places = [0, 8, whole.Length / 2, whole.Length - 1];
        foreach (var damaged in places.Select(at => Flipped(whole, at)).Append(whole[..^1]).Append([]))
        {
            File.WriteAllBytes(path, damaged);
            computed = 0;
            Assert.True(expected.equal(Get(images, Source)).all().item<bool>());
            Assert.Equal(1, computed);
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void An_interrupted_computation_leaves_no_file()
    {
        var cache = new FeatureCache(folder.ToString());
        Assert.Throws<OperationCanceledException>(() => cache.Get(images, Source, () => throw new OperationCanceledException()));
        Assert.Empty(Directory.GetFiles(folder.ToString()));
    }

    [Fact]
    public void Where_nothing_can_be_kept_they_are_computed_again_unless_they_must_be_kept()
    {
        using var scope = NewDisposeScope();
        var inTheWay = Path.Combine(folder.ToString(), "file");
        File.WriteAllText(inTheWay, "");
        Assert.Equal(4, new FeatureCache(inTheWay).Get(images, Source, Four).shape[1]);
        Assert.Throws<UserInputException>(() => new FeatureCache(inTheWay, mustKeep: true).Get(images, Source, Four));

        Tensor Four() => zeros(images.Count, 4);
    }

    private static byte[] Flipped(byte[] whole, int at)
    {
        var damaged = whole.ToArray();
        damaged[at] ^= 0x40;
        return damaged;
    }

    private Tensor Get(LabelledImages set, FeatureSource source) => new FeatureCache(folder.ToString()).Get(set, source, () =>
    {
        computed++;
        return arange(set.Count * 4, ScalarType.Float32).view(set.Count, 4).clone();
    });
}
