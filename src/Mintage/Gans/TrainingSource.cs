using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>How training images were read, to read them again.</summary>
/// <param name="Reference">The data set as it was named: <see cref="DataSetReference"/>.</param>
public sealed record TrainingSource(string Reference)
{
    /// <summary>How pictures became images.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>The label file of an IDX image file, where it was named.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>The folder with a catalogue data set's files, where it was named.</summary>
    public string? CatalogueFolder { get; init; }

    /// <summary>Reads the whole data set that the training images are from.</summary>
    /// <param name="report">Gets a line for every step that takes time.</param>
    /// <exception cref="UserInputException">It cannot be read any more.</exception>
    public LabelledImages Load(Action<string>? report = null) => DataSetReference.Parse(Reference).Load(new DataSetLoading
    {
        Import = Import,
        LabelsFile = LabelsFile,
        CatalogueFolder = CatalogueFolder,
        Report = report,
    });
}
