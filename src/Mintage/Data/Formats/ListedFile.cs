namespace Mintage.Data.Formats;

/// <summary>A file that names pictures.</summary>
/// <param name="Path">Its path from the folder of the data set, with forward slashes.</param>
/// <param name="Split">The part that its folder stands for, or null.</param>
internal sealed record ListedFile(string Path, DataSplit? Split)
{
    private const string Metadata = "metadata.";

    private readonly string folder = Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>Whether it is one of a Hugging Face image folder, where folders stand for parts.</summary>
    public bool IsMetadata => Path.AsSpan(folder.Length).StartsWith(Metadata, StringComparison.Ordinal);

    /// <summary>The path of a picture that it names, from the folder of the data set.</summary>
    public string PathOf(string named) => System.IO.Path.IsPathRooted(named) ? Slashes(named) : folder + Slashes(named);

    /// <summary>A path with forward slashes.</summary>
    public static string Slashes(string path) => path.Replace('\\', '/');
}
