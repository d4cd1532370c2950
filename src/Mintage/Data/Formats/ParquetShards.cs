using System.Text.RegularExpressions;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>
/// Sorts the Parquet files of a folder into parts: by name ("train-00000-of-00002.parquet"), otherwise by folder
/// ("train/0000.parquet"). Names without a part are training images. A folder "data" is searched too.
/// </summary>
internal static partial class ParquetShards
{
    /// <summary>True if a folder has such files.</summary>
    public static bool AreIn(string folder) => Files(folder).Any();

    /// <summary>Lists the files of every part in the order of their names.</summary>
    /// <exception cref="UserInputException">A shard is missing.</exception>
    public static Dictionary<DataSplit, IReadOnlyList<string>> Of(string folder)
    {
        var parts = Files(folder)
            .Order(StringComparer.Ordinal)
            .GroupBy(file => Part(Path.GetFileName(file)) ?? Part(Path.GetFileName(Path.GetDirectoryName(file)!))
                ?? DataSplit.Train)
            .ToDictionary(part => part.Key, part => (IReadOnlyList<string>)[.. part]);
        var missing = parts.Values.SelectMany(Missing).ToList();
        if (missing.Count == 0) return parts;
        var more = missing.Count > 10 ? $" and {missing.Count - 10} more" : "";
        throw new UserInputException(
            $"'{folder}' must have all shards of a part, but lacks "
            + $"{string.Join(", ", missing.Take(10))}{more}. Download them too, or name single files.");
    }

    private static IEnumerable<string> Files(string folder) =>
        new[] { folder, Path.Combine(folder, "data") }
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateDirectories(place)
                .Where(inner => Part(Path.GetFileName(inner)) is not null).Prepend(place))
            .SelectMany(place => Directory.EnumerateFiles(place, "*.parquet"));

    private static DataSplit? Part(string name) => DataSplits.FindAlias(PartPattern().Match(name).Groups[1].Value);

    private static IEnumerable<string> Missing(IReadOnlyList<string> files)
    {
        var there = files.Select(Path.GetFileName).ToHashSet();
        return
            from first in files.Select(file => ShardPattern().Match(Path.GetFileName(file)))
                .Where(shard => shard.Success).DistinctBy(shard => (shard.Groups[1].Value, shard.Groups[2].Value))
            from index in Enumerable.Range(0, int.Parse(first.Groups[2].Value))
            let name = $"{first.Groups[1].Value}-{index:D5}-of-{first.Groups[2].Value}{first.Groups[3].Value}"
            where !there.Contains(name)
            select name;
    }

    [GeneratedRegex("^([A-Za-z]+)(?![A-Za-z])")]
    private static partial Regex PartPattern();

    [GeneratedRegex(@"^(.+)-\d{5}-of-(\d{5})(.*)$")]
    private static partial Regex ShardPattern();
}
