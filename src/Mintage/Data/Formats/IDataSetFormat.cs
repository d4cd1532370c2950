namespace Mintage.Data.Formats;

/// <summary>A kind of file or folder that holds a data set.</summary>
internal interface IDataSetFormat
{
    /// <summary>What messages call it, in the plural: ".npz files".</summary>
    string Description { get; }

    /// <summary>Whether a path is of this kind.</summary>
    /// <param name="path">A file or folder that exists.</param>
    /// <param name="head">A file's first bytes (up to four), of its content if it is compressed with gzip; empty for a folder.</param>
    bool Reads(string path, ReadOnlySpan<byte> head);

    /// <summary>The parts it has, training images first.</summary>
    /// <exception cref="Runtime.UserInputException">It cannot be read.</exception>
    IReadOnlyList<DataSplit> Parts(string path);

    /// <summary>Reads one part.</summary>
    /// <exception cref="Runtime.UserInputException">There is no such part, or the content makes no data set; says what, where and what to do.</exception>
    LabelledImages Read(string path, DataSplit split, DataSetLoading loading);
}
