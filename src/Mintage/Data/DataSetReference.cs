using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// How users name a data set: SOURCE[:train|test|val], SOURCE being a catalogue name, an .npz file or an IDX image file.
/// </summary>
/// <param name="Source">The catalogue name or path. A catalogue name wins over a file of that name; write "./mnist" for the file.</param>
/// <param name="Split">The part; <see cref="DataSplit.Train"/> where none is named.</param>
public sealed record DataSetReference(string Source, DataSplit Split)
{
    /// <summary>Reads the text. Only a final ":train", ":test" or ":val" is taken off, so that "C:\x.npz" is a path.</summary>
    /// <exception cref="UserInputException">No source is named.</exception>
    public static DataSetReference Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        // A single letter before the colon is a Windows drive: "C:test" is a path.
        var split = colon is 0 or > 1 ? DataSplits.Find(text[(colon + 1)..]) : null;
        var source = split is null ? text : text[..colon];
        return string.IsNullOrWhiteSpace(source)
            ? throw new UserInputException($"A data set must be named as SOURCE or SOURCE:PART, but '{text}' names no source. {Supported}")
            : new DataSetReference(source, split ?? DataSplit.Train);
    }

    /// <summary>The reference as users write it, always with its part.</summary>
    public override string ToString() => $"{Source}:{Split.Word()}";

    /// <summary>Opens the data set; a catalogue data set is fetched if it is not in the cache yet.</summary>
    /// <param name="labelsFile">The label file of an IDX image file; if null, the one beside it.</param>
    /// <param name="folder">A folder that has a catalogue data set's files; otherwise of no effect.</param>
    /// <param name="report">Gets a line for every step of fetching.</param>
    /// <exception cref="UserInputException">There is no such data set or part, or its files cannot be used; says why and what to do.</exception>
    public LabelledImages Load(string? labelsFile = null, string? folder = null, Action<string>? report = null)
    {
        if (DataCatalogue.Find(Source) is { } entry)
        {
            RefuseLabels(labelsFile);
            return DataSetFetch.Load(entry, Split, folder, report);
        }
        if (Directory.Exists(Source)) throw new UserInputException($"'{Source}' must be a file or a catalogue name, but is a folder. {Supported}");
        if (!File.Exists(Source)) throw Unknown();
        var head = FileSignature.Head(Source);
        if (FileSignature.IsZip(head) || Source.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            RefuseLabels(labelsFile);
            return NpzFile.Read(Source, Split);
        }
        if (!FileSignature.IsIdx(head)) throw new UserInputException($"'{Source}' cannot be read as a data set: it is {FileSignature.Describe(head)}. {Supported}");
        return Split == DataSplit.Train
            ? IdxFile.Read(Source, labelsFile)
            : throw new UserInputException($"'{Source}' is an IDX file and holds one set of images, so it has no part '{Split.Word()}'. Name the image file of that part, without ':{Split.Word()}'.");
    }

    /// <summary>
    /// The part of the same source that results on this part would be spoilt by: of training images the test images (or,
    /// where there are none, the validation images), of others the training images. Null if the source has no such part
    /// or cannot be read.
    /// </summary>
    public DataSetReference? Counterpart()
    {
        DataSplit[] wanted = Split == DataSplit.Train ? [DataSplit.Test, DataSplit.Validation] : [DataSplit.Train];
        var parts = Parts();
        return wanted.Where(parts.Contains).Select(split => this with { Split = split }).FirstOrDefault();
    }

    private IReadOnlyList<DataSplit> Parts()
    {
        if (DataCatalogue.Find(Source) is { } entry) return [.. entry.Parts.Select(part => part.Split)];
        try
        {
            return File.Exists(Source) && FileSignature.IsZip(FileSignature.Head(Source)) ? NpzFile.Parts(Source) : [];
        }
        catch (UserInputException)
        {
            return []; // loading it says what is wrong
        }
    }

    private static string Supported =>
        $"Supported are catalogue names ({string.Join(", ", DataCatalogue.Entries.Select(entry => entry.Name))}), .npz files and IDX image files (raw or .gz).";

    private void RefuseLabels(string? labelsFile)
    {
        if (labelsFile is not null)
            throw new UserInputException($"A label file belongs to an IDX image file only; '{Source}' has its own labels. Leave out '{labelsFile}'.");
    }

    private UserInputException Unknown()
    {
        var colon = Source.LastIndexOf(':');
        if (colon > 0 && DataCatalogue.Find(Source[..colon]) is { } entry)
            return new($"'{Source[(colon + 1)..]}' is not a part of {entry.Title}; it has {string.Join(" and ", entry.Parts.Select(part => $"'{entry.Name}:{part.Split.Word()}'"))}.");
        var meant = NearestName.Find(Source, DataCatalogue.Entries.Select(known => known.Name));
        return new($"'{Source}' is neither a catalogue name nor a file that exists. {(meant is null ? "" : $"Did you mean '{meant}'? ")}{Supported}");
    }
}
