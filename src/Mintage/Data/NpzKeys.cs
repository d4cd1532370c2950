namespace Mintage.Data;

/// <summary>Names of the arrays of one part of an .npz file.</summary>
internal sealed record NpzKeys(DataSplit Split, string Images, string Labels)
{
    private static readonly string[] ImageWords = ["images", "x", "X", "data"], LabelWords = ["labels", "y", "Y", "label", "target", "targets"];

    /// <summary>Lists the parts for which an archive has images and labels, training images first. Of several names the
    /// first one here wins.</summary>
    public static NpzKeys[] Of(NpzArchive archive) =>
    [
        .. new[] { Pair(archive, DataSplit.Train, word => [word]) }
            .Concat(Enum.GetValues<DataSplit>().Select(split => Pair(archive, split, word => [.. Words(split).SelectMany(part => new[] { $"{word}_{part}", $"{part}_{word}" })])))
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

    private static string[] Words(DataSplit split) => split == DataSplit.Validation ? ["val", "valid", "validation"] : [split.Word()];
}
