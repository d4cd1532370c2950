using Mintage.Data.Pictures;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>
/// The table that decides the classes of a folder of pictures: a labels.csv in it, as Mintage writes one, or a
/// metadata.csv or metadata.jsonl, as Hugging Face's image folders have it, in the folder or in the folders of its
/// parts.
/// </summary>
internal static class FolderTables
{
    private static readonly string[] Names = [PictureFolderFile.IndexFile, "metadata.csv", "metadata.jsonl"];

    /// <summary>
    /// Reads the table that decides; null if there is none. A table decides if Mintage wrote it, if it names an
    /// existing picture, or if there are no class folders with pictures.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="report">Receives a line about a table that does not decide.</param>
    /// <exception cref="UserInputException">The table that decides has faults. The message says why it
    /// decides.</exception>
    public static CsvPictures? Of(string folder, Action<string>? report)
    {
        var files = Files(folder);
        if (files.Count == 0) return null;
        var first = Path.Combine(folder, files[0].Path);
        var isOwn = PictureFolderFile.IsIndex(first);
        var (names, doubt) = isOwn ? (true, "") : NamesPictures(folder, files);
        if (!names && HasClassFolders(folder))
        {
            report?.Invoke($"'{first}' is ignored and the class folders are used: {doubt}.");
            return null;
        }
        foreach (var part in files[0].Split is null ? [] : PartFolders(folder)
            .Except(files.Select(file => file.Path.Split('/')[0])))
            report?.Invoke($"'{part}' in '{folder}' has no table of its pictures and is left out.");
        try
        {
            return CsvPictures.Read(folder, folder, files);
        }
        catch (UserInputException e)
        {
            var reason = isOwn
                ? "it is as Mintage writes it"
                : names
                ? "it names pictures in it"
                : "there are no class folders with pictures in it";
            throw new UserInputException(
                $"{e.Message}{Environment.NewLine}  This file decides the classes of '{folder}', because {reason}. "
                + "Correct it, or move it away so that the folder names decide.", e);
        }
    }

    /// <summary>Lists the tables as paths from the folder: the one in it, or those in the folders of its
    /// parts.</summary>
    private static List<ListedFile> Files(string folder)
    {
        if (Array.Find(Names, name => File.Exists(Path.Combine(folder, name))) is { } own) return [new(own, null)];
        return
        [
            .. PartFolders(folder)
                .SelectMany(part => Names[1..].Select(name => $"{part}/{name}")
                .Where(path => File.Exists(Path.Combine(folder, path))).Take(1)
                .Select(path => new ListedFile(path, DataSplits.FindAlias(part)))),
        ];
    }

    private static IEnumerable<string> PartFolders(string folder) =>
        PictureFolder.Folders(folder).Where(part => DataSplits.FindAlias(part) is not null);

    /// <summary>Tells if one of the tables names an existing picture; if not, says why.</summary>
    private static (bool Names, string Doubt) NamesPictures(string folder, List<ListedFile> files)
    {
        try
        {
            return files.Exists(file => CsvPictures.NamesPictures(folder, file))
                ? (true, "")
                : (false, "it names no picture that is there");
        }
        catch (UserInputException e)
        {
            return (false, $"it is no table of pictures ({e.Message.TrimEnd('.')})");
        }
    }

    private static bool HasClassFolders(string folder) =>
        PictureFolder.Folders(folder).Any(name => FolderWalk.Through(folder, [name]).Files(name).Pictures.Length > 0);
}
