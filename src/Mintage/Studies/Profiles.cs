using Mintage.Classification;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>The plans behind <c>mintage reproduce</c>.</summary>
public static class Profiles
{
    // 8/16 filters and 32 hidden units reach about 93 % on 3,000 images in 10 epochs, as the article's baseline did (92.63 %).
    private static readonly ClassifierOptions Narrow = new() { Width = new ClassifierWidth(8, 16, 32) };
    private static readonly ClassifierOptions Wide = new() { Width = new ClassifierWidth(32, 64, 100) };

    private static readonly SizePlan Reduced = new() { Name = "reduced", Images = 3_000, Classifier = Narrow, Epochs = 10 };
    private static readonly SizePlan Original = new() { Name = "original", Images = null, Classifier = Wide, Epochs = 10 };

    private static readonly FrechetPlan Frechet = new()
    {
        ExtractorImages = 10_000,
        Extractor = Wide,
        ExtractorEpochs = 5,
        ReferenceImages = 10_000,
        Counts = [100, 250, 500, 1_000, 2_500, 5_000],
    };

    /// <summary>Names of all profiles.</summary>
    public static IReadOnlyList<string> Names { get; } = ["smoke", "reduced", "evidence", "full"];

    /// <summary>The plan of a profile.</summary>
    /// <exception cref="UserInputException">There is none of this name.</exception>
    public static StudyPlan Get(string name) => name switch
    {
        "smoke" => Smoke(),
        "reduced" => new StudyPlan { Name = name, Data = "mnist", Sizes = [Reduced], Gans = ReducedGans(), Frechet = Frechet },
        "evidence" => new StudyPlan { Name = name, Data = "mnist", Replicates = 5, Sizes = [Reduced], Gans = [.. ReducedGans(), .. LeakyGans(20_000, 10_000)], Frechet = Frechet },
        // 100 epochs of 60,000 images at batch 64, as the article trained its cGAN.
        "full" => new StudyPlan { Name = name, Data = "mnist", Sizes = [Reduced, Original], Gans = [.. ReducedGans(), .. LeakyGans(93_700, 46_850)], Frechet = Frechet },
        _ => throw new UserInputException($"'{name}' is not a profile. Use one of: {string.Join(", ", Names)}."),
    };

    /// <summary>As the presets are: 4,700 discriminator updates are 100 epochs of 3,000 images at batch 64.</summary>
    private static GanPlan[] ReducedGans() =>
    [
        new() { Name = "cgan", Options = GanPresets.Get("cgan") },
        new() { Name = "wgan", Options = GanPresets.Get("wgan") },
    ];

    private static GanPlan[] LeakyGans(int cganUpdates, int wganUpdates) =>
    [
        new() { Name = "cgan-all", Options = GanPresets.Get("cgan") with { GeneratorUpdates = cganUpdates }, Scope = GanScope.WholeTrainingSet },
        new() { Name = "wgan-all", Options = GanPresets.Get("wgan") with { GeneratorUpdates = wganUpdates }, Scope = GanScope.WholeTrainingSet },
    ];

    /// <summary>Every room is entered, nothing is trained long enough to mean anything.</summary>
    private static StudyPlan Smoke() => new()
    {
        Name = "smoke",
        Data = "mnist",
        PlumbingOnly = true,
        TestImages = 2_000,
        Article = new ArticlePlan { Folds = 2 },
        SyntheticImages = 1_000,
        Sizes = [Reduced with { Images = 600, Epochs = 3 }],
        Gans = [.. ReducedGans().Select(g => g with { Options = g.Options with { GeneratorUpdates = 60 / g.Options.CriticSteps, Filters = 32 } })],
        Frechet = Frechet with { ExtractorImages = 1_000, ReferenceImages = 1_000, ExtractorEpochs = 3, Counts = [100, 250, 500] },
    };
}
