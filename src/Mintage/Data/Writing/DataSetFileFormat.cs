namespace Mintage.Data.Writing;

/// <summary>A format that data sets can be written in.</summary>
public enum DataSetFileFormat
{
    /// <summary>A folder with a folder of PNG files per class.</summary>
    Folder,

    /// <summary>An .npz file.</summary>
    Npz,

    /// <summary>An IDX image file with its label file beside it.</summary>
    Idx,

    /// <summary>A Parquet file in the layout of Hugging Face.</summary>
    Parquet,
}
