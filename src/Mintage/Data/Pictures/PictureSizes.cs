using System.Collections.Concurrent;
using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>Counts how many pictures have each size, and keeps the name of one. Safe to use from several
/// threads.</summary>
internal sealed class PictureSizes
{
    private const int Named = 5;

    private readonly ConcurrentDictionary<(int Width, int Height), (int Count, string Name)> counts = [];

    /// <summary>Number of different sizes.</summary>
    public int Count => counts.Count;

    /// <summary>Whether every picture is as high as it is wide.</summary>
    public bool AreSquare => counts.Keys.All(size => size.Width == size.Height);

    /// <summary>The only size; fails if there are several.</summary>
    public (int Width, int Height) Single => counts.Keys.Single();

    public void Add(int width, int height, string name) => counts.AddOrUpdate(
        (width, height), (1, name),
        (_, known) => (known.Count + 1, string.CompareOrdinal(known.Name, name) < 0 ? known.Name : name));

    /// <summary>Lists the most common sizes with their counts; a single picture by its name.</summary>
    public override string ToString()
    {
        var commonest = counts.OrderByDescending(p => p.Value.Count).ThenBy(p => p.Key).Take(Named)
            .Select(p => $"{p.Key.Width}x{p.Key.Height} ("
                + $"{(p.Value.Count == 1 ? ShownText.Name(p.Value.Name) : $"{p.Value.Count:N0}")})");
        return string.Join(", ", commonest) + (counts.Count > Named ? $" and {counts.Count - Named:N0} more" : "");
    }
}
