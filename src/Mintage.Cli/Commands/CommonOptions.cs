using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>Options that several commands share, spelt and explained once.</summary>
internal static class CommonOptions
{
    public static Option<string?> DataFolder() => new("--data-folder")
    {
        Description = "Folder with the data set's files, when they can be neither found in the cache nor downloaded",
        HelpName = "DIR",
    };

    /// <summary>How commands read data sets.</summary>
    /// <param name="dataFolder">What <see cref="DataFolder"/> says.</param>
    /// <param name="cancellation">Ends the reading of pictures.</param>
    public static DataSetLoading Loading(string? dataFolder, CancellationToken cancellation = default) => new()
    {
        CatalogueFolder = dataFolder,
        PictureCache = DataSetCache.Pictures,
        Report = Terminal.Say,
        Cancellation = cancellation,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on stdout and nothing else there" };

    public static Option<long> Seed() => new("--seed") { Description = "Root of all random draws", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads per tensor operation; another number gives slightly different results",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Option<string> Device() => new("--device")
    {
        Description = "What computes: cpu, cuda (the first GPU) or cuda:N; a GPU needs a build with the CUDA package (docs/guide/gpu.md)",
        HelpName = "NAME",
        DefaultValueFactory = _ => ComputeDevice.Cpu.Name,
    };

    /// <summary>Refuses numbers below a bound with one clear message.</summary>
    public static int AtLeast(string option, int value, int minimum) => value >= minimum
        ? value
        : throw new UserInputException($"{option} must be at least {minimum}, but is {value}.");

    /// <summary>Refuses seeds that the seed tree does not take.</summary>
    public static long CheckedSeed(long seed) => seed is >= 0 and <= SeedTree.MaxSeed
        ? seed
        : throw new UserInputException($"--seed must lie between 0 and {SeedTree.MaxSeed}, but is {seed}.");
}
