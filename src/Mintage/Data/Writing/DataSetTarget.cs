using Mintage.Runtime;

namespace Mintage.Data.Writing;

/// <summary>A file or folder to write a data set to. Immutable.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Format">The format to write.</param>
public sealed record DataSetTarget(string Path, DataSetFileFormat Format)
{
    /// <summary>The formats' names on the command line.</summary>
    public static IReadOnlyList<string> FormatNames { get; } =
        [.. Enum.GetNames<DataSetFileFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>Every file or folder that writing creates, except the provenance file.</summary>
    public IReadOnlyList<string> Files =>
        Format == DataSetFileFormat.Idx ? [Path, IdxFile.LabelsBeside(Path)!] : [Path];

    /// <summary>Path of the provenance file: inside a folder, beside a file.</summary>
    public string ProvenancePath =>
        Format == DataSetFileFormat.Folder ? ProvenanceFile.In(Path) : ProvenanceFile.Beside(Path);

    /// <summary>Parses the name of a target.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">One of <see cref="FormatNames"/>, or null to choose by the name: an ending .npz or
    /// .parquet, an IDX name such as x-images-idx3-ubyte, or a folder without an ending.</param>
    /// <exception cref="UserInputException">The format is unknown or unclear, or the name does not fit it.</exception>
    public static DataSetTarget Parse(string path, string? format = null)
    {
        var target = new DataSetTarget(path, format is null ? Guess(path) : Named(format));
        return target.Format != DataSetFileFormat.Idx || IdxFile.LabelsBeside(path) is not null
            ? target
            : throw new UserInputException(
                "The name of an IDX image file must contain 'images', as in 'train-images-idx3-ubyte', to give the "
                + $"label file a name too, but it is '{path}'. Choose another name.");
    }

    /// <summary>Refuses a target that cannot be written.</summary>
    /// <param name="overwrite">True allows to replace files, and a folder that <see cref="Write"/> made.</param>
    /// <exception cref="UserInputException">The target exists and may not be replaced, or it cannot be
    /// written.</exception>
    public void RequireFree(bool overwrite)
    {
        var wrongKind = Files.FirstOrDefault(Format == DataSetFileFormat.Folder ? File.Exists : Directory.Exists);
        if (wrongKind is not null)
            throw new UserInputException(
                $"'{wrongKind}' must become a "
                + $"{(Format == DataSetFileFormat.Folder ? "folder, but is a file" : "file, but is a folder")}. "
                + "Choose another location.");
        WholeFile.RequireWritable(Path);
        if (overwrite)
        {
            if (Format == DataSetFileFormat.Folder) PictureFolderFile.RequireReplaceable(Path);
            return;
        }
        var inTheWay = Files.Append(ProvenancePath).FirstOrDefault(file => File.Exists(file) || Directory.Exists(file));
        if (inTheWay is not null)
            throw new UserInputException(
                $"'{inTheWay}' already exists. Choose another location, or use --overwrite to replace it.");
    }

    /// <summary>Writes a set and replaces what exists. Each file, and a folder as a whole, appears complete or not at
    /// all.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="provenance">Content of the provenance file, or null.</param>
    /// <exception cref="UserInputException">The set does not fit the format, the location cannot be written, or another
    /// process is writing there.</exception>
    public void Write(LabelledImages images, string? provenance = null)
    {
        if (Format is DataSetFileFormat.Folder or DataSetFileFormat.Parquet) ClassNameFaults.Require(images);
        // A file and what lies beside it must be of one set; a folder has its own lock.
        using var claim = Format == DataSetFileFormat.Folder ? null : FolderLock.Beside(Path);
        switch (Format)
        {
            case DataSetFileFormat.Folder:
                PictureFolderFile.Write(Path, images, provenance);
                return;
            case DataSetFileFormat.Npz:
                NpzFile.Write(Path, images);
                break;
            case DataSetFileFormat.Parquet:
                ParquetFile.Write(Path, images);
                break;
            case DataSetFileFormat.Idx when IsMixed(images):
                throw new UserInputException(
                    $"An IDX file cannot mark images as synthetic, and '{images.Name}' has real and synthetic ones. "
                    + "Write a folder, .npz or .parquet.");
            case DataSetFileFormat.Idx:
                IdxFile.Write(Path, images);
                break;
            default:
                throw new InvalidOperationException($"{Format}");
        }
        if (provenance is not null) WholeFile.WriteText(ProvenancePath, provenance);
        else if (File.Exists(ProvenancePath)) File.Delete(ProvenancePath); // it tells of what was replaced
    }

    /// <summary>Lists what the format cannot store of a set, in words that follow a colon; null if nothing is
    /// lost.</summary>
    public string? Loses(LabelledImages images)
    {
        var namesClasses = !images.ClassNames.SequenceEqual(IdxFile.DefaultClassNames(images.ClassCount));
        return Format != DataSetFileFormat.Idx ? null : (namesClasses, images.Groups is not null) switch
        {
            (true, true) => "class names, groups",
            (true, false) => "class names",
            (false, true) => "groups",
            _ => null,
        };
    }

    private static bool IsMixed(LabelledImages images) => images.IsSynthetic?.Distinct().Count() > 1;

    private static DataSetFileFormat Named(string format) => FormatNames.Contains(format)
        ? Enum.Parse<DataSetFileFormat>(format, ignoreCase: true)
        : throw new UserInputException($"--format must be one of {string.Join(", ", FormatNames)}, but is '{format}'.");

    private static DataSetFileFormat Guess(string path)
    {
        var name = System.IO.Path.GetFileName(path).ToLowerInvariant();
        var bare = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        return name.EndsWith(".npz", StringComparison.Ordinal) ? DataSetFileFormat.Npz
            : name.EndsWith(".parquet", StringComparison.Ordinal) ? DataSetFileFormat.Parquet
            : bare.EndsWith("-ubyte", StringComparison.Ordinal) || bare.EndsWith(".idx", StringComparison.Ordinal)
                ? DataSetFileFormat.Idx
            : !name.Contains('.') ? DataSetFileFormat.Folder
            : throw new UserInputException(
                "The output must end in .npz or .parquet, have a name such as x-images-idx3-ubyte (IDX), or have no "
                + $"ending (a folder), but is '{path}'. Change the name, or choose the format "
                + $"({string.Join(", ", FormatNames)}) with --format.");
    }
}

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
