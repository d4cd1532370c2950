using Mintage.Data.Formats;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// The name of a data set: SOURCE[:train|test|val], where SOURCE is a catalogue name or a file or folder of a known
/// format. Immutable.
/// </summary>
/// <param name="Source">The catalogue name or path. A catalogue name wins over a file of the same name; write "./mnist"
/// for the file.</param>
/// <param name="Split">The part; <see cref="DataSplit.Train"/> if none is given.</param>
public sealed record DataSetReference(string Source, DataSplit Split)
{
    private const int MostBeside = 10_000;

    /// <summary>Parses a name. Only a final ":train", ":test" or ":val" counts as a part, so "C:\x.npz" is a
    /// path.</summary>
    /// <exception cref="UserInputException">The text has no source.</exception>
    public static DataSetReference Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        // On Windows, a single letter before the colon is a drive: "C:test" is a path.
        var isDrive = colon == 1 && OperatingSystem.IsWindows();
        var split = colon >= 0 && !isDrive ? DataSplits.Find(text[(colon + 1)..]) : null;
        var source = split is null ? text : text[..colon];
        return string.IsNullOrWhiteSpace(source)
            ? throw new UserInputException(
                $"A data set must be named as SOURCE or SOURCE:PART, but '{text}' names no source. {Supported}")
            : new DataSetReference(source, split ?? DataSplit.Train);
    }

    /// <summary>The name as users write it, always with its part.</summary>
    public override string ToString() => $"{Source}:{Split.Word()}";

    /// <summary>Loads the data set. A catalogue data set is downloaded if it is not in the cache.</summary>
    /// <param name="loading">Options for reading; null for the defaults.</param>
    /// <exception cref="UserInputException">There is no such data set or part, or its files cannot be used. The message
    /// says why and what to do.</exception>
    public LabelledImages Load(DataSetLoading? loading = null)
    {
        loading ??= new DataSetLoading();
        var entry = DataCatalogue.Find(Source);
        var format = entry is null ? Format() : null;
        if (loading.LabelsFile is { } labels && format is not IdxFormat)
            throw new UserInputException(
                $"Only an IDX image file takes a label file, but '{Source}' has its own labels. Leave out '{labels}'.");
        var images = entry is null
            ? format!.Read(Source, Split, loading)
            : DataSetFetch.Load(entry, Split, loading.CatalogueFolder, loading.Report);
        ClassNameFaults.RequireShort(images);
        if (Split == DataSplit.Train && images.Files is null && ClassesWithoutImages(images) is { } warning)
            loading.Report?.Invoke(warning);
        if (ClassNameFaults.LookAlike(images) is { } alike) loading.Report?.Invoke(alike);
        return images;
    }

    /// <summary>Warns about classes without images, which appear when labels start at 1 or skip a number.</summary>
    private string? ClassesWithoutImages(LabelledImages images)
    {
        var counts = images.ClassCounts();
        var empty = images.ClassNames.Where((_, label) => counts[label] == 0).ToList();
        if (empty.Count == 0) return null;
        var names = string.Join(", ", empty.Take(5).Select(name => $"'{name}'")) + (empty.Count > 5 ? ", ..." : "");
        return $"'{this}' has {images.ClassCount} classes, but no image of "
            + $"{(empty.Count == 1 ? "class" : $"{empty.Count} classes:")} {names}. If you do not mean this, number "
            + "the labels from 0 without gaps. GANs will draw no image of such a class.";
    }

    /// <summary>
    /// Gives the part of the same source that must share no image with this one: for training images the test images
    /// (or the validation images if there are none), for other parts the training images. Null if the source has no
    /// such part or cannot be read.
    /// </summary>
    public DataSetReference? Counterpart()
    {
        DataSplit[] wanted = Split == DataSplit.Train ? [DataSplit.Test, DataSplit.Validation] : [DataSplit.Train];
        var parts = Parts();
        return wanted.Where(parts.Contains).Select(split => this with { Split = split }).FirstOrDefault();
    }

    /// <summary>Lists the source's parts; none if it cannot be read.</summary>
    internal IReadOnlyList<DataSplit> Parts()
    {
        if (DataCatalogue.Find(Source) is { } entry) return [.. entry.Parts.Select(part => part.Split)];
        try
        {
            return Format().Parts(Source);
        }
        catch (UserInputException)
        {
            return []; // loading it says what is wrong
        }
    }

    private IDataSetFormat Format()
    {
        if (!File.Exists(Source) && !Directory.Exists(Source)) throw Unknown();
        if (DataSetFormats.Of(Source) is { } format) return format;
        throw new UserInputException(
            $"'{Source}' cannot be read as a data set: it is {FileSignature.Describe(FileSignature.Head(Source))}. "
            + $"{Supported}");
    }

    private static string Supported =>
        $"Supported are catalogue names ({string.Join(", ", DataCatalogue.Entries.Select(entry => entry.Name))}) and "
            + $"{string.Join(", ", DataSetFormats.Descriptions)}.";

    /// <summary>The file or folder beside a misspelt one that was probably meant, or null.</summary>
    private static string? Beside(string source)
    {
        try
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
            var folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(source));
            var there = new DirectoryInfo(string.IsNullOrEmpty(folder) ? "." : folder);
            if (name.Length == 0 || !there.Exists) return null;
            var names = there.EnumerateFileSystemInfos().Take(MostBeside).Select(file => file.Name);
            var meant = NearestName.Misspelt(name, names);
            return meant is null ? null : Path.Combine(folder ?? "", meant);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // the message is good without it
        }
    }

    private UserInputException Unknown()
    {
        var colon = Source.LastIndexOf(':');
        if (colon > 0 && DataCatalogue.Find(Source[..colon]) is { } entry)
            return new(
                $"'{Source[(colon + 1)..]}' is not a part of {entry.Title}; it has "
                + $"{string.Join(" and ", entry.Parts.Select(part => $"'{entry.Name}:{part.Split.Word()}'"))}."
                + NearestName.Question(Source[(colon + 1)..], entry.Parts.Select(part => part.Split.Word())));
        if (colon > 0 && Path.Exists(Source[..colon]) && Source.AsSpan(colon).IndexOfAny('/', '\\') < 0)
            return new(
                $"The part of a data set must be train, test or val, but '{Source}' asks for "
                + $"'{Source[(colon + 1)..]}'.{NearestName.Question(Source[(colon + 1)..], DataSplits.Words)}");
        var meant = NearestName.Find(Source, DataCatalogue.Entries.Select(known => known.Name)) ?? Beside(Source);
        return new(
            $"'{Source}' is neither a catalogue name nor a file or folder that exists. "
            + $"{(meant is null ? "" : $"Did you mean '{meant}'? ")}{Supported}");
    }
}
