using Mintage.Classification;
using Mintage.Networks;

namespace Mintage.Studies.Plans;

/// <summary>Named classifiers: widths of the CNN, and the residual network.</summary>
public static class ClassifierPresets
{
    /// <summary>The small residual network, quick to train: the default of images from 32 pixels up.</summary>
    public const string Small = "small";

    /// <summary>The wide residual network, trained from scratch with its recipe.</summary>
    public const string Residual = "residual";

    /// <summary>A layer on the features of ResNet-18, pretrained on ImageNet.</summary>
    public const string Pretrained = "pretrained";

    private const int ImagesOfNarrow = 5_000;

    /// <summary>
    /// 8 and 16 filters, 32 hidden units: about 93 % on 3,000 images of MNIST in 10 epochs, as the article's baseline
    /// did (92.63 %).
    /// </summary>
    public static ClassifierWidth Narrow { get; } = new(8, 16, 32);

    /// <summary>32 and 64 filters, 100 hidden units.</summary>
    public static ClassifierWidth Wide { get; } = new(32, 64, 100);

    /// <summary>Names of classifiers, widths of the CNN first.</summary>
    internal static IReadOnlyList<string> AllNames => [.. Names, Small, Residual, Pretrained];

    /// <summary>Names of widths.</summary>
    public static IReadOnlyList<string> Names { get; } = ["narrow", "wide"];

    /// <summary>The width of a name, or null.</summary>
    public static ClassifierWidth? Find(string name) => name switch { "narrow" => Narrow, "wide" => Wide, _ => null };

    /// <summary>Name of the width for a training set where a plan names none: narrow up to 5,000 images.</summary>
    /// <param name="images">Training images; null for all, however many.</param>
    public static string For(int? images) => images <= ImagesOfNarrow ? "narrow" : "wide";

    /// <summary>The wide residual network as it is trained best from scratch.</summary>
    public static ClassifierOptions WideResidual { get; } = new()
    {
        Residual = new WideResidualShape(32, 1),
        BatchSize = 64,
        LearningRate = 3e-3,
        Recipe = new TrainingRecipe
        {
            Rate = LearningRateSchedule.OneCycle,
            WeightDecay = 0.05,
            LabelSmoothing = 0.1,
        },
    };

    /// <summary>A head on frozen features.</summary>
    public static ClassifierOptions OnFeatures { get; } = new()
    {
        Pretrained = new PretrainedOptions(),
        BatchSize = 64,
        LearningRate = 1e-3,
        Recipe = new TrainingRecipe { Rate = LearningRateSchedule.Cosine, WeightDecay = 0.1 },
    };

    /// <summary>The last stage learns too, at a lower rate.</summary>
    public static ClassifierOptions FineTuned { get; } = OnFeatures with
    {
        Pretrained = new PretrainedOptions { Learns = PretrainedPart.LastStage, Side = 96 },
        LearningRate = 3e-4,
        Recipe = new TrainingRecipe { Rate = LearningRateSchedule.OneCycle, WeightDecay = 0.05, LabelSmoothing = 0.1 },
    };

    /// <summary>Everything learns, in smaller steps and at the size that pays (docs/decisions/0019-classifiers.md).
    /// </summary>
    public static ClassifierOptions FineTunedWhole { get; } = FineTuned with
    {
        Pretrained = new PretrainedOptions { Learns = PretrainedPart.Everything, Side = 160 },
        BatchSize = 32,
        LearningRate = 2e-4,
    };

    /// <summary>The classifier of a name, or null.</summary>
    internal static ClassifierOptions? Named(string name) => name switch
    {
        Small => ClassifierOptions.ResidualNetwork,
        Residual => WideResidual,
        Pretrained => OnFeatures,
        _ => Find(name) is { } width ? Options(width) : null,
    };

    /// <summary>A classifier of this width with the usual training.</summary>
    internal static ClassifierOptions Options(ClassifierWidth width) => new() { Width = width };
}
