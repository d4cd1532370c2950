namespace Mintage.Data;

/// <summary>Options for reading a data set. The defaults suit files whose images have one size. Immutable.</summary>
public sealed record DataSetLoading
{
    /// <summary>Label file of an IDX image file; null for the file beside it. Refused with any other kind of
    /// source.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>Folder with a catalogue data set's files. Ignored for other sources.</summary>
    public string? CatalogueFolder { get; init; }

    /// <summary>How encoded pictures (PNG, JPEG, ...) become images of one size. Ignored if the source holds
    /// pixels.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>
    /// Folder for the decoded pictures of folders and .csv files, e.g. <see cref="DataSetCache.Pictures"/>; null keeps
    /// none. It holds at most 4 GiB and 100 sets; the set that was not used for the longest time is deleted first. A
    /// file counts as unchanged while its path, size and time of change stay the same.
    /// </summary>
    public string? PictureCache { get; init; }

    /// <summary>Receives a line for every slow step and for everything that is left out. Called from any thread, one
    /// call at a time.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Stops the reading.</summary>
    public CancellationToken Cancellation { get; init; }
}
