using Mintage.Metrics;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using Mintage.Tests.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class InceptionFeaturesTests
{
    [Fact]
    public void The_number_of_workers_does_not_change_a_bit_and_images_keep_their_order()
    {
        using var scope = NewDisposeScope();
        var pixels = InceptionGolden.Images("a").slice(0, 0, 20, 1); // two batches, the second not full
        var reports = new Reports();
        var one = Extractor(1).Of(pixels, reports);
        var two = Extractor(2).Of(pixels);
        Assert.True(one.equal(two).all().item<bool>());
        Assert.InRange(InceptionGolden.Difference(one[.., ..64], "taps_a_64.npy"), 0, 5e-6);
        Assert.Equal([0.8, 1.0], reports.Shares);
    }

    [Fact]
    public void Extraction_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var pixels = InceptionGolden.Images("a").slice(0, 0, 3, 1);
        Extractor(1).Of(pixels).Dispose();
        var before = LiveTensors.Settled();
        Extractor(1).Of(pixels).Dispose();
        Assert.Equal(before, LiveTensors.Now);
    }

    [Fact]
    public void Extraction_can_be_stopped()
    {
        using var scope = NewDisposeScope();
        var pixels = InceptionGolden.Images("a");
        Assert.Throws<OperationCanceledException>(() => Extractor(1).Of(pixels, cancellation: new CancellationToken(canceled: true)));
    }

    /// <summary>The first tap, because it is quick.</summary>
    private static InceptionFeatures Extractor(int workers) => new(FormulaWeights.Network, Tap: InceptionTap.FirstPool, Workers: workers);

    private sealed class Reports : IProgress<TaskProgress>
    {
        public List<double> Shares { get; } = [];

        public void Report(TaskProgress value) => Shares.Add(value.Share);
    }
}
