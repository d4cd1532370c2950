using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Reads and writes data sets in the IDX format of MNIST: an image file ([N, H, W] or [N, H, W, C], uint8) and a
/// label file, each raw or compressed with gzip (detected by content, not by name).
/// </summary>
internal static class IdxFile
{
    /// <summary>Largest number of classes, because a label is one byte.</summary>
    public const int MaxClasses = 256;

    private const int MaxUnnamedClasses = 1 << 16;

    /// <summary>Reads an image file and its label file.</summary>
    /// <param name="imagesPath">The image file.</param>
    /// <param name="labelsPath">The label file; null for the one beside it under the usual name (see <see
    /// cref="LabelsBeside"/>).</param>
    /// <param name="name">The data set's name; null for the image file's name.</param>
    /// <param name="classNames">One name per class; null for "0", "1", ... up to the largest label.</param>
    /// <exception cref="UserInputException">
    /// A file is missing, damaged or of another kind, counts disagree, there is no image, or a label has no class.
    /// </exception>
    public static LabelledImages Read(
        string imagesPath, string? labelsPath = null, string? name = null, IReadOnlyList<string>? classNames = null)
    {
        var (shape, pixels) = IdxArray.ReadImages(imagesPath);
        var channels = shape.Length == 4 ? shape[3] : 1;
        if (channels is not (1 or 3))
            throw new UserInputException(
                $"Images must have 1 or 3 channels; those in '{imagesPath}' have {channels}. Convert them to grey or "
                + "colour.");
        labelsPath ??= FindLabels(imagesPath);
        var labels = IdxArray.ReadLabels(labelsPath).Values;
        if (labels.Length != shape[0])
            throw new UserInputException(
                $"There must be one label per image; '{imagesPath}' has {shape[0]} images and '{labelsPath}' has "
                + $"{labels.Length} labels. Name the label file that belongs to the images.");
        classNames ??= DefaultClassNames(1 + labels.Max());
        var stray = Array.FindIndex(labels, label => label >= classNames.Count);
        if (stray >= 0)
            throw new UserInputException(
                $"Labels must be 0 to {classNames.Count - 1}; label {stray} (from 0) in '{labelsPath}' is "
                + $"{labels[stray]}. Correct the file or name the classes.");
        return new LabelledImages(name ?? Path.GetFileName(imagesPath), pixels,
            Array.ConvertAll(labels, label => (int)label), shape[1], shape[2], channels, classNames);
    }

    /// <summary>
    /// Writes an image file and its label file, each whole, and compressed if the name ends in .gz. Grey images become
    /// [N, H, W], colour images [N, H, W, 3]. The format cannot store class names.
    /// </summary>
    /// <param name="imagesPath">The image file.</param>
    /// <param name="images">At least one image, at most <see cref="MaxClasses"/> classes.</param>
    /// <param name="labelsPath">The label file; null for the one beside it under the usual name.</param>
    /// <exception cref="UserInputException">The set does not fit the format, or the label file has no name.</exception>
    public static void Write(string imagesPath, LabelledImages images, string? labelsPath = null)
    {
        if (images.Count == 0 || images.ClassCount > MaxClasses)
            throw new UserInputException(
                $"An IDX file holds at least one image of at most {MaxClasses} classes; '{images.Name}' has "
                + $"{images.Count} images of {images.ClassCount} classes. Write an .npz file instead.");
        labelsPath ??= LabelsBeside(imagesPath) ?? throw NoLabelName(imagesPath);
        int[] shape = [images.Count, images.Height, images.Width];
        new IdxArray(images.Channels == 1 ? shape : [.. shape, images.Channels], images.Pixels).Write(imagesPath);
        new IdxArray([images.Count], Array.ConvertAll(images.Labels, label => (byte)label)).Write(labelsPath);
    }

    /// <summary>
    /// Gives the label file that belongs to an image file under the usual name: "x-images-idx3-ubyte[.gz]" has
    /// "x-labels-idx1-ubyte[.gz]". Null if the name does not contain "images".
    /// </summary>
    public static string? LabelsBeside(string imagesPath)
    {
        var file = Path.GetFileName(imagesPath);
        var at = file.LastIndexOf("images", StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = file[(at + "images".Length)..].Replace("idx3", "idx1", StringComparison.Ordinal)
            .Replace("idx4", "idx1", StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", $"{file[..at]}labels{rest}");
    }

    /// <summary>Gives "0", "1", ... for data sets whose classes have no names.</summary>
    internal static string[] DefaultClassNames(int count) =>
        [.. Enumerable.Range(0, count).Select(label => $"{label}")];

    /// <summary>Gives these names up to the largest label; null if it is too large to be a class index.</summary>
    internal static string[]? NumberedClasses(long largestLabel) =>
        largestLabel < MaxUnnamedClasses ? DefaultClassNames((int)Math.Max(0, largestLabel) + 1) : null;

    private static string FindLabels(string imagesPath)
    {
        var beside = LabelsBeside(imagesPath) ?? throw NoLabelName(imagesPath);
        var other = beside.EndsWith(".gz", StringComparison.Ordinal) ? beside[..^3] : beside + ".gz";
        return File.Exists(beside) ? beside
            : File.Exists(other) ? other
            : throw new UserInputException(
                $"The labels of '{imagesPath}' must be in '{beside}' (or '{other}'), but neither exists. Put the "
                + "label file there or name it with --labels.");
    }

    private static UserInputException NoLabelName(string imagesPath) =>
        new($"The label file of '{imagesPath}' is known only if the name is like 'x-images-idx3-ubyte', with its "
            + "labels in 'x-labels-idx1-ubyte'. Name the label file with --labels.");
}
