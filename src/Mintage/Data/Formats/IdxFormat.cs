using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary><see cref="IdxFile"/>.</summary>
internal sealed class IdxFormat : IDataSetFormat
{
    public string Description => "IDX image files (raw or .gz)";

    public bool Reads(string path, ReadOnlySpan<byte> head) => FileSignature.IsIdx(head);

    public IReadOnlyList<DataSplit> Parts(string path) => [DataSplit.Train];

    public LabelledImages Read(string path, DataSplit split, DataSetLoading loading) => split == DataSplit.Train
        ? IdxFile.Read(path, loading.LabelsFile)
        : throw new UserInputException(
            $"'{path}' is an IDX file and holds one set of images, so it has no part '{split.Word()}'. Name the "
            + $"image file of that part, without ':{split.Word()}'.");
}
