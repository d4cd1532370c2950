using Mintage.Data;
using Mintage.Reports;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Arms and measures for classes of unequal size.</summary>
public sealed class BalanceTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Rare_classes_are_weighted_repeated_or_filled_up_and_judged_by_balanced_accuracy()
    {
        var results = (await TinyStudy.RunAsync(root, Plan(), Skewed(1), Skewed(2))).Results;
        Assert.Equal(
            ["real", "classical", "cgan", "classical+cgan", "synthetic-only:cgan", "class-weights", "oversample", "gan-balance:cgan", "more-real", "classical+more-real", "classical+placebo", "real-tuned"],
            results.FairArms.Select(a => a.Arm));
        Assert.All(results.FairArms.Where(a => a.EqualSteps), a => Assert.Equal(results.FairArms[0].Steps, a.Steps));

        // Of 80 images 48, 24 and 8 are of the classes: 24 and 40 are missing.
        var filled = results.FairArms.Single(a => a.Arm == "gan-balance:cgan");
        Assert.Equal((80, 64), (filled.RealImages, filled.SyntheticImages));
        Assert.Equal((80, 0), results.FairArms.Where(a => a.Arm == "oversample").Select(a => (a.RealImages, a.SyntheticImages)).Single());

        Assert.Equal([("classical+cgan", "classical"), ("cgan", "real"), ("gan-balance:cgan", "oversample")], results.Contrasts.Where(c => c.InFamily).Select(c => (c.Arm, c.Against)));
        Assert.All(results.Contrasts, c => Assert.Equal("balanced accuracy", c.Measure));
        foreach (var contrast in results.Contrasts)
        {
            var arms = results.FairArms.ToDictionary(a => a.Arm, a => a.Measures.ToDictionary(m => m.Measure, m => m.Percent));
            Assert.All(contrast.Measures, m => Assert.Equal(arms[contrast.Arm][m.Measure] - arms[contrast.Against][m.Measure], m.EstimatePoints, 1e-9));
            Assert.Equal(contrast.Measures.Single(m => m.Measure == "balanced accuracy").EstimatePoints, contrast.EstimatePoints!.Value, 1e-9);
        }
        Assert.All(results.FairArms, a => Assert.Equal(a.Classes.Average(c => c.Percent), a.Measures.Single(m => m.Measure == "balanced accuracy").Percent, 1e-9));
        Assert.Contains("points of balanced accuracy", results.Contrasts[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("Classes of unequal size", File.ReadAllText(Path.Combine(root, HtmlReport.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public void Balance_is_refused_where_all_classes_have_the_same_size()
    {
        var refusal = Assert.Throws<UserInputException>(() => TinyStudy.Graph(TinyStudy.Plan() with { Fair = Plan().Fair }));
        Assert.Contains("all 3 have 20 images", refusal.Message, StringComparison.Ordinal);
    }

    private static StudyPlan Plan()
    {
        var tiny = TinyStudy.Plan();
        return tiny with
        {
            Article = null,
            Gans = [tiny.Gans[0]],
            Sizes = [tiny.Sizes[0] with { Images = 80 }],
            Fair = tiny.Fair! with { Balance = true, Measure = ClassMeasure.BalancedAccuracy },
        };
    }

    /// <summary>Six, three and one of ten images are of the classes.</summary>
    private static LabelledImages Skewed(long seed)
    {
        var images = Shapes.Make(900, seed: seed);
        var taken = new int[3];
        return images.Select([.. Enumerable.Range(0, images.Count).Where(i => taken[images.Labels[i]]++ < new[] { 300, 150, 50 }[images.Labels[i]])]);
    }
}
