using System.Text.Json;
using System.Text.RegularExpressions;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Tests.Data;
using Mintage.Tests.Data.Pictures;

namespace Mintage.Tests.Studies;

public sealed partial class PlanDefaultTests
{
    private static readonly Lazy<LabelledImages> Large = new(() => Unbalanced("mnist:train", size: 4, [.. Enumerable.Repeat(6_000, 10)]));
    private static readonly Lazy<LabelledImages> LargeTest = new(() => Unbalanced("mnist:test", size: 4, [.. Enumerable.Repeat(1_000, 10)], seed: 2));

    public static TheoryData<string> Sets => ["mnist", "small", "unbalanced", "large", "tiny", "middle"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_default_plan_has_no_faults_and_its_data_suffice(string set)
    {
        var (plan, train, test) = Plan(set);
        Assert.Empty(plan.Faults());
        var data = new StudyData(plan, train, test);
        foreach (var size in plan.Sizes)
        {
            var n = data.Training(size, plan.Replicates - 1).Count;
            Assert.True(n >= plan.Gans.Max(g => g.Options!.BatchSize) && n * 0.9 >= Math.Max(size.Classifier.BatchSize, plan.Fair!.RealTuned!.Classifier.BatchSize));
        }
        var expected = JsonSerializer.Serialize(plan, Json.File);
        Assert.Equal(expected, JsonSerializer.Serialize(PlanFile.Parse(DefaultPlan.Text(plan), "text"), Json.File));
        Assert.Equal(expected, JsonSerializer.Serialize(PlanFile.Parse(PlanFile.Text(plan), "text"), Json.File));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_examples_in_the_text_can_be_used_as_they_stand(string set)
    {
        var (plan, train, test) = Plan(set);
        var used = PlanFile.Parse(Example().Replace(DefaultPlan.Text(plan), "$1"), "text");
        Assert.Equal((plan.Sizes.Count + 1, 2, 3), (used.Sizes.Count, used.Fair!.Arms.Count + 1, used.Fair.Doses.Count));
        Assert.NotNull(used.Gans[^1].Filter);
        if (set is not "tiny") _ = new StudyData(used, train, test);
    }

    [Fact]
    public void MNIST_gets_the_articles_numbers()
    {
        var plan = Plan("mnist").Plan;
        var reduced = Profiles.Get("reduced");
        var expected = reduced with { Name = "mnist", Sizes = [reduced.Sizes[0] with { Name = "3000" }], Gans = plan.Gans, Article = plan.Article };
        Assert.Equal(JsonSerializer.Serialize(expected, Json.File), JsonSerializer.Serialize(plan, Json.File));
        Assert.Equal(("best", 5), (Assert.Single(plan.Gans).Name, plan.Article!.Folds));
    }

    [Fact]
    public void Small_sets_are_used_whole_with_smaller_batches_and_shared_measurements()
    {
        var plan = Plan("small").Plan;
        var size = Assert.Single(plan.Sizes);
        Assert.Equal((null, 32, 64), (size.Images, size.Classifier.BatchSize, plan.Gans[0].Options!.BatchSize));
        Assert.Equal((0.3, 5, 930), (plan.TestShare, plan.Replicates, plan.SyntheticImages));
        Assert.Null(plan.Article); // its protocol belongs to the article's images
        Assert.True(plan.Frechet!.Shared);
        Assert.Equal([100], plan.Frechet.Counts); // a round number below the test part of 120
        Assert.False(plan.Fair!.Classical.Mirror);
        Assert.InRange(1_210 / 32 * size.Epochs, 950, 1_100); // about 1,000 steps
    }

    [Theory]
    [InlineData(28, false)]
    [InlineData(32, true)]
    public void Images_from_32_pixels_on_get_the_residual_network(int size, bool isResidual)
    {
        var plan = DefaultPlan.For("large.npz", Shapes.Make(200, size), null);
        ClassifierOptions[] all = [plan.Sizes[0].Classifier, plan.Fair!.RealTuned!.Classifier, plan.Frechet!.Extractor];
        Assert.All(all, c => Assert.Equal(isResidual ? (16, true) : (null, false), (c.Small, c.Width is null)));
        Assert.Equal(isResidual, DefaultPlan.Text(plan).Split('\n').Single(line => line.Contains("#- { images:", StringComparison.Ordinal)).Contains("small: 24", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_classifiers_share_their_images_and_GANs_and_need_no_stronger_one_beside()
    {
        var (images, test) = (Shapes.Make(2_000, 32), Shapes.Make(300, 32, seed: 2));
        var plan = DefaultPlan.For("photos", images, test, new() { Classifiers = ["small", "residual", "pretrained"] });
        Assert.Equal([("small", "all", null), ("residual", "all", 3_000), ("pretrained", "all", 1_000)], plan.Sizes.Select(s => (s.Name, s.Draw!, s.Steps)));
        Assert.Equal([16, null, null], plan.Sizes.Select(s => s.Classifier.Small));
        Assert.True(plan.Sizes[1].Classifier.Residual is not null && plan.Sizes[2].Classifier.Pretrained is not null);
        Assert.Null(plan.Fair!.RealTuned);
        Assert.Equal(JsonSerializer.Serialize(plan, Json.File), JsonSerializer.Serialize(PlanFile.Parse(DefaultPlan.Text(plan), "text"), Json.File));
        Assert.Equal(
            ["100-small", "100-pretrained", "small", "pretrained"],
            DefaultPlan.For("photos", images, test, new() { Classifiers = ["small", "pretrained"], Sizes = [100, null] }).Sizes.Select(s => s.Name));
        var one = DefaultPlan.For("photos", images, test, new() { Classifiers = ["pretrained"] });
        Assert.Equal(("all", null, 64), (one.Sizes.Single().Name, one.Sizes[0].Draw, one.Sizes[0].Classifier.BatchSize));
        TestImages.Refused(() => DefaultPlan.For("photos", images, test, new() { Classifiers = ["pretraned"] }), "Did you mean 'pretrained'?");
        TestImages.Refused(() => DefaultPlan.For("photos", images, test, new() { Classifiers = ["small", "small"] }), "twice");
    }

    [Fact]
    public void A_rare_class_makes_the_size_larger()
    {
        var images = Unbalanced("rare", 4, 20_000, 3);
        var plan = DefaultPlan.For("rare.npz", images, null);
        Assert.True(plan.Sizes[0].Images > 3_000);
    }

    [Fact]
    public void What_is_asked_for_is_kept()
    {
        var plan = DefaultPlan.For("shapes.npz", Shapes.Make(2_000), Shapes.Make(300, seed: 2), new DefaultPlanOptions { Sizes = [100, 500, null], Replicates = 2, TestData = "other.npz" });
        Assert.Equal([100, 500, null], plan.Sizes.Select(s => s.Images));
        Assert.Equal([330, 1_700, 6_700], plan.Sizes.Select(plan.SyntheticAt));
        Assert.Equal(("other.npz", null, 2), (plan.TestData, plan.TestShare, plan.Replicates));
        Assert.Equal("shapes", plan.Name);
    }

    [Fact]
    public void Classes_of_unequal_size_get_arms_that_balance_and_a_measure_that_counts_classes()
    {
        var fair = Plan("unbalanced").Plan.Fair!;
        Assert.Equal((true, ClassMeasure.BalancedAccuracy), (fair.Balance, fair.Measure));
        fair = Plan("small").Plan.Fair!;
        Assert.Equal((false, ClassMeasure.Accuracy), (fair.Balance, fair.Measure));
    }

    [Fact]
    public void What_cannot_work_is_refused_with_every_reason()
    {
        var odd = Unbalanced("odd", size: 6, 30, 1, 0);
        var message = Assert.Throws<UserInputException>(() => DefaultPlan.For("odd.npz", odd, null)).Message;
        Assert.Contains("'odd.npz' has 3 faults:", message, StringComparison.Ordinal);
        Assert.Contains("every class needs at least 2 images, but 'class 1' has 1.", message, StringComparison.Ordinal);
        Assert.Contains("every class needs at least 2 images, but 'class 2' has 0.", message, StringComparison.Ordinal);
        Assert.Contains("multiples of 4 for the GANs, but are 6 x 6. Pad the images to 8 x 8", message, StringComparison.Ordinal);
        Assert.Contains("at least 2 classes, but there is only 'class 0'", Assert.Throws<UserInputException>(() => DefaultPlan.For("one.npz", Unbalanced("one", 4, 30), null)).Message, StringComparison.Ordinal);
        Assert.Contains("needs 5,", Assert.Throws<UserInputException>(() => DefaultPlan.For("few.npz", Shapes.Make(400), null, new() { Sizes = [5_000] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_read_as_the_plan_says_and_a_broken_test_part_is_no_missing_one()
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 240; i++)
            TestPictures.Write(folder[$"shots/{(i < 180 ? "train" : "test")}/{(i % 2 == 0 ? "dark" : "light")}/{i}.png"], TestPictures.Grey(10, 12, (byte)i));
        var import = new ImageImport { Size = 8, Fit = ImageFit.Crop };
        var plan = DefaultPlan.Load(folder["shots"], new DefaultPlanOptions { Import = import });
        Assert.Equal((folder["shots"], null, import), (plan.Data, plan.TestShare, plan.Import));
        Assert.Equal((8, 8, 180), (StudyData.Load(plan).Train.Height, StudyData.Load(plan).Train.Width, StudyData.Load(plan).Train.Count));
        var text = DefaultPlan.Text(plan);
        Assert.Contains("import:\n  size: 8\n  fit: crop\n", text, StringComparison.Ordinal);
        Assert.Equal(import, PlanFile.Parse(text, "plan.yaml").Import);
        Assert.DoesNotContain("import", DefaultPlan.Text(plan with { Import = new ImageImport() }), StringComparison.Ordinal);

        TestPictures.Write(folder["shots/test/dark/broken.png"], [1]);
        TestImages.Refused(() => DefaultPlan.Load(folder["shots"], new DefaultPlanOptions { Import = import }), "1 of 61 pictures", "dark/broken.png");
        Assert.Contains("the fit 'pad' needs a target size", (plan with { Import = new ImageImport { Fit = ImageFit.Pad } }).Faults().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_test_part_is_split_and_one_with_it_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("mintage-plan").FullName;
        try
        {
            var path = Path.Combine(folder, "bars.npz");
            NpzFile.Write(path, Shapes.Make(200));
            var said = new List<string>();
            var plan = DefaultPlan.Load(path, loading: new() { Report = said.Add });
            Assert.Equal((path, 0.3, "bars"), (plan.Data, plan.TestShare, plan.Name));
            Assert.Contains("No test set", Assert.Single(said), StringComparison.Ordinal);
            Assert.Equal(path, DefaultPlan.Load(path + ":train").Data);
            var other = Path.Combine(folder, "other.npz");
            NpzFile.Write(other, Shapes.Make(60, seed: 2));
            var separate = DefaultPlan.Load(path, new DefaultPlanOptions { TestData = other });
            Assert.Equal((other, null), (separate.TestData, separate.TestShare));
            _ = StudyData.Load(separate);
            _ = StudyData.Load(plan);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (StudyPlan Plan, LabelledImages Train, LabelledImages? Test) Plan(string set)
    {
        var (data, train, test) = set switch
        {
            "mnist" => ("mnist", Large.Value, LargeTest.Value),
            "small" => ("shapes.npz", Shapes.Make(400), null),
            "unbalanced" => ("cells/", Unbalanced("cells", 8, 1_200, 588, 200, 12), (LabelledImages?)null),
            "large" => ("large.npz", Large.Value, null),
            "tiny" => ("tiny.npz", Shapes.Make(9), null),
            _ => ("middle.npz", Shapes.Make(8_000, size: 4), Shapes.Make(500, size: 4, seed: 2)),
        };
        return (DefaultPlan.For(data, train, test), train, test);
    }

    /// <summary>Noise with so many images of each class.</summary>
    private static LabelledImages Unbalanced(string name, int size, params int[] counts) => Unbalanced(name, size, counts, 1);

    private static LabelledImages Unbalanced(string name, int size, int[] counts, long seed = 1)
    {
        var random = SeedTree.FromSeed(seed).Child("noise").Random();
        var pixels = new byte[counts.Sum() * size * size];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(256);
        return new LabelledImages(name, pixels, [.. counts.SelectMany((n, c) => Enumerable.Repeat(c, n))], size, size, 1, [.. counts.Select((_, c) => $"class {c}")]);
    }

    [GeneratedRegex(@"^( *)#(?! )", RegexOptions.Multiline)]
    private static partial Regex Example();
}
