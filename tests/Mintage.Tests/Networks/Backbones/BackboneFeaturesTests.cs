using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Backbones;

public sealed class BackboneFeaturesTests
{
    private static readonly LabelledImages Images = Shapes.Make(130, size: 12, channels: 3); // three batches at side 32, the last not full

    private static ResNet18Backbone Backbone => PackageModels.Backbone;

    [Fact]
    public void The_number_of_workers_does_not_change_a_bit_and_images_keep_their_order()
    {
        using var scope = NewDisposeScope();
        var told = new List<double>();
        var one = Backbone.Features(Images, 32, progress: new Told(told));
        Assert.True(one.equal(TwoWorkers().Features(Images, 32)).all().item<bool>());
        var last = Backbone.Features(Images.Select([129, 0]), 32);
        Assert.InRange((one[129] - last[0]).abs().max().item<float>(), 0, 1e-4f);
        Assert.InRange((one[0] - last[1]).abs().max().item<float>(), 0, 1e-4f);
        Assert.Equal([64 / 130.0, 128 / 130.0, 1], told);
    }

    [Fact]
    public void Features_are_kept_by_side_and_weights()
    {
        using var folder = new TestFolder();
        using var scope = NewDisposeScope();
        var cache = new FeatureCache(folder.ToString());
        var few = Images.Select([0, 1, 2]);
        var first = Backbone.Features(few, 32, cache);
        Assert.True(first.equal(Backbone.Features(few, 32, cache, cancellation: new CancellationToken(canceled: true))).all().item<bool>()); // read, not computed
        Backbone.Features(few, 64, cache);
        Assert.Equal(2, Directory.GetFiles(folder.ToString()).Length);
        Assert.Equal(("resnet18:e2552f19db2d", "bilinear 32 x 32"), (Backbone.Source(32, 3).Extractor, Backbone.Source(32, 3).Preprocessing));
        Assert.Equal("bilinear 96 x 96, grey as three channels", Backbone.Source(96, 1).Preprocessing);
        Assert.Empty(Backbone.Warnings);
    }

    [Fact]
    public void Extraction_can_be_stopped_leaves_no_tensor_behind_and_refuses_a_wrong_side()
    {
        var few = Images.Select([0, 1, 2]);
        Backbone.Features(few, 32).Dispose();
        Assert.Equal(0, LiveTensors.Growth(() => Backbone.Features(few, 32).Dispose()));
        Assert.Throws<OperationCanceledException>(() => Backbone.Features(few, 32, cancellation: new CancellationToken(canceled: true)));
        TestImages.Refused(() => Backbone.Features(few, 33), "multiple of 32");
    }

    private static ResNet18Backbone TwoWorkers() => new(Backbone.Network) { Workers = 2 };

    private sealed class Told(List<double> shares) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => shares.Add(value.Share);
    }
}
