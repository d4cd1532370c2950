using System.Text.Json;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;

namespace Mintage.Classification;

/// <summary>A classifier in one safetensors file: PyTorch's names, and what it was built for in the metadata.</summary>
public static class ClassifierFile
{
    private const string MetadataKey = "mintage";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">
    /// A <see cref="ConvClassifier"/>, a residual network or a pretrained classifier; not disposed.
    /// </param>
    /// <param name="training">What it was trained on; gives shape, class names and fingerprint.</param>
    /// <param name="pretrained">How a pretrained classifier was made; null of any other.</param>
    /// <param name="lineage">
    /// Fingerprints of the real images behind synthetic ones that it was trained on; null without such.
    /// </param>
    public static void Save(
        string path, Classifier network, LabelledImages training, PretrainedOptions? pretrained = null,
        IReadOnlyCollection<string>? lineage = null) =>
        Save(path, Describe(network, training, pretrained, lineage));

    /// <summary>A classifier with its facts, as <see cref="Save(string, Classifier, LabelledImages, PretrainedOptions?,
    /// IReadOnlyCollection{string}?)"/> writes them.</summary>
    public static SavedClassifier Describe(
        Classifier network, LabelledImages training, PretrainedOptions? pretrained = null,
        IReadOnlyCollection<string>? lineage = null) => new(
        new(training.Channels, training.Height, training.Width, training.ClassNames, training.Name,
            training.Fingerprint)
        {
            Width = (network as ConvClassifier)?.Width,
            Small = (network as ResidualClassifier)?.Maps,
            Residual = (network as WideResidualClassifier)?.Shape,
            Pretrained = pretrained,
            Import = training.Import,
            Seen = $"{SeenImages.Of(
                Enumerable.Range(0, training.Count).Select(training.ImageFingerprint).Concat(lineage ?? []))}",
        },
        network);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classifier">Not disposed.</param>
    public static void Save(string path, SavedClassifier classifier) =>
        Safetensors.Write(path, [.. classifier.Network is PretrainedClassifier whole
            ? whole.Learned(classifier.Facts.Pretrained!.FirstLearning)
            : ModuleState.Save(classifier.Network)],
        new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(classifier.Facts, Json.Line) });

    /// <summary>Reads a classifier. Call outside any dispose scope; the caller disposes it.</summary>
    /// <exception cref="UserInputException">The file is no classifier of Mintage's.</exception>
    public static SavedClassifier Load(string path)
    {
        var (tensors, facts) = Read(path);
        return new SavedClassifier(facts, Build(path, tensors, facts));
    }

    /// <summary>How many of these images the classifier has seen in its training, directly or through a GAN; 0 where
    /// its file does not say.</summary>
    /// <exception cref="UserInputException">The classifier's list of images is damaged.</exception>
    internal static int SeenOf(ClassifierFacts facts, LabelledImages images) =>
        facts.Seen is { } seen ? SeenImages.Parse(seen, "The classifier's file").CountIn(images)
        : facts.TrainingFingerprint == images.Fingerprint ? images.Count
        : 0;

    /// <summary>Refuses images of another height, width or number of channels.</summary>
    /// <exception cref="UserInputException">The images are of another shape.</exception>
    public static void RequireShape(ClassifierFacts facts, LabelledImages images)
    {
        if ((facts.Height, facts.ImageWidth, facts.Channels) == (images.Height, images.Width, images.Channels)) return;
        throw new UserInputException(
            $"The classifier takes images of {facts.Height} x {facts.ImageWidth} x {facts.Channels}, but "
            + $"'{images.Name}' has {images.Height} x {images.Width} x {images.Channels}. Read the pictures with "
            + "--image-size and --colour as for its training.");
    }

    /// <summary>
    /// The images with the classifier's classes: matched by name, whatever their order. Fewer classes are allowed.
    /// </summary>
    /// <exception cref="UserInputException">
    /// A class is not the classifier's, or the images are of another shape.
    /// </exception>
    public static LabelledImages InClassesOf(ClassifierFacts facts, LabelledImages images)
    {
        RequireShape(facts, images);
        return ClassMatching.InClassesOf(images, facts.ClassNames, "the classifier");
    }

    /// <summary>
    /// Reads a classifier for images of the kind and the classes it was trained on. Call outside any dispose scope; the
    /// caller disposes the network.
    /// </summary>
    /// <exception cref="UserInputException">
    /// The file is no classifier of Mintage's, or the images are of another kind.
    /// </exception>
    public static Classifier Load(string path, LabelledImages images)
    {
        var (tensors, facts) = Read(path);
        RequireShape(facts, images);
        if (!facts.ClassNames.SequenceEqual(images.ClassNames))
            throw new UserInputException(
                $"The classifier '{path}' must know the {images.ClassCount} classes of '{images.Name}', in their "
                + $"order, but knows {facts.ClassNames.Count} others.");
        return Build(path, tensors, facts);
    }

    /// <summary>
    /// Refuses to evaluate on images of another shape or with other classes. <see cref="ClassMatching"/> brings the
    /// classes into one order.
    /// </summary>
    public static void RequireSameKind(LabelledImages training, LabelledImages evaluation)
    {
        if ((training.Height, training.Width, training.Channels) != (evaluation.Height, evaluation.Width,
            evaluation.Channels))
            throw new UserInputException(
                $"Training and test images must be of one kind, but '{training.Name}' has {training.Height} x "
                    + $"{training.Width} x {training.Channels} and '{evaluation.Name}' {evaluation.Height} x "
                    + $"{evaluation.Width} x {evaluation.Channels}. Read both with the same --image-size and "
                    + "--colour.");
        if (!training.ClassNames.SequenceEqual(evaluation.ClassNames))
            throw new UserInputException(
                $"Training and test images must have the same classes in the same order, but '{training.Name}' has "
                    + $"{ClassMatching.Words(training.ClassNames)} and '{evaluation.Name}' "
                    + $"{ClassMatching.Words(evaluation.ClassNames)}.");
    }

    private static (IReadOnlyDictionary<string, SafeTensor> Tensors, ClassifierFacts Facts) Read(string path)
    {
        if (Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new UserInputException(
                $"'{path}' is an ONNX file, which is for other programs. Name the .safetensors file that Mintage wrote "
                + "('mintage study use ... --out NAME.safetensors' writes one of a study).");
        var (tensors, metadata) = Safetensors.Read(path);
        if (!metadata.TryGetValue(MetadataKey, out var text))
            throw new UserInputException(
                $"'{path}' must be a classifier that 'mintage classify train' wrote; it does not say what it was built "
                + "for.");
        var facts = Json.Parse<ClassifierFacts>(text, path);
        if (Options(facts).Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults(path, faults);
        return (tensors, facts);
    }

    private static Classifier Build(string path, IReadOnlyDictionary<string, SafeTensor> tensors, ClassifierFacts facts)
    {
        RequireFit(path, tensors, facts);
        if (facts.Pretrained is { } pretrained)
        {
            var whole = pretrained.NewClassifier(facts.ClassNames.Count);
            whole.Load(tensors, path);
            return whole;
        }
        var network = Options(facts)
            .NewNetwork(facts.Channels, (facts.Height, facts.ImageWidth), facts.ClassNames.Count, SeedTree.FromSeed(0));
        ModuleState.Load(network, tensors, path);
        return network;
    }

    /// <summary>Refuses facts of another network before one is built: damaged ones may ask for terabytes.</summary>
    private static void RequireFit(
        string path, IReadOnlyDictionary<string, SafeTensor> tensors, ClassifierFacts facts)
    {
        var sizes = tensors.Values.SelectMany(tensor => tensor.Shape).Select(size => (Int128)size).ToHashSet();
        Int128 Last(Int128 maps, int halved) => maps * (facts.Height / halved) * (facts.ImageWidth / halved);
        Int128[] named = facts switch
        {
            { Width: { } width } => [width.Filters1, width.Filters2, width.Hidden, Last(width.Filters2, 4)],
            { Small: { } maps } => [maps, Last(4 * (Int128)maps, 8)],
            { Residual: { } wide } => [wide.Maps],
            _ => [],
        };
        if (named.Append(facts.ClassNames.Count).All(sizes.Contains)
            && (facts.Pretrained is not null || facts.Channels is 1 or 3)
            && (facts.Residual?.Blocks ?? 0) <= tensors.Count) return;
        throw new UserInputException(
            $"'{path}' must hold the weights of the classifier that it says it was built for (images of {facts.Height} "
            + $"x {facts.ImageWidth} x {facts.Channels}, {facts.ClassNames.Count} classes), but holds others: it was "
            + "changed. Train it again.");
    }

    private static ClassifierOptions Options(ClassifierFacts facts)
    {
        var options = new ClassifierOptions
        {
            Small = facts.Small,
            Residual = facts.Residual,
            Pretrained = facts.Pretrained,
        };
        return facts.Width is { } width ? options with { Width = width } : options;
    }
}
