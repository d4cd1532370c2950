using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>Options that several commands share, so that they are named and explained in one place.</summary>
internal static class CommonOptions
{
    public static Option<string?> DataFolder() => new("--data-folder")
    {
        Description = "Folder that holds the data set's files, for when they are not cached and cannot be downloaded",
        HelpName = "DIR",
    };

    /// <summary>Makes the settings for reading data sets.</summary>
    /// <param name="dataFolder">The value of <see cref="DataFolder"/>.</param>
    /// <param name="cancellation">Stops the reading of pictures.</param>
    public static DataSetLoading Loading(string? dataFolder, CancellationToken cancellation = default) => new()
    {
        CatalogueFolder = dataFolder,
        PictureCache = DataSetCache.Pictures,
        Report = Terminal.SayOnce,
        Cancellation = cancellation,
    };

    public static Option<bool> Json() =>
        new("--json") { Description = "Print one JSON document on stdout, and nothing else" };

    public static Option<long> Seed() =>
        new("--seed") { Description = "Seed of all random draws", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads per tensor operation; the number slightly changes results",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Option<string> Device() => new("--device")
    {
        Description =
            "Device that computes: cpu, cuda (the first GPU) or cuda:N; a GPU needs a libtorch for GPUs, see "
            + "--libtorch",
        HelpName = "NAME",
        DefaultValueFactory = _ => ComputeDevice.Cpu.Name,
    };

    /// <summary>Of every command, for most of them compute.</summary>
    public static Option<string?> LibTorch() => new("--libtorch")
    {
        Description =
            $"Take libtorch from an installed PyTorch, such as one for GPUs; so does {InstalledLibTorch.Variable} "
            + "(docs/guide/gpu.md)",
        HelpName = "FOLDER",
        Recursive = true,
    };

    /// <summary>Refuses numbers below a minimum.</summary>
    public static int AtLeast(string option, int value, int minimum) => value >= minimum
        ? value
        : throw new UserInputException($"{option} must be at least {minimum}, but is {value}.");

    /// <summary>Refuses seeds outside the seed tree's range.</summary>
    public static long CheckedSeed(long seed) => seed is >= 0 and <= SeedTree.MaxSeed
        ? seed
        : throw new UserInputException($"--seed must lie between 0 and {SeedTree.MaxSeed}, but is {seed}.");
}
