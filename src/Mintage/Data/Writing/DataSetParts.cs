using Mintage.Runtime;

namespace Mintage.Data.Writing;

/// <summary>A folder with the parts of a data set, to be read again as FOLDER:train and FOLDER:test.</summary>
public static class DataSetParts
{
    /// <summary>Refuses a folder that holds something, or that cannot be written.</summary>
    /// <exception cref="UserInputException">The location cannot be used.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new UserInputException(
                $"The parts must go to a new or empty folder, but '{path}' exists. Choose another location, or delete "
                + "it yourself.");
        WholeFile.RequireWritable(path);
    }

    /// <summary>
    /// Writes the parts with a folder of pictures for each class, and a labels.csv that keeps class names, groups and
    /// marks. Pictures that have files are copied as they are; other images are written as PNG. The folder appears
    /// whole or not at all.
    /// </summary>
    /// <param name="path">A new or empty folder.</param>
    /// <param name="parts">Parts of one set, each with at least one image.</param>
    /// <param name="provenance">Content of the provenance file, or null.</param>
    /// <exception cref="UserInputException">The location cannot be used, or the classes cannot be told apart by
    /// name.</exception>
    public static void Write(
        string path, IReadOnlyList<(DataSplit Split, LabelledImages Images)> parts, string? provenance = null)
    {
        RequireFree(path);
        foreach (var (_, images) in parts) ClassNameFaults.Require(images);
        PictureFolderFile.WriteParts(path, parts, provenance);
    }
}
