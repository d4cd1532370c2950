using Mintage.Classification;
using Mintage.Data;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Tests.Networks.Backbones;

namespace Mintage.Tests.Studies;

/// <summary>A study of images of 32 pixels, whose arms and extractor are residual networks.</summary>
public sealed class ResidualStudyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Classifiers_are_compared_on_the_same_images_and_GANs_and_features_are_computed_once()
    {
        _ = PackageModels.Network; // or the test is skipped
        var head = ClassifierPresets.OnFeatures with { Pretrained = new PretrainedOptions { Side = 32, Copies = 2 }, BatchSize = 16 };
        var plan = TinyStudy.Plan();
        plan = plan with
        {
            Replicates = 1,
            Article = null,
            Frechet = null,
            SyntheticImages = 40,
            Sizes =
            [
                plan.Sizes[0] with { Name = "small", Draw = "all", Images = 30, Steps = 4 },
                plan.Sizes[0] with { Name = "pretrained", Draw = "all", Images = 30, Classifier = head, Steps = 30 },
            ],
            Gans = [plan.Gans[0]],
        };
        LabelledImages train = Shapes.Make(150, size: 16, seed: 1), test = Shapes.Make(30, size: 16, seed: 2);
        var outcome = await TinyStudy.RunAsync(root, plan, train, test);
        Assert.Empty(outcome.Failures);
        Assert.Equal(outcome.Results.Sizes[0].Fingerprints, outcome.Results.Sizes[1].Fingerprints);
        Assert.Single(outcome.Results.Gans.Select(g => g.Task).Distinct());
        Assert.All(outcome.Results.FairArms.Where(a => a is { Size: "pretrained", EqualSteps: true }), a => Assert.Equal(30, a.Steps));
        var conclusion = outcome.Results.Conclusions.Single(c => c.Size == "pretrained");
        Assert.Contains(conclusion.Limits, l => l.Contains("outside knowledge", StringComparison.Ordinal));
        Assert.Contains(conclusion.Controls, c => c.Contains("by classifier: small", StringComparison.Ordinal));
        // Test, training, its copies, further real images and their copies, the GAN's, their copies, the placebo's.
        var computed = Directory.GetFiles(Path.Combine(root, "features")).Length;
        Assert.InRange(computed, 6, 12);
        // The estimate counts the same sets.
        var graph = StudyPlanner.Resolve(plan, new StudyData(plan, train, test));
        Assert.Equal(computed, graph.Nodes.SelectMany(node => node.Shared).Select(set => set.Name).Distinct().Count());
    }

    [Fact]
    public async Task Arms_and_extractor_may_be_residual_networks()
    {
        var classifier = new ClassifierOptions { Small = 2, BatchSize = 16 };
        var plan = TinyStudy.Plan();
        plan = plan with
        {
            Replicates = 1,
            Article = null,
            SyntheticImages = 40,
            Sizes = [plan.Sizes[0] with { Images = 30, Classifier = classifier, Steps = 4 }],
            Gans = [plan.Gans[0]],
            Fair = plan.Fair! with { RealTuned = plan.Fair.RealTuned! with { Classifier = classifier } },
            Frechet = plan.Frechet! with { Extractor = classifier, ExtractorImages = 30, ReferenceImages = 30, Counts = [20] },
        };
        LabelledImages train = Shapes.Make(150, size: 32, seed: 1), test = Shapes.Make(30, size: 32, seed: 2);
        var outcome = await TinyStudy.RunAsync(root, plan, train, test);
        Assert.Empty(outcome.Failures);
        Assert.All(outcome.Results.Scores, s => Assert.StartsWith("small:", s.Metric.Extractor, StringComparison.Ordinal));
        Assert.All(outcome.Results.Scores, s => Assert.Equal(16, s.FeatureDimension));
        Assert.Contains(outcome.Results.FairArms, a => a is { Arm: "classical+cgan", Steps: 4 });
    }
}
