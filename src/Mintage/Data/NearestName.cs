namespace Mintage.Data;

/// <summary>Finds the name that was probably meant by a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>
    /// Gives the closest known name if it differs in at most a third of its letters, else the shortest that has it
    /// among its words ("updates": "generator_updates"), else the longest among its own ("generator_learning_rate":
    /// "learning_rate"), else null.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        List<string> all = [.. known];
        return Misspelt(name, all)
            ?? all.Where(candidate => HasWords(candidate, name)).MinBy(candidate => candidate.Length)
            ?? all.Where(candidate => HasWords(name, candidate)).MaxBy(candidate => candidate.Length);
    }

    /// <summary>The same as a question, with a blank before it; empty where nothing comes near.</summary>
    public static string Question(string name, IEnumerable<string> known) =>
        Find(name, known) is { } near ? $" Did you mean '{near}'?" : "";

    private static bool HasWords(string candidate, string words) =>
        words.Length > 2 && $"_{candidate}_".Contains($"_{words}_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the closest known name if it differs in at most a third of its letters, else null.</summary>
    public static string? Misspelt(string name, IEnumerable<string> known) => known
        .Select(candidate => (candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(pair => pair.Distance <= Math.Max(1, pair.candidate.Length / 3))
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Counts the insertions, deletions, replacements and swaps of neighbours between two texts.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1]
                        + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
