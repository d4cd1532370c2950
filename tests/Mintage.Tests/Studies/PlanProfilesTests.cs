using System.Text.Json;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class PlanProfilesTests
{
    public static TheoryData<string> Names => [.. Profiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_plan_has_no_faults_and_reads_back_from_its_canonical_form(string name)
    {
        var plan = Profiles.Get(name);
        Assert.Empty(plan.Faults());
        Assert.Equal((name, "mnist", 1L), (plan.Name, plan.Data, plan.Seed));
        Assert.NotNull(plan.Article);
        Assert.NotNull(plan.Fair);
        Assert.Equal(Form(plan), Form(PlanFile.Parse(PlanFile.Text(plan), "text")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_plan_is_the_file_under_plans_which_names_its_schema_for_editors(string name)
    {
        var folder = Path.Combine(Repository.Root, "plans");
        var (editorLine, rest) = File.ReadAllText(Path.Combine(folder, $"{name}.yaml")).Split('\n', 2) is [var first, var others] ? (first, others) : ("", "");
        Assert.True(File.Exists(Path.Combine(folder, editorLine.Replace("# yaml-language-server: $schema=", ""))));
        Assert.Equal(rest, Profiles.Text(name));
    }

    [Fact]
    public void Every_file_under_plans_is_a_profile() =>
        Assert.Equal(Profiles.Names.Order(), Directory.GetFiles(Path.Combine(Repository.Root, "plans")).Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Reduced_is_the_articles_study_on_3000_images()
    {
        SizePlan size = new() { Name = "reduced", Images = 3_000, Classifier = new() { Width = new(8, 16, 32) }, Epochs = 10 };
        FrechetPlan frechet = new() { ExtractorImages = 10_000, Extractor = new() { Width = new(32, 64, 100) }, ExtractorEpochs = 5, ReferenceImages = 10_000, Counts = [100, 250, 500, 1_000, 2_500, 5_000] };
        StudyPlan expected = new()
        {
            Name = "reduced",
            Data = "mnist",
            Replicates = 5,
            Sizes = [size],
            Gans = [new() { Name = "cgan", Options = Small("cgan", 800, 2e-3, 256) }, new() { Name = "wgan", Options = Small("wgan", 600, 1e-3, 512) }],
            Article = new() { Folds = 5, FoldReplicates = 1, PublishedFigures = true },
            Frechet = frechet,
        };
        Assert.Equal(Form(expected), Form(Profiles.Get("reduced")));

        static GanOptions Small(string preset, int updates, double learningRate, int hidden) => GanPresets.Get(preset) with
        {
            GeneratorUpdates = updates,
            Filters = 32,
            LatentDimension = 64,
            GeneratorHidden = hidden,
            DiscriminatorHidden = hidden / 2,
            LearningRate = learningRate,
            RateDecay = 0.5,
            Bfloat16 = true,
        };
    }

    [Fact]
    public void Evidence_is_reduced_with_ten_replicates_every_control_and_leaky_GANs()
    {
        var (reduced, evidence) = (Profiles.Get("reduced"), Profiles.Get("evidence"));
        var same = evidence with { Name = "reduced", Replicates = 5, Gans = [.. evidence.Gans.Take(2)], Fair = evidence.Fair! with { Thorough = false } };
        Assert.Equal(Form(reduced), Form(same));
        Assert.True(evidence.Fair.Thorough);
        // A leaky GAN differs from its twin in its name and in what it sees, and in nothing else.
        Assert.Equal(
            Form(evidence with { Gans = [.. evidence.Gans.Take(2).Select(g => g with { Name = $"{g.Name}-all", Scope = GanScope.WholeTrainingSet })] }),
            Form(evidence with { Gans = [.. evidence.Gans.Skip(2)] }));
    }

    [Fact]
    public void Full_has_both_sizes_and_leaky_GANs_of_a_hundred_epochs()
    {
        var full = Profiles.Get("full");
        Assert.Equal([("reduced", 3_000), ("original", (int?)null)], full.Sizes.Select(s => (s.Name, s.Images)));
        Assert.Equal(ClassifierPresets.Wide, full.Sizes[1].Classifier.Width);
        foreach (var gan in full.Gans.Where(g => g.Scope == GanScope.WholeTrainingSet).Select(g => g.Options!))
            Assert.InRange(gan.GeneratorUpdates * gan.CriticSteps * gan.BatchSize / 60_000.0, 99.5, 100.5);
    }

    [Fact]
    public void Smoke_is_small_and_says_so()
    {
        var smoke = Profiles.Get("smoke");
        Assert.True(smoke.PlumbingOnly);
        Assert.Equal((1, 2_000, 2), (smoke.Replicates, smoke.TestImages, smoke.Article!.Folds));
        Assert.All(smoke.Gans, g => Assert.Equal(60, g.Options!.GeneratorUpdates * g.Options.CriticSteps));
    }

    [Fact]
    public void An_unknown_profile_is_refused_with_a_suggestion() =>
        Assert.Contains("Did you mean 'reduced'? Use one of: smoke, reduced, evidence, full.", Assert.Throws<UserInputException>(() => Profiles.Get("redused")).Message, StringComparison.Ordinal);

    private static string Form(StudyPlan plan) => JsonSerializer.Serialize(plan, Json.File);
}
