using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Tests.Data;
using Mintage.Tests.Networks.Backbones;
using Mintage.Tests.Networks.Inception;
using Mintage.Tests.Studies;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

/// <summary>Features and studies on a GPU: what can be tested without one, and what needs one. See DeviceTests of the GANs.</summary>
public sealed class FeatureDeviceTests : IDisposable
{
    private const string NoGpu = "this machine or this build has no CUDA (docs/guide/gpu.md)";
    private static readonly LabelledImages Images = Shapes.Make(20, size: 12, channels: 3);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>With another default device a tensor that is made without one would have no numbers.</summary>
    [Fact]
    public void Every_tensor_is_made_on_the_device_of_the_network()
    {
        using var scope = NewDisposeScope();
        var pixels = InceptionGolden.Images("a").slice(0, 0, 2, 1);
        var (inception, resnet, logits) = All();
        set_default_device(META);
        try
        {
            var (again, other, further) = All();
            Assert.Equal(inception, again);
            Assert.Equal(resnet, other);
            Assert.Equal(logits, further);
        }
        finally
        {
            set_default_device(CPU);
        }

        (float[] inception, float[] resnet, float[] logits) All()
        {
            var features = new InceptionFeatures(FormulaWeights.Network).Of(pixels);
            return (Numbers(features), Numbers(PackageModels.Backbone.Features(Images, 32)), Numbers(FormulaWeights.Network.Logits(features, withBias: false)));
        }
    }

    [Fact]
    public void The_way_of_a_GPU_gives_the_same_features()
    {
        using var scope = NewDisposeScope();
        var pixels = InceptionGolden.Images("a").slice(0, 0, 2, 1);
        var (inception, resnet) = (Numbers(new InceptionFeatures(FormulaWeights.Network).Of(pixels)), Numbers(PackageModels.Backbone.Features(Images, 32)));
        TensorOperations.Everywhere = true;
        try
        {
            AssertNear(inception, Numbers(new InceptionFeatures(FormulaWeights.Network).Of(pixels)));
            AssertNear(resnet, Numbers(PackageModels.Backbone.Features(Images, 32)));
        }
        finally
        {
            TensorOperations.Everywhere = false;
        }
    }

    [Fact]
    public void Networks_that_are_moved_keep_no_tensor_behind()
    {
        _ = PackageModels.Network; // or the test is skipped
        using var inception = InceptionV3.Load(FormulaWeights.File);
        using var resnet = ResNet18Backbone.LoadNetwork();
        foreach (var network in new nn.Module[] { inception, resnet })
        {
            network.to(META);
            var kept = network.modules().Prepend(network).SelectMany(DeviceTensors.Of).Concat(network.parameters()).Concat(network.buffers()).ToList();
            Assert.NotEmpty(kept);
            Assert.All(kept, t => Assert.Equal(DeviceType.META, t.device_type));
        }
    }

    [Fact]
    public void Features_of_a_GPU_are_never_taken_for_those_of_the_processor()
    {
        var (here, there) = (ResNet18Backbone.OfficialSource(96, 3, ComputeDevice.Cpu), ResNet18Backbone.OfficialSource(96, 3, ComputeDevice.Parse("cuda:1")));
        Assert.Equal(("bilinear 96 x 96", "bilinear 96 x 96, on a GPU"), (here.Preprocessing, there.Preprocessing));
        Assert.Equal(there, ResNet18Backbone.OfficialSource(96, 3, ComputeDevice.Parse("cuda")));
    }

    [Fact]
    public void All_that_trains_and_samples_in_a_study_goes_to_its_device()
    {
        var plan = TinyStudy.Plan();
        StudyGraph On(string device) => StudyPlanner.Resolve(plan with { Device = device }, new StudyData(plan, TinyStudy.Train, TinyStudy.Test));
        var (here, there) = (On("cpu").Nodes, On("cuda").Nodes);
        Assert.DoesNotContain(here, node => node.UsesGpu);
        Assert.Equal(here.Count, there.Count);
        Assert.Equal(
            [("fit", true), ("score", false), ("synthesise", true), ("train-gan", true)], // scores in the domain: a small network, on features that are quick
            there.Select(node => (node.Kind, node.UsesGpu)).Distinct().Order());
        Assert.Empty(here.Select(node => node.Key).Intersect(there.Select(node => node.Key))); // scores need what was made there
    }

    /// <summary>Without TF32: what is left is the order of sums, 1e-6 of features near 1.</summary>
    [Fact(Explicit = true)]
    public void Features_on_a_GPU_are_those_of_the_processor()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        using var scope = NewDisposeScope();
        var device = ComputeDevice.Parse("cuda");
        var pixels = InceptionGolden.Images("a").slice(0, 0, 20, 1);
        using var inception = InceptionV3.Load(FormulaWeights.File).PlacedOn(device);
        var (here, there) = (new InceptionFeatures(FormulaWeights.Network).Of(pixels), new InceptionFeatures(inception) { Device = device }.Of(pixels));
        AssertNear(Numbers(here), Numbers(there));
        AssertNear(Numbers(FormulaWeights.Network.Logits(here, withBias: true)), Numbers(inception.Logits(there, withBias: true)));
        _ = PackageModels.Network; // or the test is skipped
        using var backbone = ResNet18Backbone.Load(device: device);
        AssertNear(Numbers(PackageModels.Backbone.Features(Images, 96)), Numbers(backbone.Features(Images, 96)));
    }

    [Fact(Explicit = true)]
    public async Task A_study_runs_on_a_GPU_and_its_classifiers_are_about_as_good()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        var accuracies = new List<double>();
        foreach (var device in new[] { "cpu", "cuda" })
        {
            var outcome = await TinyStudy.RunAsync(folder[device], TinyStudy.Plan() with { Device = device }, TinyStudy.Train, TinyStudy.Test);
            Assert.Empty(outcome.Failures);
            accuracies.Add(outcome.Results.FairArms.Where(a => a.Arm == "real").Average(a => 100 * a.Accuracy));
        }
        Assert.Equal(accuracies[0], accuracies[1], 5.0); // points: the same draws, other roundings
    }

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static void AssertNear(float[] expected, float[] found)
    {
        var scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4 * scale);
    }
}
