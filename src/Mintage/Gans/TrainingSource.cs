using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>The source of training images, so that they can be read again. Immutable.</summary>
/// <param name="Reference">The data set's name, as in <see cref="DataSetReference"/>.</param>
public sealed record TrainingSource(string Reference)
{
    /// <summary>The options that turned pictures into images.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>The label file of an IDX image file, if one was given.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>The folder with a catalogue data set's files, if one was given.</summary>
    public string? CatalogueFolder { get; init; }

    /// <summary>Reads the whole data set that the training images are from.</summary>
    /// <param name="report">Receives a line for every slow step.</param>
    /// <exception cref="UserInputException">The data set can no longer be read.</exception>
    public LabelledImages Load(Action<string>? report = null) =>
        DataSetReference.Parse(Reference).Load(new DataSetLoading
        {
            Import = Import,
            LabelsFile = LabelsFile,
            CatalogueFolder = CatalogueFolder,
            Report = report,
        });
}
