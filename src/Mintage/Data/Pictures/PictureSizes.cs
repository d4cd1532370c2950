using System.Collections.Concurrent;

namespace Mintage.Data.Pictures;

/// <summary>Counts how many pictures have each size. Safe to use from several threads.</summary>
internal sealed class PictureSizes
{
    private const int Named = 5;

    private readonly ConcurrentDictionary<(int Width, int Height), int> counts = [];

    /// <summary>Number of different sizes.</summary>
    public int Count => counts.Count;

    /// <summary>The only size; fails if there are several.</summary>
    public (int Width, int Height) Single => counts.Keys.Single();

    public void Add(int width, int height) => counts.AddOrUpdate((width, height), 1, (_, count) => count + 1);

    /// <summary>Lists the most common sizes with their counts.</summary>
    public override string ToString()
    {
        var commonest = counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key).Take(Named)
            .Select(p => $"{p.Key.Width}x{p.Key.Height} ({p.Value:N0})");
        return string.Join(", ", commonest) + (counts.Count > Named ? $" and {counts.Count - Named:N0} more" : "");
    }
}
