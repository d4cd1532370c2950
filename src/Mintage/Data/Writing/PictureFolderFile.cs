using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Mintage.Runtime;

namespace Mintage.Data.Writing;

/// <summary>
/// Writes a data set as PNG files in one folder per class, with labels.csv (path, label, group, source), which keeps
/// the exact class names and the groups. Files are numbered by their place in the set. If the set marks synthetic
/// images, file names begin with "real-" or "synthetic-".
/// </summary>
internal static partial class PictureFolderFile
{
    /// <summary>Name of the list of all files in the folder.</summary>
    public const string IndexFile = "labels.csv";

    private const string IndexHead = "path,label", GroupHead = ",group", SplitHead = ",split", SourceHead = ",source";

    private static readonly string[] Heads =
    [
        .. from @group in new[] { "", GroupHead }
           from split in new[] { "", SplitHead }
           from source in new[] { "", SourceHead }
           select IndexHead + @group + split + source,
    ];

    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",\"\r\n; ");

    /// <summary>Writes the folder and replaces an existing one.</summary>
    /// <param name="images">The set.</param>
    /// <param name="path">The folder.</param>
    /// <param name="provenance">Content of provenance.json, or null.</param>
    public static void Write(string path, LabelledImages images, string? provenance)
    {
        RequireReplaceable(path);
        WholeFile.ReplaceFolder(path, folder =>
        {
            var classFolders = ClassFolders(images.ClassNames);
            string[] files =
                [.. Enumerable.Range(0, images.Count)
                .Select(i => $"{classFolders[images.Labels[i]]}/{Origin(images, i, "-")}{i:D6}.png")];
            foreach (var name in classFolders) Directory.CreateDirectory(Path.Combine(folder, name));
            WritePictures(folder, images, files);
            Finish(folder, Index([(null, images, files)]), provenance);
        });
    }

    /// <summary>
    /// Writes the parts of a set under folders of their own (train/cats/1.png). Pictures that have files are copied
    /// as they are; other images are written as PNG.
    /// </summary>
    /// <param name="path">The folder, which must not exist or be empty.</param>
    /// <param name="parts">Parts of one set, each with at least one image.</param>
    /// <param name="provenance">Content of provenance.json, or null.</param>
    /// <exception cref="UserInputException">The folder holds something, or cannot be written.</exception>
    public static void WriteParts(
        string path, IReadOnlyList<(DataSplit Split, LabelledImages Images)> parts, string? provenance) =>
        WholeFile.ReplaceFolder(path, folder =>
        {
            List<(DataSplit? Split, LabelledImages Images, string[] Files)> written = [];
            foreach (var (split, images) in parts)
            {
                var files = Array.ConvertAll(NamesInPart(images), file => $"{split.Word()}/{file}");
                foreach (var file in files)
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
                if (images is { Files: { } originals, Folder: { } root })
                    for (var i = 0; i < files.Length; i++)
                        File.Copy(Path.Combine(root, originals[i].Path), Path.Combine(folder, files[i]));
                else WritePictures(folder, images, files);
                written.Add((split, images, files));
            }
            Finish(folder, Index(written), provenance);
        });

    /// <summary>The files' own names in the folders of their classes; a number before a name that is taken.</summary>
    private static string[] NamesInPart(LabelledImages images)
    {
        var classFolders = ClassFolders(images.ClassNames);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. Enumerable.Range(0, images.Count).Select(i =>
        {
            var folder = classFolders[images.Labels[i]];
            var name = images.Files is null ? $"{i:D6}.png" : Path.GetFileName(images.Files[i].Path);
            var file = $"{folder}/{name}";
            return taken.Add(file) ? file : $"{folder}/{i:D6}-{name}";
        })];
    }

    private static void WritePictures(string folder, LabelledImages images, string[] files) =>
        Parallel.For(0, images.Count, i =>
            File.WriteAllBytes(Path.Combine(folder, files[i]),
            PngPicture.Encode(images.Image(i), images.Height, images.Width, images.Channels)));

    private static void Finish(string folder, string index, string? provenance)
    {
        File.WriteAllText(Path.Combine(folder, IndexFile), index);
        if (provenance is not null) File.WriteAllText(ProvenanceFile.In(folder), provenance);
    }

    /// <summary>Refuses a folder that holds anything other than such a set, so that nothing else is ever
    /// deleted.</summary>
    /// <exception cref="UserInputException"><see cref="Write"/> did not make the folder.</exception>
    public static void RequireReplaceable(string path)
    {
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()) return;
        var index = Path.Combine(path, IndexFile);
        var fault = !IsIndex(index)
            ? $"has no '{IndexFile}' of one"
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(path, file)).FirstOrDefault(file => !IsOwn(file)) is { } foreign
                ? $"holds '{foreign}'"
                : null;
        if (fault is not null)
            throw new UserInputException(
                $"'{path}' can be replaced only if Mintage wrote a data set to it and it holds nothing else, but it "
                + $"{fault}. Choose another location, or delete the folder yourself.");
    }

    /// <summary>True if a file begins like the list that <see cref="Write"/> makes.</summary>
    public static bool IsIndex(string file) => Path.GetFileName(file) == IndexFile && File.Exists(file)
        && InputFile.HasContent(file)
        && InputFile.Read(file, stream => new StreamReader(stream).ReadLine()) is { } head && Heads.Contains(head);

    private static bool IsOwn(string file) =>
        file is IndexFile || file == ProvenanceFile.In("") || OwnPicture().IsMatch(Path.GetFileName(file));

    [GeneratedRegex(@"^(real-|synthetic-)?\d{6,}\.png$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnPicture();

    /// <summary>
    /// Gives a folder name for each class. Characters that some file system refuses are written as %XX (UTF-8), and so
    /// is the first letter of a name that differs from another one only in case or in how its accents are stored.
    /// </summary>
    internal static string[] ClassFolders(IReadOnlyList<string> classNames)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. classNames.Select((name, label) =>
        {
            var folder = Escape(name);
            if (folder.Length > 0 && taken.Add(LookAlikeNames.Key(folder))) return folder;
            var first = name.Length > 1 && char.IsSurrogatePair(name, 0) ? 2 : Math.Min(1, name.Length);
            folder = name.Length == 0 ? "%" : Percent(name[..first]) + Escape(name[first..]);
            // Two classes with one name, or a third spelling: only a number keeps them apart.
            return taken.Add(LookAlikeNames.Key(folder)) ? folder : Numbered(folder, label, taken);
        })];
    }

    private static string Numbered(string folder, int label, HashSet<string> taken)
    {
        taken.Add($"{folder}%{label}");
        return $"{folder}%{label}";
    }

    private static string Escape(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var atEnd = name[i] is '.' or ' ' && (i == 0 || i == name.Length - 1);
            var isRefused = atEnd || name[i] is < ' ' or '\x7f' || "<>:\"/\\|?*%".Contains(name[i]);
            text.Append(isRefused ? Percent($"{name[i]}") : name[i]);
        }
        return text.ToString();
    }

    private static string Percent(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"%{value:X2}"));

    private static string Index(IReadOnlyList<(DataSplit? Split, LabelledImages Images, string[] Files)> parts)
    {
        var first = parts[0];
        var text = new StringBuilder(IndexHead).Append(first.Images.Groups is null ? "" : GroupHead)
            .Append(first.Split is null ? "" : SplitHead).Append(first.Images.IsSynthetic is null ? "" : SourceHead)
            .Append('\n');
        foreach (var (split, images, files) in parts)
        {
            for (var i = 0; i < files.Length; i++)
            {
                text.Append(Quoted(files[i])).Append(',').Append(Quoted(images.ClassNames[images.Labels[i]]));
                if (images.Groups is not null) text.Append(',').Append(Quoted(images.Groups[i]));
                if (split is { } part) text.Append(',').Append(part.Word());
                if (images.IsSynthetic is not null) text.Append(',').Append(Origin(images, i, ""));
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Origin(LabelledImages images, int index, string after) =>
        images.IsSynthetic is null ? "" : (images.IsSynthetic[index] ? "synthetic" : "real") + after;

    internal static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(ToQuote) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
