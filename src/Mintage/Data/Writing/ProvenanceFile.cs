namespace Mintage.Data.Writing;

/// <summary>Gives the path of the provenance file of synthetic images.</summary>
public static class ProvenanceFile
{
    /// <summary>Path for a data set that may be a file or a folder. The provenance file may be missing.</summary>
    public static string Of(string source) => Directory.Exists(source) ? In(source) : Beside(source);

    internal static string In(string folder) => Path.Combine(folder, "provenance.json");

    internal static string Beside(string file) => Path.ChangeExtension(file, ".provenance.json");
}
