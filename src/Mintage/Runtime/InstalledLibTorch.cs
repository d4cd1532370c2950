using System.Text.RegularExpressions;

namespace Mintage.Runtime;

/// <summary>
/// The libtorch of an installed PyTorch, or an unpacked download of libtorch. Mintage can take it in place of the one
/// that it was built with: so a GPU needs no package of several gigabytes (decision 0024). Immutable; looking at one
/// runs and loads nothing.
/// </summary>
/// <param name="Package">The Python package "torch", or the unpacked folder; a full path.</param>
/// <param name="Version">Such as "2.11.0+cu130".</param>
public sealed partial record InstalledLibTorch(string Package, string Version)
{
    /// <summary>Environment variable that names the libtorch to take; processes inherit it.</summary>
    public const string Variable = "MINTAGE_LIBTORCH";

    private const string MainLibrary = "libtorch_cpu.so", CudaLibrary = "libtorch_cuda.so";
    private const string PythonVersionFile = "version.py", PlainVersionFile = "build-version";
    private static readonly string[] Tried = ["2.10", "2.11"];
    private static readonly string[] Places =
        ["torch", "lib/python3*/site-packages/torch", "lib/python3*/dist-packages/torch"];

    /// <summary>The folder that was asked for with <see cref="Use"/> or <see cref="Variable"/>; null if
    /// none was.</summary>
    public static string? Asked =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Folder of its libraries; null if libtorch_cpu.so is not where it should be.</summary>
    public string? Libraries => LibraryFolders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, MainLibrary)));

    /// <summary>Whether it can compute on NVIDIA GPUs.</summary>
    public bool HasCuda => Libraries is { } folder && File.Exists(Path.Combine(folder, CudaLibrary));

    /// <summary>Why Mintage does not take it; null if it does.</summary>
    public string? Fault => this switch
    {
        _ when !OperatingSystem.IsLinux() => "an installed libtorch can be taken on Linux only; nothing else was tried",
        _ when !Tried.Contains(Release().Match(Version).Groups["minor"].Value) =>
            $"it must be a release of version {string.Join(" or ", Tried)}, which were tried, but is {Version}",
        { Libraries: null } => $"there is no {MainLibrary} in {string.Join(" or ", LibraryFolders)}",
        _ => null,
    };

    /// <summary>Folders that its libraries and what they need may lie in.</summary>
    internal IEnumerable<string> SearchFolders =>
        [.. LibraryFolders, .. Below(Path.Combine(Package, ".."), "nvidia/*/lib"),
            .. Below(Path.Combine(Package, ".."), "cusparselt/lib")];

    /// <summary>Conda keeps the libraries in the environment's own lib, three folders above the package.</summary>
    private IEnumerable<string> LibraryFolders =>
        new[] { Path.Combine(Package, "lib"), Path.GetFullPath(Path.Combine(Package, "..", "..", "..")) };

    /// <summary>Takes a libtorch from now on, in this process and those that it starts. Call it before
    /// <see cref="TorchRuntime.Start"/>.</summary>
    /// <param name="folder">See <see cref="At"/>.</param>
    /// <exception cref="UserInputException">There is none that can be used.</exception>
    public static void Use(string folder)
    {
        At(folder).RequireUsable();
        Environment.SetEnvironmentVariable(Variable, Path.GetFullPath(folder));
    }

    /// <summary>Finds the libtorch that a folder stands for.</summary>
    /// <param name="folder">The Python package "torch" or its folder "lib"; an environment (conda, venv) or system
    /// prefix with it; or an unpacked libtorch.</param>
    /// <exception cref="UserInputException">There is none. A version that cannot be used is found all the
    /// same.</exception>
    public static InstalledLibTorch At(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        InstalledLibTorch[] found =
            [.. new[] { full, Path.GetDirectoryName(full) ?? full }.Select(Of).OfType<InstalledLibTorch>().Take(1),
                .. In(full)];
        return found.FirstOrDefault(torch => torch.Fault is null) ?? found.FirstOrDefault()
            ?? throw new UserInputException(
                $"--libtorch (or {Variable}) must name the Python package 'torch', its folder 'lib', an environment "
                + $"with that package, or an unpacked libtorch, but "
                + (Directory.Exists(full)
                    ? $"'{full}' is none of them: it has neither torch/{PythonVersionFile} nor {PlainVersionFile}."
                    : $"there is no folder '{full}'.")
                + " 'mintage doctor' lists what is installed here.");
    }

    /// <summary>Lists those of the active conda and Python environments, of the python3 on the path, and of the
    /// system.</summary>
    public static IReadOnlyList<InstalledLibTorch> Found()
    {
        var python = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted).Select(folder => new FileInfo(Path.Combine(folder, "python3")))
            .FirstOrDefault(file => file.Exists);
        string?[] programs = [python?.FullName, python?.ResolveLinkTarget(returnFinalTarget: true)?.FullName];
        string?[] prefixes =
        [
            Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX"),
            .. programs.Select(program => Path.GetDirectoryName(Path.GetDirectoryName(program))),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local"),
            "/usr/local", "/usr",
        ];
        return [.. prefixes.Where(p => !string.IsNullOrEmpty(p)).SelectMany(p => In(Path.GetFullPath(p!)))
            .DistinctBy(torch => torch.Package)];
    }

    /// <exception cref="UserInputException">It cannot be used.</exception>
    internal void RequireUsable()
    {
        if (Fault is { } fault)
            throw new UserInputException(
                $"The libtorch in '{Package}' cannot be used: {fault}. Name another with --libtorch or {Variable}, or "
                + "leave both out; 'mintage doctor' lists what is installed here (docs/guide/gpu.md).");
    }

    private static IEnumerable<InstalledLibTorch> In(string prefix) =>
        Places.SelectMany(place => Below(prefix, place)).Select(Of).OfType<InstalledLibTorch>();

    private static InstalledLibTorch? Of(string package)
    {
        if (Text(PlainVersionFile) is { } plain) return new(package, plain.Trim());
        return Text(PythonVersionFile) is { } python && PythonVersion().Match(python) is { Success: true } match
            ? new(package, match.Groups["version"].Value)
            : null;

        string? Text(string name) =>
            File.Exists(Path.Combine(package, name)) ? File.ReadAllText(Path.Combine(package, name)) : null;
    }

    /// <summary>Folders below another; a part may hold a "*". The newest Python comes first.</summary>
    private static IEnumerable<string> Below(string folder, string place)
    {
        string[] folders = [Path.GetFullPath(folder)];
        foreach (var part in place.Split('/'))
        {
            folders = [.. folders.SelectMany(f => part.Contains('*', StringComparison.Ordinal)
                ? Directory.GetDirectories(f, part, new EnumerationOptions()).OrderByDescending(found => found.Length)
                    .ThenByDescending(found => found, StringComparer.Ordinal)
                : Enumerable.Repeat(Path.Combine(f, part), 1)).Where(Directory.Exists)];
        }
        return folders;
    }

    [GeneratedRegex(@"^(?<minor>\d+\.\d+)\.\d+(\+\S*)?$")]
    private static partial Regex Release();

    [GeneratedRegex("""^__version__\b[^=\n]*=\s*['"](?<version>[^'"\s]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();
}
