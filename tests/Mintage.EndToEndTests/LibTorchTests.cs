using System.Runtime.InteropServices;

namespace Mintage.EndToEndTests;

/// <summary>
/// The libtorch of an installed PyTorch in place of our own. The PyTorch is laid out here from our own files, so equal bytes are expected; that
/// they are copies is what makes two of them in one process two.
/// </summary>
public sealed class LibTorchTests : IDisposable
{
    private static readonly string OwnLibraries = Path.Combine(Cli.Folder, "libtorch");

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    private string Package => place["venv/lib/python3.12/site-packages/torch"];

    [Fact]
    public void A_training_takes_the_libtorch_it_is_told_to_and_gives_the_same_bytes()
    {
        RequireLinux();
        InstallPyTorch("2.10.0+cpu");
        var doctor = Cli.RunWith([("VIRTUAL_ENV", place["venv"])], "doctor", "--libtorch", place["venv"]).Succeeded().Output;
        Assert.Contains($"libtorch 2.10.0+cpu in {Package}/lib\n", doctor, StringComparison.Ordinal);
        Assert.Contains($"take its libtorch with --libtorch {Package}", doctor, StringComparison.Ordinal);

        var bars = place.Bars("bars.npz", 32);
        string[] train = ["gan", "train", "--data", bars, "--updates", "4", "--batch", "8", "--filters", "4", "--out"];
        Cli.Run([.. train, place["own"]]).Succeeded();
        Cli.RunWith([("MINTAGE_LIBTORCH", Package)], [.. train, place["other"]]).Succeeded();
        Assert.Equal(File.ReadAllBytes(place["own/generator.safetensors"]), File.ReadAllBytes(place["other/generator.safetensors"]));
    }

    [Fact]
    public void A_program_without_a_libtorch_finds_one_and_its_workers_and_cluster_scripts_are_told()
    {
        RequireLinux();
        InstallPyTorch("2.10.0+cpu");
        var bare = place["bare"];
        foreach (var file in Directory.EnumerateFiles(Cli.Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(OwnLibraries, StringComparison.Ordinal)))
        {
            var copy = Path.Combine(bare, Path.GetRelativePath(Cli.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        (string, string)[] none = [("VIRTUAL_ENV", ""), ("CONDA_PREFIX", ""), ("MINTAGE_LIBTORCH", "")];
        Assert.Contains($"2.10.0+cpu in {Package}/lib\n", Run([("VIRTUAL_ENV", place["venv"])], "doctor").Output, StringComparison.Ordinal);
        var bars = place.Bars("bars.npz", 32);
        string[] train = ["gan", "train", "--data", bars, "--members", "2", "--updates", "2", "--batch", "8", "--filters", "4", "--out"];
        Run(none, [.. train, place["gans"], "--libtorch", place["venv"]]).Succeeded(); // each member in a process of its own

        var submitted = Run(none, "study", "submit", StudyTests.WritePlan(place), "--out", place["study"], "--dry-run", "--libtorch", place["venv"]).Succeeded();
        Assert.Contains($"--libtorch {place["venv"]} ", submitted.Output, StringComparison.Ordinal);
        Run([.. none, ("PATH", "/nowhere"), ("HOME", place["home"])], [.. train, place["none"]]).RefusedWith("libtorch");

        Cli.Result Run(IEnumerable<(string, string)> environment, params string[] arguments) => Cli.RunInWith(bare, environment, arguments);
    }

    [Fact]
    public void Another_version_no_PyTorch_and_a_broken_one_are_refused_before_anything_is_written()
    {
        RequireLinux();
        InstallPyTorch("2.4.1+cu121", linked: true);
        Refused("must be a release of version 2.10 or 2.11", "2.4.1+cu121");
        InstallPyTorch("2.11.0", linked: true); // whose libraries say 2.10
        Refused("the libraries that were loaded are version 2.10", Package);
        File.Delete(Path.Combine(Package, "lib", "libtorch_cpu.so"));
        File.WriteAllText(Path.Combine(Package, "lib", "libtorch_cpu.so"), "no library");
        Refused("could not be loaded", "libtorch_cpu.so");
        Directory.Delete(Path.Combine(Package, "lib"), recursive: true);
        Refused("there is no libtorch_cpu.so");
        Directory.Delete(Package, recursive: true);
        Refused("none of them", "doctor");

        void Refused(params string[] words)
        {
            var bars = place.Bars("bars.npz", 32);
            foreach (var word in words)
                Cli.RunWith([("MINTAGE_LIBTORCH", place["venv"])], "gan", "train", "--data", bars, "--out", place["gan"]).RefusedWith(word);
            Cli.Run("gan", "train", "--data", bars, "--out", place["gan"], "--libtorch", place["venv"]).RefusedWith(words[0]);
            Assert.False(Directory.Exists(place["gan"]));
        }
    }

    private static void RequireLinux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "an installed libtorch is taken on Linux for x64 only");

    private void InstallPyTorch(string version, bool linked = false)
    {
        Directory.CreateDirectory(Path.Combine(Package, "lib"));
        File.WriteAllText(Path.Combine(Package, "version.py"), $"__version__ = '{version}'\n");
        foreach (var file in Directory.GetFiles(OwnLibraries))
        {
            var there = Path.Combine(Package, "lib", Path.GetFileName(file));
            if (File.Exists(there)) continue;
            if (linked) File.CreateSymbolicLink(there, file);
            else File.Copy(file, there);
        }
    }
}
