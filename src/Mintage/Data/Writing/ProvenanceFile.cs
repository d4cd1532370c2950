namespace Mintage.Data.Writing;

/// <summary>Where the account of synthetic images lies.</summary>
public static class ProvenanceFile
{
    /// <summary>The file that belongs to a data set, which may be a file or a folder; it need not exist.</summary>
    public static string Of(string source) => Directory.Exists(source) ? In(source) : Beside(source);

    /// <summary>The one in a folder: provenance.json.</summary>
    internal static string In(string folder) => Path.Combine(folder, "provenance.json");

    /// <summary>The one beside a file: NAME.provenance.json.</summary>
    internal static string Beside(string file) => Path.ChangeExtension(file, ".provenance.json");
}
