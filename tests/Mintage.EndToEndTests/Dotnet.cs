using System.Diagnostics;

namespace Mintage.EndToEndTests;

/// <summary>The SDK's command line and programs that it has built.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    /// <summary>Folder of the built sample.</summary>
    public static string Sample(string project) => Path.GetFullPath(Path.Combine(Cli.Folder, "..", "..", project, Path.GetFileName(Cli.Folder), project + ".dll"));

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = Find();

    /// <summary>Where restored packages are kept on this machine.</summary>
    public static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Runs <c>dotnet</c> in a folder to the end.</summary>
    public static Cli.Result Run(string folder, params string[] arguments) => Start("dotnet", folder, arguments);

    /// <summary>Runs a program in a folder to the end.</summary>
    public static Cli.Result Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // No build server may outlive the test, nor CI's locked mode reach a project that has no lock file.
        foreach (var (name, value) in new[] { ("MSBUILDDISABLENODEREUSE", "1"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("UseSharedCompilation", "false"), ("CI", null), ("NUGET_PACKAGES", null) })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}");
        }
        return new Cli.Result(process.ExitCode, output.Result, error.Result);
    }

    private static string Find()
    {
        var folder = Cli.Folder;
        while (!File.Exists(Path.Combine(folder, "Mintage.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
