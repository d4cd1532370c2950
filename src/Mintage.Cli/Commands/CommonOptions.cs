using System.CommandLine;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Cli.Commands;

/// <summary>Options that several commands share, spelt and explained once.</summary>
internal static class CommonOptions
{
    public static Option<string?> DataFolder() => new("--data-folder")
    {
        Description = "Folder with the data set's files, when they can be neither found in the cache nor downloaded",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on stdout and nothing else there" };

    public static Option<long> Seed() => new("--seed") { Description = "Root of all random draws", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads per tensor operation; another number gives slightly different results",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Option<string> Data() => new("--data")
    {
        Description = "Data set: SOURCE[:train|test|val]; SOURCE is a catalogue name, an .npz or an IDX image file",
        HelpName = "D",
        Required = true,
    };

    public static Option<string?> Labels() => new("--labels") { Description = "Label file of an IDX image file, when it is not beside it under the usual name", HelpName = "FILE" };

    public static Option<int?> Subset() => new("--subset") { Description = "Use a stratified random subset of N images, drawn with --seed", HelpName = "N" };

    /// <summary>Loads what --data, --labels, --data-folder, --subset and --seed ask for.</summary>
    public static LabelledImages Load(string data, string? labels, string? dataFolder, int? subset, long seed)
    {
        var images = DataSetReference.Parse(data).Load(labels, dataFolder, Output.Terminal.Say);
        if (subset is not { } count) return images;
        if (count < 1 || count > images.Count)
            throw new UserInputException($"--subset must lie between 1 and the {images.Count:N0} images of '{images.Name}', but is {count}.");
        var rows = StratifiedSubset.Draw(images.Labels, count, SeedTree.FromSeed(seed).Child("subset").Random());
        return images.Select(rows, $"{images.Name} (subset of {count}, seed {seed})");
    }

    /// <summary>Refuses numbers below a bound with one clear message.</summary>
    public static int AtLeast(string option, int value, int minimum) => value >= minimum
        ? value
        : throw new UserInputException($"{option} must be at least {minimum}, but is {value}.");

    /// <summary>Refuses seeds that the seed tree does not take.</summary>
    public static long CheckedSeed(long seed) => seed is >= 0 and <= SeedTree.MaxSeed
        ? seed
        : throw new UserInputException($"--seed must lie between 0 and {SeedTree.MaxSeed}, but is {seed}.");
}
