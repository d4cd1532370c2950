namespace Mintage.Data.Formats;

/// <summary>A kind of file or folder that holds a data set.</summary>
internal interface IDataSetFormat
{
    /// <summary>Its name in messages, in the plural: ".npz files".</summary>
    string Description { get; }

    /// <summary>True if a path has this format.</summary>
    /// <param name="path">An existing file or folder.</param>
    /// <param name="head">First bytes (up to four) of the file, or of its content if it is compressed with gzip; empty
    /// for a folder.</param>
    bool Reads(string path, ReadOnlySpan<byte> head);

    /// <summary>Lists its parts, training images first.</summary>
    /// <exception cref="Runtime.UserInputException">It cannot be read.</exception>
    IReadOnlyList<DataSplit> Parts(string path);

    /// <summary>Reads one part.</summary>
    /// <exception cref="Runtime.UserInputException">There is no such part, or the content is not a data set. The
    /// message says what is wrong, where, and what to do.</exception>
    LabelledImages Read(string path, DataSplit split, DataSetLoading loading);
}
