using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;

namespace Mintage.Classification;

/// <summary>
/// Which network a classifier is and how it is trained. The same for every arm of a comparison but for the data.
/// </summary>
public sealed record ClassifierOptions
{
    /// <summary>
    /// Images at least so high and wide are large: they get the residual network where nothing else is asked for.
    /// </summary>
    public const int LargeImages = 32;

    /// <summary>Height and width of the smallest images that can be classified: they are halved twice.</summary>
    public const int SmallestSide = 4;

    /// <summary>Maps of the residual network where nothing else is asked for.</summary>
    public const int UsualMaps = 16;

    /// <summary>The wide CNN: 32 and 64 filters, 100 hidden units.</summary>
    public static ClassifierOptions WideCnn { get; } = new() { Width = new ClassifierWidth(32, 64, 100) };

    /// <summary>The residual network of <see cref="UsualMaps"/> maps.</summary>
    public static ClassifierOptions ResidualNetwork { get; } = new() { Small = UsualMaps };

    /// <summary>Filters and hidden units of the CNN; the residual network has <see cref="Small"/> instead.</summary>
    [DisallowNull]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassifierWidth? Width { get; init; }

    /// <summary>Maps of the residual network's first stage; it has no <see cref="Width"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Small { get; init; }

    /// <summary>Size of the wide residual network, which is trained from scratch on photographs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WideResidualShape? Residual { get; init; }

    /// <summary>The classifier on a pretrained backbone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PretrainedOptions? Pretrained { get; init; }

    /// <summary>A program of the user's own, which trains and predicts; only in studies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgramOptions? Program { get; init; }

    /// <summary>
    /// Augmented copies of every real image that a program learns from in arms with augmentation, made once; null for
    /// 4.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Copies { get; init; }

    /// <summary>Images per optimiser step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate; 1e-3 is Keras' default.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>What differs from Adam at a constant rate; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingRecipe? Recipe { get; init; }

    /// <summary>"cnn", "small", "residual", "pretrained" or "program": its kind, as results name it.</summary>
    internal string NetworkName => Program is not null ? "program"
        : Pretrained is not null ? "pretrained"
        : Residual is not null ? "residual"
        : Small is not null ? "small" : "cnn";

    /// <summary>Whether an image takes milliseconds rather than a fraction of one.</summary>
    public bool IsSlow() => Residual is not null || Pretrained is { Learns: not PretrainedPart.Head };

    /// <summary>Whether only a layer on the features of a pretrained backbone learns.</summary>
    internal bool LearnsFromFeatures => Pretrained is { Learns: PretrainedPart.Head };

    /// <summary>Whether images of this height and width are large.</summary>
    public static bool AreLarge(int height, int width) => Math.Min(height, width) >= LargeImages;

    /// <summary>
    /// The classifier of measures and of whoever asks for none: <see cref="WideCnn"/>, and for large images
    /// <see cref="ResidualNetwork"/>.
    /// </summary>
    public static ClassifierOptions For(int height, int width) => AreLarge(height, width) ? ResidualNetwork : WideCnn;

    /// <summary>
    /// The same for a set to train on, with batches of all its images where there are fewer than a batch.
    /// </summary>
    internal static ClassifierOptions ForTraining(LabelledImages training)
    {
        var usual = For(training.Height, training.Width);
        return usual with { BatchSize = Math.Clamp(training.Count, 1, usual.BatchSize) };
    }

    /// <summary>
    /// Everything that is wrong with these options, each a full sentence; empty when they can be used.
    /// </summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        var kinds = new object?[] { Width, Small, Residual, Pretrained, Program }.Count(kind => kind is not null);
        if (kinds != 1)
            faults.Add(
                "a classifier must be one of these: a CNN ('width'), a small residual network ('small'), a wide "
                + "residual network ('residual'), a pretrained one ('pretrained') or a program of your own "
                + $"('command'), but is {kinds} of them.");
        if (Program is not null) faults.AddRange(Program.Faults(ProgramPlaceholders.Known));
        if (Program is not null && Recipe is not null)
            faults.Add("a program has a recipe of its own: remove 'recipe', or hand it over in its command.");
        if (Copies is not null && Program is null)
            faults.Add("copies of the classifier are for a program ('command'): remove 'copies'.");
        if (Copies is < 1 or > PretrainedOptions.MostCopies)
            faults.Add(
                $"augmented copies must be 1 to {PretrainedOptions.MostCopies} for each image, but are {Copies}.");
        if (Residual is { } wide && (wide.Maps < 8 || wide.Maps % 8 != 0 || wide.Blocks < 1))
            faults.Add(
                "a wide residual network must have a multiple of 8 maps and at least 1 block in each stage, but has "
                + $"{wide.Maps} maps and {wide.Blocks} blocks.");
        if (Pretrained is not null) faults.AddRange(Pretrained.Faults());
        if (Width is { } w && (w.Filters1 < 1 || w.Filters2 < 1 || w.Hidden < 1))
            faults.Add($"classifier widths must be at least 1, but are {w.Filters1}, {w.Filters2} and {w.Hidden}.");
        if (Small < 1) faults.Add($"maps of the small residual network must be at least 1, but are {Small}.");
        if (BatchSize < 1) faults.Add($"classifier batch size must be at least 1, but is {BatchSize}.");
        if (LearningRate is not (> 0 and < 1))
            faults.Add($"classifier learning rate must lie between 0 and 1, but is {LearningRate}.");
        if (Recipe is not null) faults.AddRange(Recipe.Faults().Select(fault => $"classifier {fault}"));
        return faults;
    }

    /// <summary>
    /// A network with initial weights; of a pretrained classifier whose head alone learns, the head. Call outside any
    /// dispose scope; the caller disposes it.
    /// </summary>
    /// <param name="channels">Channels of the images, or number of features.</param>
    /// <param name="shape">Height and width of the images.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Source of the weights.</param>
    /// <exception cref="UserInputException">The images are too small.</exception>
    internal Classifier NewNetwork(int channels, (int Height, int Width) shape, int classes, SeedTree seed)
    {
        if (Program is not null)
            throw new UserInputException(
                "A classifier that is a program has no network in Mintage: its predictions are all there is of it.");
        if (Pretrained is null && Math.Min(shape.Height, shape.Width) < SmallestSide)
        {
            throw new UserInputException(
                $"A classifier needs images of at least {SmallestSide} x {SmallestSide} pixels, but these have "
                + $"{shape.Height} x {shape.Width}. Enlarge or pad them.");
        }
        if (LearnsFromFeatures) return new PretrainedHead(channels, classes);
        if (Pretrained is { } pretrained) return pretrained.NewClassifier(classes);
        if (Residual is { } wide)
            return new WideResidualClassifier(wide, channels, shape.Height, shape.Width, classes, seed);
        return Width is { } width
            ? new ConvClassifier(width, channels, shape.Height, shape.Width, classes, seed)
            : new ResidualClassifier(Small!.Value, channels, shape.Height, shape.Width, classes, seed);
    }
}
