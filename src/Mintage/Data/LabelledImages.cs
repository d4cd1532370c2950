namespace Mintage.Data;

/// <summary>
/// A data set: images of one shape, one label each. Holds the arrays it is given without copying them;
/// they must not change afterwards, since fingerprints are kept. Safe to share between threads.
/// </summary>
public sealed class LabelledImages
{
    private readonly ImageFingerprints fingerprints;

    /// <summary>Creates a data set around its arrays.</summary>
    /// <param name="name">What reports call it, e.g. "mnist:train".</param>
    /// <param name="pixels">Shape [N, H, W, C] row-major, uint8; not copied.</param>
    /// <param name="labels">N class indices, each 0 to classes - 1; not copied.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="channels">C, 1 (grey) or 3 (red, green, blue).</param>
    /// <param name="classNames">One name per class, in label order; classes without images count.</param>
    /// <param name="groups">The name of each image's group (patient, specimen, video), or null if nothing is known of groups.</param>
    /// <param name="isSynthetic">Whether each image is synthetic, or null if nothing says so of any.</param>
    /// <exception cref="ArgumentException">The lengths disagree, a label has no class, a group no name, or C is neither 1 nor 3.</exception>
    public LabelledImages(
        string name, byte[] pixels, int[] labels, int height, int width, int channels, IReadOnlyList<string> classNames,
        IReadOnlyList<string>? groups = null, IReadOnlyList<bool>? isSynthetic = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (channels is not (1 or 3))
            throw new ArgumentException($"Images must have 1 or 3 channels, not {channels}.", nameof(channels));
        PixelsPerImage = checked(height * width * channels);
        if (pixels.LongLength != (long)labels.Length * PixelsPerImage)
            throw new ArgumentException($"{labels.Length} labels of {height}x{width}x{channels} images need {(long)labels.Length * PixelsPerImage} pixel bytes, not {pixels.LongLength}.", nameof(pixels));
        var stray = Array.FindIndex(labels, label => label < 0 || label >= classNames.Count);
        if (stray >= 0)
            throw new ArgumentException($"Labels must be 0 to {classNames.Count - 1}; image {stray} has {labels[stray]}.", nameof(labels));
        if (groups is not null && groups.Count != labels.Length)
            throw new ArgumentException($"{labels.Length} images need as many group names, not {groups.Count}.", nameof(groups));
        (Name, Pixels, Labels, Height, Width, Channels) = (name, pixels, labels, height, width, channels);
        ClassNames = [.. classNames];
        Groups = groups is null ? null : [.. groups];
        if (Groups is not null && Groups.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("Every image needs the name of a group where there are groups.", nameof(groups));
        if (isSynthetic is not null && isSynthetic.Count != labels.Length)
            throw new ArgumentException($"{labels.Length} images need as many marks, not {isSynthetic.Count}.", nameof(isSynthetic));
        IsSynthetic = isSynthetic is null ? null : [.. isSynthetic];
        fingerprints = new ImageFingerprints(this);
    }

    /// <summary>What reports call this data set.</summary>
    public string Name { get; }

    /// <summary>Number of images, N; may be 0.</summary>
    public int Count => Labels.Length;

    /// <summary>H, in pixels.</summary>
    public int Height { get; }

    /// <summary>W, in pixels.</summary>
    public int Width { get; }

    /// <summary>C: 1 (grey) or 3 (red, green, blue).</summary>
    public int Channels { get; }

    /// <summary>Number of classes, with and without images.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>H x W x C, the bytes of one image.</summary>
    public int PixelsPerImage { get; }

    /// <summary>All pixels, shape [N, H, W, C] row-major, uint8; not a copy, do not change.</summary>
    public byte[] Pixels { get; }

    /// <summary>N class indices; not a copy, do not change.</summary>
    public int[] Labels { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// The name of each image's group, or null if nothing is known of groups. Images of one group (patient, specimen, video)
    /// resemble each other more than others do, so a split keeps them on one side; groups of one name are one group, also
    /// across parts and files. Names are not part of any fingerprint.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; }

    /// <summary>
    /// Whether each image is synthetic, as the set's file says; null if it says nothing. A mark only: no fingerprint holds it.
    /// </summary>
    public IReadOnlyList<bool>? IsSynthetic { get; }

    /// <summary>
    /// The picture file that each image was read from, or null where images come from no files of their own. A mark only: no
    /// fingerprint holds it.
    /// </summary>
    public IReadOnlyList<ImageFile>? Files
    {
        get;
        internal init => field = value is null || value.Count == Count ? value : throw new ArgumentException($"{Count} images need as many files, not {value.Count}.", nameof(value));
    }

    /// <summary>
    /// SHA-256 (lowercase hexadecimal) over, image by image, the 32 bytes of its fingerprint and its label as
    /// little-endian int32. Name and class names do not count. Computed once, on first use.
    /// </summary>
    public string Fingerprint => fingerprints.OfSet;

    /// <summary>
    /// SHA-256 (lowercase hexadecimal) over H, W and C as little-endian int32 and the pixel bytes; the label does not
    /// count. The first call computes those of all images, in parallel.
    /// </summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string ImageFingerprint(int index) => fingerprints.OfImage(index);

    /// <summary>The pixels of one image, shape [H, W, C] row-major.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);
    }

    /// <summary>Number of images per class, in label order.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels) counts[label]++;
        return counts;
    }

    /// <summary>The same images with other groups, or without; pixels and labels are shared, not copied.</summary>
    /// <param name="groups">One name per image, or null.</param>
    /// <exception cref="ArgumentException">There is not one name per image, or a name is empty.</exception>
    public LabelledImages WithGroups(IReadOnlyList<string>? groups) => new(Name, Pixels, Labels, Height, Width, Channels, ClassNames, groups, IsSynthetic) { Files = Files };

    /// <summary>The same images, all marked as synthetic or as real; pixels and labels are shared, not copied.</summary>
    /// <param name="isSynthetic">The mark.</param>
    public LabelledImages Marked(bool isSynthetic) =>
        new(Name, Pixels, Labels, Height, Width, Channels, ClassNames, Groups, [.. Enumerable.Repeat(isSynthetic, Count)]) { Files = Files };

    /// <summary>The images at these indices, in this order, with their groups, marks and files, as a data set of its own (pixels are copied).</summary>
    /// <param name="indices">Each 0 to <see cref="Count"/> - 1; repeats are allowed.</param>
    /// <param name="name">The new set's name; this one's if null.</param>
    public LabelledImages Select(IReadOnlyList<int> indices, string? name = null)
    {
        var pixels = new byte[checked(indices.Count * PixelsPerImage)];
        var labels = new int[indices.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * PixelsPerImage));
            labels[i] = Labels[indices[i]];
        }
        return new LabelledImages(
            name ?? Name, pixels, labels, Height, Width, Channels, ClassNames,
            Groups is null ? null : [.. indices.Select(i => Groups[i])],
            IsSynthetic is null ? null : [.. indices.Select(i => IsSynthetic[i])])
        {
            Files = Files is null ? null : [.. indices.Select(i => Files[i])],
        };
    }

    /// <summary>
    /// The images of all parts, one part after the other, with their groups (pixels are copied), without their files. Marks are
    /// kept; where only some parts have them, the others count as real.
    /// </summary>
    /// <param name="name">The new set's name.</param>
    /// <param name="parts">
    /// At least one; all of one image shape and with the same class names; all with groups or all without, since an unknown
    /// group is not a group of one: say what holds with <see cref="WithGroups"/> first. Parts without images fit either.
    /// </param>
    /// <exception cref="ArgumentException">There is no part, shapes or classes differ, or only some parts have groups.</exception>
    public static LabelledImages Concat(string name, IReadOnlyList<LabelledImages> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("At least one part is needed.", nameof(parts));
        var first = parts[0];
        foreach (var part in parts)
        {
            if ((part.Height, part.Width, part.Channels) != (first.Height, first.Width, first.Channels))
                throw new ArgumentException($"'{part.Name}' has {part.Height}x{part.Width}x{part.Channels} images, '{first.Name}' has {first.Height}x{first.Width}x{first.Channels}; shapes must agree.", nameof(parts));
            if (!part.ClassNames.SequenceEqual(first.ClassNames))
                throw new ArgumentException($"'{part.Name}' and '{first.Name}' must have the same classes.", nameof(parts));
        }
        var filled = parts.Where(part => part.Count > 0).ToArray();
        var hasGroups = filled.Any(part => part.Groups is not null);
        if (hasGroups && filled.FirstOrDefault(part => part.Groups is null) is { } without)
            throw new ArgumentException($"'{without.Name}' has no groups, but other parts have; give it groups, or take theirs away.", nameof(parts));
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
        return new LabelledImages(name, pixels, [.. parts.SelectMany(part => part.Labels)], first.Height, first.Width, first.Channels, first.ClassNames, groups, isSynthetic);
    }
}
