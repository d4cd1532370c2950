namespace Mintage.Data;

/// <summary>
/// A data set: images of one shape with one label each. It holds the arrays it gets without copying them;
/// do not change them afterwards, because fingerprints are cached. Safe to use from several threads.
/// </summary>
public sealed class LabelledImages
{
    private readonly ImageFingerprints fingerprints;

    /// <summary>Creates a data set around its arrays.</summary>
    /// <param name="name">Name in reports, e.g. "mnist:train".</param>
    /// <param name="pixels">Shape [N, H, W, C] row-major, uint8; not copied.</param>
    /// <param name="labels">N class indices, each 0 to classes - 1; not copied.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="channels">C, 1 (grey) or 3 (red, green, blue).</param>
    /// <param name="classNames">One name per class, in label order. Classes without images count too.</param>
    /// <param name="groups">Name of each image's group (patient, specimen, video), or null if groups are
    /// unknown.</param>
    /// <param name="isSynthetic">For each image, true if it is synthetic; or null if unknown.</param>
    /// <exception cref="ArgumentException">The lengths disagree, a label has no class, a group has no name, or C is
    /// neither 1 nor 3.</exception>
    public LabelledImages(
        string name, byte[] pixels, int[] labels, int height, int width, int channels, IReadOnlyList<string> classNames,
        IReadOnlyList<string>? groups = null, IReadOnlyList<bool>? isSynthetic = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (channels is not (1 or 3))
            throw new ArgumentException($"Images must have 1 or 3 channels, but have {channels}.", nameof(channels));
        PixelsPerImage = checked(height * width * channels);
        if (pixels.LongLength != (long)labels.Length * PixelsPerImage)
            throw new ArgumentException(
                $"{labels.Length} labels of {height}x{width}x{channels} images need "
                + $"{(long)labels.Length * PixelsPerImage} pixel bytes, not {pixels.LongLength}.", nameof(pixels));
        var stray = Array.FindIndex(labels, label => label < 0 || label >= classNames.Count);
        if (stray >= 0)
            throw new ArgumentException(
                $"Labels must be 0 to {classNames.Count - 1}; image {stray} has {labels[stray]}.", nameof(labels));
        if (groups is not null && groups.Count != labels.Length)
            throw new ArgumentException(
                $"{labels.Length} images need {labels.Length} group names, but {groups.Count} came.", nameof(groups));
        (Name, Pixels, Labels, Height, Width, Channels) = (name, pixels, labels, height, width, channels);
        ClassNames = [.. classNames];
        Groups = groups is null ? null : [.. groups];
        if (Groups is not null && Groups.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("If there are groups, every image needs a group name.", nameof(groups));
        if (isSynthetic is not null && isSynthetic.Count != labels.Length)
            throw new ArgumentException(
                $"{labels.Length} images need {labels.Length} marks, but {isSynthetic.Count} came.",
                nameof(isSynthetic));
        IsSynthetic = isSynthetic is null ? null : [.. isSynthetic];
        fingerprints = new ImageFingerprints(this);
    }

    /// <summary>The data set's name in reports.</summary>
    public string Name { get; }

    /// <summary>Number of images, N. May be 0.</summary>
    public int Count => Labels.Length;

    /// <summary>Height H in pixels.</summary>
    public int Height { get; }

    /// <summary>Width W in pixels.</summary>
    public int Width { get; }

    /// <summary>Number of channels C: 1 (grey) or 3 (red, green, blue).</summary>
    public int Channels { get; }

    /// <summary>Number of classes, including those without images.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of bytes of one image, H x W x C.</summary>
    public int PixelsPerImage { get; }

    /// <summary>All pixels, shape [N, H, W, C] row-major, uint8. Not a copy; do not change it.</summary>
    public byte[] Pixels { get; }

    /// <summary>N class indices. Not a copy; do not change it.</summary>
    public int[] Labels { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// Name of each image's group, or null if groups are unknown. Images of one group (patient, specimen, video)
    /// resemble each other more than others do, so a split keeps them on one side. Groups with the same name are one
    /// group, also across parts and files. Names are not part of any fingerprint.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; }

    /// <summary>For each image, true if the set's file marks it as synthetic; null if it marks none. Not part of any
    /// fingerprint.</summary>
    public IReadOnlyList<bool>? IsSynthetic { get; }

    /// <summary>The picture file of each image; null if the images have no files of their own. Not part of any
    /// fingerprint.</summary>
    public IReadOnlyList<ImageFile>? Files
    {
        get;
        internal init => field = value is null || value.Count == Count
            ? value
            : throw new ArgumentException($"{Count} images need {Count} files, but {value.Count} came.", nameof(value));
    }

    /// <summary>What people call an image: its file, or its place in the set.</summary>
    internal string NameOf(int index) => Files?[index].Path ?? $"image {index}";

    /// <summary>The folder that the paths of <see cref="Files"/> start from; null without files.</summary>
    internal string? Folder { get; init; }

    /// <summary>How pictures became these images; null if their source held pixels, or if it is unknown. Not part of
    /// any fingerprint.</summary>
    public ImageImport? Import { get; internal init; }

    /// <summary>
    /// SHA-256 (lower-case hexadecimal) over the 32 bytes of each image's fingerprint and its label as little-endian
    /// int32, image by image. Name and class names do not count. Computed once, on first use.
    /// </summary>
    public string Fingerprint => fingerprints.OfSet;

    /// <summary>
    /// SHA-256 (lower-case hexadecimal) over H, W and C as little-endian int32 and the pixel bytes. The label does not
    /// count. The first call computes the fingerprints of all images, in parallel.
    /// </summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string ImageFingerprint(int index) => fingerprints.OfImage(index);

    /// <summary>Gives the pixels of one image, shape [H, W, C] row-major.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);
    }

    /// <summary>Counts the images per class, in label order.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels) counts[label]++;
        return counts;
    }

    /// <summary>Gives the same images with other groups, or without groups. Pixels and labels are shared, not
    /// copied.</summary>
    /// <param name="groups">One group name per image, or null.</param>
    /// <exception cref="ArgumentException">The number of names differs from the number of images, or a name is
    /// empty.</exception>
    public LabelledImages WithGroups(IReadOnlyList<string>? groups) =>
        Like(Name, Pixels, Labels, ClassNames, groups, IsSynthetic, Files);

    /// <summary>Gives the same images, all marked as synthetic or all as real. Pixels and labels are shared, not
    /// copied.</summary>
    /// <param name="isSynthetic">True marks them as synthetic.</param>
    public LabelledImages Marked(bool isSynthetic) =>
        Like(Name, Pixels, Labels, ClassNames, Groups, [.. Enumerable.Repeat(isSynthetic, Count)], Files);

    /// <summary>Gives the same images with other labels. Pixels are shared, not copied.</summary>
    internal LabelledImages WithLabels(int[] labels, IReadOnlyList<string> classNames) =>
        Like(Name, Pixels, labels, classNames, Groups, IsSynthetic, Files);

    /// <summary>Makes a new set of the images at these indices, in this order, with their groups, marks and files.
    /// Pixels are copied.</summary>
    /// <param name="indices">Each 0 to <see cref="Count"/> - 1. Repeats are allowed.</param>
    /// <param name="name">The new set's name; null for this set's name.</param>
    public LabelledImages Select(IReadOnlyList<int> indices, string? name = null)
    {
        var pixels = new byte[checked(indices.Count * PixelsPerImage)];
        var labels = new int[indices.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * PixelsPerImage));
            labels[i] = Labels[indices[i]];
        }
        return Like(
            name ?? Name, pixels, labels, ClassNames,
            Groups is null ? null : [.. indices.Select(i => Groups[i])],
            IsSynthetic is null ? null : [.. indices.Select(i => IsSynthetic[i])],
            Files is null ? null : [.. indices.Select(i => Files[i])]);
    }

    /// <summary>Images of the same shape and origin.</summary>
    private LabelledImages Like(
        string name, byte[] pixels, int[] labels, IReadOnlyList<string> classNames, IReadOnlyList<string>? groups,
        IReadOnlyList<bool>? isSynthetic, IReadOnlyList<ImageFile>? files) =>
        new(name, pixels, labels, Height, Width, Channels, classNames, groups, isSynthetic)
        {
            Files = files,
            Folder = Folder,
            Import = Import,
        };

    /// <summary>
    /// Joins sets, one after the other, with their groups but without their files. Pixels are copied. Marks are kept;
    /// if only some parts have them, the other images count as real.
    /// </summary>
    /// <param name="name">The new set's name.</param>
    /// <param name="parts">
    /// At least one; all with the same image shape and class names; all with groups or all without, because an unknown
    /// group is
    /// not a group of one: use <see cref="WithGroups"/> first. A part without images always fits.
    /// </param>
    /// <exception cref="ArgumentException">There are no parts, shapes or classes differ, or only some parts have
    /// groups.</exception>
    public static LabelledImages Concat(string name, IReadOnlyList<LabelledImages> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("At least one part is needed.", nameof(parts));
        var first = parts[0];
        foreach (var part in parts)
        {
            if ((part.Height, part.Width, part.Channels) != (first.Height, first.Width, first.Channels))
                throw new ArgumentException(
                    $"'{part.Name}' has {part.Height}x{part.Width}x{part.Channels} images, '{first.Name}' has "
                    + $"{first.Height}x{first.Width}x{first.Channels}; shapes must agree.", nameof(parts));
            if (!part.ClassNames.SequenceEqual(first.ClassNames))
                throw new ArgumentException(
                    $"'{part.Name}' and '{first.Name}' must have the same classes.", nameof(parts));
        }
        var filled = parts.Where(part => part.Count > 0).ToArray();
        var hasGroups = filled.Any(part => part.Groups is not null);
        if (hasGroups && filled.FirstOrDefault(part => part.Groups is null) is { } without)
            throw new ArgumentException(
                $"'{without.Name}' has no groups, but other parts have. Give it groups, or remove theirs.",
                nameof(parts));
        var pixels = new byte[parts.Sum(part => part.Pixels.Length)];
        var offset = 0;
        foreach (var part in parts)
        {
            part.Pixels.CopyTo(pixels, offset);
            offset += part.Pixels.Length;
        }
        string[]? groups = hasGroups ? [.. filled.SelectMany(part => part.Groups!)] : null;
        bool[]? isSynthetic = filled.Any(part => part.IsSynthetic is not null)
            ? [.. filled.SelectMany(part => part.IsSynthetic ?? [.. Enumerable.Repeat(false, part.Count)])]
            : null;
        return new LabelledImages(name, pixels, [.. parts.SelectMany(part => part.Labels)], first.Height, first.Width,
            first.Channels, first.ClassNames, groups, isSynthetic);
    }
}
