using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>
/// Which libtorch this process takes, and how it is loaded (decision 0024). In that order: the installed one that was
/// asked for; our own, in the folder "libtorch" beside the program; one among the files that .NET's host knows, as
/// packages bring it; the first installed one that can be used.
/// </summary>
internal static unsafe class LibTorch
{
    /// <summary>The version of the packages. TorchSharp knows it too, but loads libtorch when it is asked.</summary>
    public const string BuiltWith = "2.10.0";

    private const string Name = "libtorch_cpu.so";

    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>Name for records: the version that this program was built with, or version and folder of an installed
    /// one. Loads nothing.</summary>
    public static string Description
    {
        get
        {
            try
            {
                return Chosen() is { } installed ? $"{installed.Version} of {installed.Package}" : BuiltWith;
            }
            catch (UserInputException)
            {
                return "none"; // loading it says why
            }
        }
    }

    /// <summary>The version where it is not the one that this program was built with; null otherwise.</summary>
    public static string? OtherVersion => Chosen()?.Version is { } version && version != BuiltWith ? version : null;

    private static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "libtorch");

    /// <summary>The folder with a libtorch among those that the host searches; null if there is none.</summary>
    private static string? HostFolder { get; } =
        ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator)
            .FirstOrDefault(folder => folder.Length > 0 && new[] { Name, "torch_cpu.dll", "libtorch_cpu.dylib" }
                .Any(name => File.Exists(Path.Combine(folder, name))));

    /// <summary>The installed libtorch to take; null for the one that this program was built with.</summary>
    /// <exception cref="UserInputException">The one that was asked for cannot be used.</exception>
    public static InstalledLibTorch? Chosen()
    {
        if (InstalledLibTorch.Asked is not { } folder)
            return Directory.Exists(OwnFolder) || HostFolder is not null
                ? null
                : InstalledLibTorch.Found().FirstOrDefault(torch => torch.Fault is null);
        var asked = InstalledLibTorch.At(folder);
        asked.RequireUsable();
        // TorchSharp loads a file of that name from there whatever is loaded, and two in one process crash it.
        return HostFolder is null
            ? asked
            : throw new UserInputException(
                $"To take the libtorch in '{asked.Package}', this program must have none among its own files, but it "
                + $"has one in '{HostFolder}'. Build it without the package of libtorch (docs/guide/gpu.md).");
    }

    /// <summary>Loads libtorch and TorchSharp's own library.</summary>
    /// <exception cref="UserInputException">A library cannot be loaded, or is of another version than its folder
    /// says.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (loaded) return;
            var installed = Chosen();
            try
            {
                if (installed is not null) Load(installed);
                else if (Directory.Exists(OwnFolder)) Load(OwnFolder, [OwnFolder]);
                // Before TorchSharp does it: a failed attempt of its own copies 478 MB into the output folder, and
                // hides the loader's reason.
                NativeLibrary.Load("LibTorchSharp", typeof(TorchSharp.torch).Assembly, null);
                InitializeDeviceType(TorchSharp.DeviceType.CPU);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException
                or TypeInitializationException or NotSupportedException)
            {
                throw new UserInputException(Explain(e.InnerException?.Message ?? e.Message, installed), e);
            }
            loaded = true;
        }
    }

    /// <summary>Version and place of the libtorch in this process's memory.</summary>
    public static string Loaded()
    {
        if (!File.Exists(ProcessMaps.File)) return Description;
        var places = ProcessMaps.Read().Select(map => map.Path).Where(path => Path.GetFileName(path) == Name)
            .Select(Path.GetDirectoryName).Distinct();
        return $"{Chosen()?.Version ?? BuiltWith} in {string.Join(" and ", places)}";
    }

    private static void Load(InstalledLibTorch installed)
    {
        Load(installed.Libraries!, [.. installed.SearchFolders]);
        var library = NativeLibrary.Load(Path.Combine(installed.Libraries!, Name));
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var version)) return;
        var number = ((delegate* unmanaged<ulong>)version)();
        var (major, minor) = (number >> 56, (number >> 48) & 0xff);
        if (!installed.Version.StartsWith($"{major}.{minor}.", StringComparison.Ordinal))
            throw new UserInputException(
                $"The libtorch in '{installed.Package}' must be version {installed.Version}, as it says there, but the "
                + $"libraries that were loaded are version {major}.{minor}. Install that PyTorch again.");
    }

    /// <summary>As Python does it: first what everything else shares, visible to all.</summary>
    private static void Load(string folder, IReadOnlyCollection<string> search)
    {
        var shared = Path.Combine(folder, "libtorch_global_deps.so");
        if (File.Exists(shared)) SharedLibrary.Load(shared, search, visible: true);
        SharedLibrary.Load(Path.Combine(folder, "libtorch.so"), search, visible: false);
    }

    private static string Explain(string reason, InstalledLibTorch? installed)
    {
        const string Failure = "The tensor library libtorch";
        if (installed is null && HostFolder is null && !Directory.Exists(OwnFolder))
            return $"{Failure} could not be loaded: this program has none beside it, and no installed PyTorch that can "
                + "be used was found. Name one with --libtorch ('mintage doctor' lists what is installed here), or "
                + "build again with 'dotnet build' so that the native files are copied.";
        var advice = reason switch
        {
            _ when RuntimeInformation.ProcessArchitecture is not Architecture.X64 && !OperatingSystem.IsMacOS() =>
                "libtorch is built for x64 processors; run Mintage on an x64 machine.",
            _ when reason.Contains("GLIBCXX", StringComparison.Ordinal)
                || reason.Contains("GLIBC_", StringComparison.Ordinal) =>
                "This system's C or C++ runtime is too old. Mintage needs glibc 2.34 and libstdc++ 12 (Debian 12, "
                    + "Ubuntu 22.04 or newer).",
            _ when installed is not null =>
                "Install that PyTorch again, or name another with --libtorch; 'mintage doctor' lists what is here.",
            _ when reason.Contains("libgomp", StringComparison.Ordinal) =>
                "Install the OpenMP runtime, e.g. 'apt-get install libgomp1'.",
            _ when reason.Contains("libstdc++", StringComparison.Ordinal) =>
                "Install the C++ runtime, e.g. 'apt-get install libstdc++6'.",
            _ => "Build again with 'dotnet build' so that the native files are copied, or name an installed PyTorch "
                + "with --libtorch, and see 'mintage doctor'.",
        };
        var origin = installed is null ? "" : $" {installed.Version} of '{installed.Package}'";
        return $"{Failure}{origin} could not be loaded. The system's loader said: "
            + $"{reason.Trim()}{Environment.NewLine}  {advice}";
    }
}
