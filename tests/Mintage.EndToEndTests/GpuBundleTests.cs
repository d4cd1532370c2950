using System.Runtime.InteropServices;

namespace Mintage.EndToEndTests;

/// <summary>The bundle for a machine with a GPU and no .NET, on a machine without a GPU.</summary>
public sealed class GpuBundleTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact(Explicit = true)] // publishes: minutes
    public void The_bundle_runs_from_another_folder_without_dotnet_and_prints_a_table()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "the bundle is for Linux on x64");
        Run("bash", "scripts/gpu-tests", "--bundle", place["bundle.tar.gz"]);
        Run("tar", "-C", Directory.CreateDirectory(place["there"]).FullName, "-xzf", place["bundle.tar.gz"]);
        var package = Directory.CreateDirectory(place["venv/lib/python3.12/site-packages/torch"]).FullName;
        File.WriteAllText(Path.Combine(package, "version.py"), "__version__ = '2.10.0+cpu'\n");
        Directory.CreateSymbolicLink(Path.Combine(package, "lib"), Path.Combine(Cli.Folder, "libtorch"));

        var table = Run("env", "-i", "PATH=/usr/bin:/bin", place["there/mintage-gpu/run"], "--libtorch", place["venv"], "--device", "cpu");
        foreach (var row in new[] { "| tensor library | TorchSharp", "failed, 0 errors", "| speed of best, 28 x 28 x 1, on cpu |", "| speed of best, 32 x 32 x 3, on cpu |" })
            Assert.Contains(row, table, StringComparison.Ordinal);
        Assert.DoesNotContain("| 0 found", table, StringComparison.Ordinal);
    }

    private static string Run(string program, params string[] arguments) => Dotnet.Start(program, Dotnet.Repository, arguments).Succeeded().Output;
}
