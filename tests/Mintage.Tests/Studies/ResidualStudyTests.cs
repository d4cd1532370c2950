using Mintage.Classification;
using Mintage.Data;

namespace Mintage.Tests.Studies;

/// <summary>A study of images of 32 pixels, whose arms and extractor are residual networks.</summary>
public sealed class ResidualStudyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Arms_and_extractor_may_be_residual_networks()
    {
        var classifier = new ClassifierOptions { Residual = 2, BatchSize = 16 };
        var plan = TinyStudy.Plan();
        plan = plan with
        {
            Replicates = 1,
            Article = null,
            SyntheticImages = 40,
            Sizes = [plan.Sizes[0] with { Images = 30, Classifier = classifier, Steps = 4 }],
            Gans = [plan.Gans[0]],
            Fair = plan.Fair! with { RealTuned = plan.Fair.RealTuned with { Classifier = classifier } },
            Frechet = plan.Frechet! with { Extractor = classifier, ExtractorImages = 30, ReferenceImages = 30, Counts = [20] },
        };
        LabelledImages train = Shapes.Make(150, size: 32, seed: 1), test = Shapes.Make(30, size: 32, seed: 2);
        var outcome = await TinyStudy.RunAsync(root, plan, train, test);
        Assert.Empty(outcome.Failures);
        Assert.All(outcome.Results.Scores, s => Assert.StartsWith("residual:", s.Metric.Extractor, StringComparison.Ordinal));
        Assert.All(outcome.Results.Scores, s => Assert.Equal(16, s.FeatureDimension));
        Assert.Contains(outcome.Results.FairArms, a => a is { Arm: "classical+cgan", Steps: 4 });
    }
}
