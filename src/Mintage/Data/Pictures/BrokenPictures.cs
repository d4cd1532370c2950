using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>Collects pictures that cannot be read, with the reasons. Safe to use from several threads.</summary>
internal sealed class BrokenPictures(PictureList list)
{
    private const int Named = 10, Alike = Named + 1;

    private readonly Lock gate = new();
    private readonly SortedDictionary<int, string> reasons = [];

    public bool Any => reasons.Count > 0;

    public void Add(int index, string reason)
    {
        lock (gate) reasons[index] = reason;
    }

    /// <summary>Lists the indices of the other pictures, in order.</summary>
    public int[] Others() => [.. Enumerable.Range(0, list.Paths.Length).Where(i => !reasons.ContainsKey(i))];

    /// <summary>Makes the one message for the case that they are faults.</summary>
    public string Fault() =>
        $"'{list.Name}': {Count} cannot be read. " + (reasons.Count == list.Paths.Length
            ? "Mend what stands here:"
            : $"Repair or remove {(reasons.Count == 1 ? "it" : "them")}, or skip "
                + "unreadable pictures with --skip-broken (in a plan, import: { skip_broken: true }):") + Lines();

    /// <summary>Makes the report line for the case that they are left out.</summary>
    public string Notice() =>
        $"'{list.Name}': {Count} cannot be read and {(reasons.Count == 1 ? "is" : "are")} left out:{Lines()}";

    /// <exception cref="UserInputException">Without them a class that had pictures has none.</exception>
    public void RequireEveryClass()
    {
        var left = Others().Select(i => list.Labels[i]).ToHashSet();
        string[] lost =
            [.. reasons.Keys.Select(i => list.Labels[i]).Where(label => !left.Contains(label)).Distinct()
            .Select(label => $"'{list.ClassNames[label]}'")];
        if (lost.Length > 0)
            throw new UserInputException(
                $"'{list.Name}' must have a picture that can be read in every class, but none of class "
                + $"{string.Join(", ", lost)} can:{Lines()}");
    }

    private string Count => reasons.Count == 1
        ? $"1 of {list.Paths.Length:N0} pictures"
        : $"{reasons.Count:N0} of {list.Paths.Length:N0} pictures";

    /// <summary>A line for each picture, or for several that are broken alike.</summary>
    private string Lines()
    {
        var alike = reasons.GroupBy(p => p.Value, p => list.Paths[p.Key])
            .SelectMany(g => g.Count() < Alike ? g.Select(path => new[] { path }) : [[.. g]], (g, p) => (g.Key, p))
            .ToList();
        var left = alike.Skip(Named).Sum(line => line.p.Length);
        return string.Concat(alike.Take(Named).Select(line => $"{Paths(line.p)}: {line.Key}")
            .Concat(left > 0 ? [$"and {left:N0} more"] : [])
            .Select(line => $"{Environment.NewLine}  - {line}"));
    }

    private static string Paths(string[] paths) =>
        paths.Length == 1 ? paths[0] : $"{paths.Length:N0} pictures ({string.Join(", ", paths[..5])}, ...)";
}
