using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

/// <summary>Which installed PyTorch is found, and which is taken. Loading one needs a process of its own: LibTorchTests of the end-to-end tests.</summary>
public sealed class InstalledLibTorchTests : IDisposable
{
    private const string SitePackages = "lib/python3.12/site-packages";

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_version_of_the_packages_is_the_one_that_TorchSharp_was_built_for() =>
        Assert.Equal(LibTorch.BuiltWith, Version.Parse(TorchSharp.torch.__version__).ToString(3));

    [Theory]
    [InlineData("")]
    [InlineData("lib/python3.12/site-packages")]
    [InlineData("lib/python3.12/site-packages/torch")]
    [InlineData("lib/python3.12/site-packages/torch/lib")]
    [InlineData("lib/python3.12/site-packages/torch/")]
    public void An_environment_its_package_and_the_packages_libraries_all_name_one_PyTorch(string named)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "taken on Linux only");
        var package = PyTorch(SitePackages, "2.11.0+cu130");
        var torch = InstalledLibTorch.At(Path.Combine(folder, named));
        Assert.Equal((package, "2.11.0+cu130", null, false), (torch.Package, torch.Version, torch.Fault, torch.HasCuda));
        Assert.Equal(Path.Combine(package, "lib"), torch.Libraries);
    }

    [Fact]
    public void Debians_folder_an_unpacked_libtorch_and_condas_libraries_are_known()
    {
        Assert.Equal("1.13.0a0", InstalledLibTorch.At(Ancestor(PyTorch("usr/lib/python3/dist-packages", "1.13.0a0"), 4)).Version);

        var plain = Library(Path.Combine(folder, "libtorch", "lib"));
        File.WriteAllText(Path.Combine(folder, "libtorch", "build-version"), "2.10.0+cpu\n");
        Assert.Equal(("2.10.0+cpu", plain), (InstalledLibTorch.At(Path.Combine(folder, "libtorch")).Version, InstalledLibTorch.At(Path.Combine(folder, "libtorch")).Libraries));

        var conda = PyTorch("conda/" + SitePackages, "2.10.0");
        Directory.Delete(Path.Combine(conda, "lib"), recursive: true);
        var own = Library(Path.Combine(folder, "conda", "lib"));
        File.WriteAllText(Path.Combine(own, "libtorch_cuda.so"), "");
        var torch = InstalledLibTorch.At(Path.Combine(folder, "conda"));
        Assert.Equal((own, true), (torch.Libraries, torch.HasCuda));
    }

    [Fact]
    public void Where_one_environment_has_several_the_one_that_can_be_used_is_taken_of_the_newest_Python()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "taken on Linux only");
        PyTorch("lib/python3.9/site-packages", "2.10.0");
        var newer = PyTorch("lib/python3.10/site-packages", "2.10.1");
        PyTorch("lib/python3.11/site-packages", "2.4.0");
        Assert.Equal(newer, InstalledLibTorch.At(folder).Package);
    }

    [Theory]
    [InlineData("2.10.0", true)]
    [InlineData("2.11.2+cu130", true)]
    [InlineData("2.9.1", false)]
    [InlineData("2.12.0", false)]
    [InlineData("2.1.10", false)]
    [InlineData("12.10.0", false)]
    [InlineData("2.11.0a0+git1234", false)] // between two releases
    [InlineData("2.10.0.dev20250101", false)]
    public void Only_releases_of_versions_that_were_tried_are_taken(string version, bool taken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "taken on Linux only");
        var torch = InstalledLibTorch.At(PyTorch(SitePackages, version));
        Assert.Equal(taken, torch.Fault is null);
        if (taken) return;
        var message = Assert.Throws<UserInputException>(torch.RequireUsable).Message;
        Assert.Contains(version, message, StringComparison.Ordinal);
        Assert.Contains("2.10 or 2.11", message, StringComparison.Ordinal);
        Assert.Contains(torch.Package, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_no_PyTorch_is_refused()
    {
        foreach (var place in new[] { folder, Path.Combine(folder, "nothing") })
            Assert.Contains($"'{place}'", Assert.Throws<UserInputException>(() => InstalledLibTorch.At(place)).Message, StringComparison.Ordinal);
        var package = PyTorch(SitePackages, "2.10.0");
        File.Delete(Path.Combine(package, "lib", "libtorch_cpu.so"));
        Assert.Contains("libtorch_cpu.so", InstalledLibTorch.At(package).Fault, StringComparison.Ordinal);
        Assert.Throws<UserInputException>(() => InstalledLibTorch.Use(package));
        Assert.Null(InstalledLibTorch.Asked);
    }

    [Fact]
    public void Libraries_are_looked_for_beside_the_package_too()
    {
        var package = PyTorch(SitePackages, "2.11.0+cu130");
        string[] beside = [.. new[] { "nvidia/cu13/lib", "nvidia/cudnn/lib", "cusparselt/lib" }.Select(name => Directory.CreateDirectory(Path.Combine(folder, SitePackages, name)).FullName)];
        var searched = InstalledLibTorch.At(package).SearchFolders.ToList();
        Assert.Equal(Path.Combine(package, "lib"), searched[0]);
        Assert.Superset(beside.ToHashSet(), searched.ToHashSet());
    }

    [Fact]
    public void The_active_environments_are_looked_through()
    {
        var (conda, venv) = (PyTorch("conda/" + SitePackages, "2.10.0"), PyTorch("venv/" + SitePackages, "2.3.1"));
        string[] names = ["CONDA_PREFIX", "VIRTUAL_ENV"];
        var before = names.Select(Environment.GetEnvironmentVariable).ToArray();
        try
        {
            Environment.SetEnvironmentVariable(names[0], Path.Combine(folder, "conda"));
            Environment.SetEnvironmentVariable(names[1], Path.Combine(folder, "venv"));
            Assert.Equal([venv, conda], InstalledLibTorch.Found().Select(torch => torch.Package).Take(2));
        }
        finally
        {
            for (var i = 0; i < names.Length; i++) Environment.SetEnvironmentVariable(names[i], before[i]);
        }
    }

    private string PyTorch(string place, string version)
    {
        var package = Path.Combine(folder, place, "torch");
        Library(Path.Combine(package, "lib"));
        File.WriteAllText(Path.Combine(package, "version.py"),
            $"from typing import Optional\n\n__all__ = ['__version__', 'debug', 'cuda']\n__version__ = '{version}'\ndebug = False\ncuda: Optional[str] = None\n");
        return package;
    }

    private static string Library(string place)
    {
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "libtorch_cpu.so"), "");
        return place;
    }

    private static string Ancestor(string path, int steps) => steps == 0 ? path : Ancestor(Path.GetDirectoryName(path)!, steps - 1);
}
