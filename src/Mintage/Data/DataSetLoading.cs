namespace Mintage.Data;

/// <summary>How a data set is read; the defaults do for files that hold images of one size.</summary>
public sealed record DataSetLoading
{
    /// <summary>The label file of an IDX image file; if null, the one beside it. Refused with any other source.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>A folder that has a catalogue data set's files; otherwise of no effect.</summary>
    public string? CatalogueFolder { get; init; }

    /// <summary>How encoded pictures (PNG, JPEG, ...) become images of one size; of no effect where a source holds pixels.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>
    /// A folder where decoded pictures of folders and .csv files are kept, e.g. <see cref="DataSetCache.Pictures"/>; null keeps none.
    /// At most 4 GiB and 100 sets; what was used longest ago goes first. A file counts as unchanged while its path, size and time
    /// of change are.
    /// </summary>
    public string? PictureCache { get; init; }

    /// <summary>Gets a line for every step that takes time and for what is left out; one call at a time, from any thread.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Ends the reading.</summary>
    public CancellationToken Cancellation { get; init; }
}
