using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Reads and writes data sets as .npz: `images` (uint8, [N, H, W] or [N, H, W, C]), `labels` (int64, [N]) and
/// optionally `class_names` (text, one per class), `groups` (text or whole numbers, [N]: patient, specimen, video) and
/// `is_synthetic` (bool, [N]; or `synthetic`, uint8). It also reads `x`, `X` or `data` with `y`, `Y`, `label`, `target`
/// or `targets`; a pair of arrays per part, as published by Keras (x_train, y_train) and MedMNIST (train_images,
/// train_labels), with a part's groups in `train_groups` or `groups_train`; channels before height and width; and
/// floats that are grey levels or grey levels / 255.
/// </summary>
internal static class NpzFile
{
    private const string Images =
        "images", Labels = "labels", ClassNames = "class_names", Groups = "groups", IsSynthetic = "is_synthetic",
        Synthetic = "synthetic";

    /// <summary>Reads one part of an .npz file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="split">The part. Plain `images` and `labels` count as training images.</param>
    /// <param name="name">The data set's name; null for the file's name, with the part if the file has several.</param>
    /// <param name="report">Receives a line if the file has arrays that mean nothing here; may be null.</param>
    /// <exception cref="UserInputException">The file is missing or damaged, has no such part, or its arrays are not a
    /// data set. The message says which and why.</exception>
    public static LabelledImages Read(
        string path, DataSplit split = DataSplit.Train, string? name = null, Action<string>? report = null) =>
        NpzArchive.Read(path, archive =>
    {
        var parts = NpzKeys.Of(archive);
        var at = Array.FindIndex(parts, part => part.Split == split);
        if (at < 0) throw NoSuchPart(path, split, parts, archive.Names);
        var part = parts[at];
        CheckOthers(archive, path, parts, report);

        var (shape, pixels) = NpzPixels.Read(archive, part.Images);
        var labels = ReadLabels(archive, part.Labels);
        if (labels.Length != shape[0])
            throw new UserInputException(
                $"'{path}' must have one label per image; '{part.Images}' has {shape[0]} images and '{part.Labels}' "
                + $"has {labels.Length} labels.");
        var classNames = archive.Has(ClassNames)
            ? ReadClassNames(archive)
            : UnnamedClasses(path, parts.Max(other => ReadLabels(archive, other.Labels).DefaultIfEmpty().Max()));
        var stray = Array.FindIndex(labels, label => label < 0 || label >= classNames.Length);
        if (stray >= 0 && archive.Has(ClassNames))
        {
            throw new UserInputException(
                $"{archive.Where(ClassNames)} must name every class: it has {classNames.Length} names, but label "
                + $"{stray} (from 0) is {labels[stray]}. Add the missing names, or correct the labels.");
        }
        if (stray >= 0)
            throw new UserInputException(
                $"{archive.Where(part.Labels)} must hold class indices 0 to {classNames.Length - 1}; label {stray} "
                + $"(from 0) is {labels[stray]}. Number the classes from 0.");
        var groups = part.Further(Groups).FirstOrDefault(archive.Has) is { } key
            ? ReadGroups(archive, key, labels.Length)
            : null;
        var marks = Marks(part).FirstOrDefault(archive.Has) is { } marksKey
            ? ReadMarks(archive, marksKey, labels.Length)
            : null;
        name ??= Path.GetFileName(path) + (part.IsWhole ? "" : $":{split.Word()}");
        return new LabelledImages(name, pixels, Array.ConvertAll(labels, label => (int)label), shape[1], shape[2],
            shape[3], classNames, groups, marks);
    });

    /// <summary>Lists the parts for which the file has images and labels, training images first.</summary>
    /// <exception cref="UserInputException">The file is missing or not a zip archive.</exception>
    public static IReadOnlyList<DataSplit> Parts(string path) => NpzArchive.Read(path, archive =>
        NpzKeys.Of(archive).Select(key => key.Split).Distinct().Order().ToArray());

    /// <summary>Writes a data set as a whole file, uncompressed. Equal sets give equal files.</summary>
    public static void Write(string path, LabelledImages images)
    {
        int[] shape = [images.Count, images.Height, images.Width];
        List<(string, NpyArray)> arrays =
        [
            (Images, new NpyArray(images.Channels == 1 ? shape : [.. shape, images.Channels], images.Pixels)),
            (Labels, new NpyArray([images.Count], Array.ConvertAll(images.Labels, label => (long)label))),
            (ClassNames, new NpyArray([images.ClassCount], images.ClassNames.ToArray())),
        ];
        if (images.Groups is not null) arrays.Add((Groups, new NpyArray([images.Count], images.Groups.ToArray())));
        if (images.IsSynthetic is not null)
            arrays.Add((IsSynthetic, new NpyArray([images.Count], images.IsSynthetic.ToArray())));
        NpzArchive.Write(path, arrays);
    }

    private static long[] ReadLabels(NpzArchive archive, string key)
    {
        var array = archive.Array(key);
        if (array.Shape is not ([_] or [_, 1]))
            throw new UserInputException(
                $"{archive.Where(key)} must have one label per image, shape (N) or (N, 1), but has "
                + $"({string.Join(", ", array.Shape)}). Save class indices, not one-hot vectors; images that have "
                + "several labels each are not supported.");
        return array.Data switch
        {
            long[] v => v,
            int[] v => Array.ConvertAll(v, label => (long)label),
            byte[] v => Array.ConvertAll(v, label => (long)label),
            bool[] v => Array.ConvertAll(v, label => label ? 1L : 0L),
            // MATLAB knows no other numbers.
            float[] v when v.All(label => label == (int)label) => Array.ConvertAll(v, label => (long)label),
            double[] v when v.All(label => label == (int)label) => Array.ConvertAll(v, label => (long)label),
            _ => throw new UserInputException(
                $"{archive.Where(key)} must be int64, int32 or uint8, but is {array.TypeName}. Convert it with "
                + ".astype('int64')."),
        };
    }

    private static string[] ReadGroups(NpzArchive archive, string key, int count)
    {
        var array = archive.Array(key);
        string[] names = array.Data switch
        {
            string[] v => v,
            long[] v => Array.ConvertAll(v, number => $"{number}"),
            int[] v => Array.ConvertAll(v, number => $"{number}"),
            byte[] v => Array.ConvertAll(v, number => $"{number}"),
            _ => throw new UserInputException(
                $"{archive.Where(key)} must be text, int64, int32 or uint8, but is {array.TypeName}. Convert it with "
                + ".astype('int64') or .astype(str)."),
        };
        if (array.Shape is not ([_] or [_, 1]) || names.Length != count)
            throw new UserInputException(
                $"{archive.Where(key)} must name one group per image, shape ({count}), but has "
                + $"({string.Join(", ", array.Shape)}). Save as many names as images.");
        var unnamed = Array.FindIndex(names, string.IsNullOrWhiteSpace);
        return unnamed < 0
            ? names
            : throw new UserInputException(
                $"{archive.Where(key)} must name a group for every image; that of image {unnamed} (from 0) is empty. "
                + "Give images of unknown origin a name of their own.");
    }

    /// <summary>Names of the marks of synthetic images: ours, and that of the files for programs.</summary>
    private static IEnumerable<string> Marks(NpzKeys part) =>
        part.Further(IsSynthetic).Concat(part.Further(Synthetic));

    private static bool[] ReadMarks(NpzArchive archive, string key, int count) => archive.Array(key) switch
    {
        { Shape: [_], Data: bool[] marks } when marks.Length == count => marks,
        { Shape: [_], Data: byte[] marks } when marks.Length == count && marks.All(mark => mark <= 1) =>
            Array.ConvertAll(marks, mark => mark == 1),
        _ => throw new UserInputException(
            $"{archive.Where(key)} must say true or false of every image: bool, shape ({count}). Convert it with "
            + ".astype(bool)."),
    };

    private static string[] ReadClassNames(NpzArchive archive) =>
        archive.Array(ClassNames) is { Shape: [_], Data: string[] names }
            ? names
            : throw new UserInputException($"{archive.Where(ClassNames)} must be a list of texts, one per class.");

    private static string[] UnnamedClasses(string path, long largestLabel) =>
        IdxFile.NumberedClasses(largestLabel)
            ?? throw new UserInputException(
                $"'{path}' must have labels that are class indices 0, 1, 2 ...; the largest is {largestLabel}. "
                + "Number the classes from 0, or add an array 'class_names'.");

    /// <summary>Refuses a misspelt name, whose array would be missing without a word; reports other arrays.</summary>
    private static void CheckOthers(NpzArchive archive, string path, NpzKeys[] parts, Action<string>? report)
    {
        string[] further =
            [ClassNames, .. parts.SelectMany(part => part.Further(Groups).Concat(Marks(part)))];
        string[] missing = [.. further.Where(name => !archive.Has(name))];
        string[] others =
            [.. archive.Names.Except(further).Except(parts.SelectMany(part => new[] { part.Images, part.Labels }))];
        foreach (var other in others)
        {
            if (NearestName.Misspelt(other, missing) is not { } meant) continue;
            throw new UserInputException(
                $"{archive.Where(other)} has a name that Mintage does not know. Rename it to '{meant}' if that is "
                + "what it holds, or to something else.");
        }
        if (others.Length > 0)
            report?.Invoke(
                $"'{path}' also holds {string.Join(", ", others.Select(name => $"'{name}'"))}, which Mintage does not "
                + "read.");
    }

    private static UserInputException NoSuchPart(
        string path, DataSplit split, NpzKeys[] parts, IEnumerable<string> names) => new(parts.Length == 0
        ? $"'{path}' must hold the arrays 'images' and 'labels' (or x_train and y_train, or train_images and "
            + $"train_labels); it holds {string.Join(", ", names.DefaultIfEmpty("no array"))}."
        : $"'{path}' has no part '{split.Word()}'; it has "
        + $"{string.Join(" and ", parts.Select(part => $"'{part.Split.Word()}' ({part.Images}, {part.Labels})"))}. "
        + $"Name one of these after the file, as in '{Path.GetFileName(path)}:{parts[0].Split.Word()}'.");
}

/// <summary>Names of the arrays of one part of an .npz file.</summary>
internal sealed record NpzKeys(DataSplit Split, string Images, string Labels)
{
    private static readonly string[] ImageWords =
        ["images", "x", "X", "data"], LabelWords = ["labels", "y", "Y", "label", "target", "targets"];

    /// <summary>Lists the parts for which an archive has images and labels, training images first. Of several names the
    /// first one here wins.</summary>
    public static NpzKeys[] Of(NpzArchive archive) =>
    [
        .. new[] { Pair(archive, DataSplit.Train, word => [word]) }
            .Concat(
                Enum.GetValues<DataSplit>()
                .Select(
                    split =>
                    Pair(archive, split, word =>
                    [.. Words(split).SelectMany(part => new[] { $"{word}_{part}", $"{part}_{word}" })])))
            .OfType<NpzKeys>(),
    ];

    /// <summary>True if the names carry no part, so that the file is one set.</summary>
    public bool IsWhole => ImageWords.Contains(Images);

    /// <summary>Names that another array of this part may have: "groups" beside "images", "groups_train" or
    /// "train_groups" beside "x_train".</summary>
    public IEnumerable<string> Further(string word) =>
        IsWhole ? [word] : Words(Split).SelectMany(part => new[] { $"{part}_{word}", $"{word}_{part}" });

    private static NpzKeys? Pair(NpzArchive archive, DataSplit split, Func<string, string[]> names)
    {
        var images = ImageWords.SelectMany(names).FirstOrDefault(archive.Has);
        var labels = LabelWords.SelectMany(names).FirstOrDefault(archive.Has);
        return images is null || labels is null ? null : new NpzKeys(split, images, labels);
    }

    private static string[] Words(DataSplit split) =>
        split == DataSplit.Validation ? ["val", "valid", "validation"] : [split.Word()];
}
