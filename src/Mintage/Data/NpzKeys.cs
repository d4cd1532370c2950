namespace Mintage.Data;

/// <summary>The arrays of one part of an .npz file, by name.</summary>
/// <param name="Split">The part.</param>
/// <param name="Images">Its images.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record NpzKeys(DataSplit Split, string Images, string Labels)
{
    private static readonly string[] ImageWords = ["images", "x", "X", "data"], LabelWords = ["labels", "y", "Y", "label", "target", "targets"];

    /// <summary>The parts that an archive has images and labels of, training images first; of several names, those that stand first here.</summary>
    public static NpzKeys[] Of(NpzArchive archive) =>
    [
        .. new[] { Pair(archive, DataSplit.Train, word => [word]) }
            .Concat(Enum.GetValues<DataSplit>().Select(split => Pair(archive, split, word => [.. Words(split).SelectMany(part => new[] { $"{word}_{part}", $"{part}_{word}" })])))
            .OfType<NpzKeys>(),
    ];

    /// <summary>Whether the names say nothing of a part, so that the file is one set.</summary>
    public bool IsWhole => ImageWords.Contains(Images);

    /// <summary>The names that a further array of this part may have: "groups" beside "images", "groups_train" or "train_groups" beside "x_train".</summary>
    public IEnumerable<string> Further(string word) =>
        IsWhole ? [word] : Words(Split).SelectMany(part => new[] { $"{part}_{word}", $"{word}_{part}" });

    private static NpzKeys? Pair(NpzArchive archive, DataSplit split, Func<string, string[]> names)
    {
        var images = ImageWords.SelectMany(names).FirstOrDefault(archive.Has);
        var labels = LabelWords.SelectMany(names).FirstOrDefault(archive.Has);
        return images is null || labels is null ? null : new NpzKeys(split, images, labels);
    }

    private static string[] Words(DataSplit split) => split == DataSplit.Validation ? ["val", "valid", "validation"] : [split.Word()];
}
