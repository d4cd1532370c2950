namespace Mintage.Studies.Plans;

/// <summary>Faults of a plan file, found in any order and told in that of its lines.</summary>
internal sealed class PlanFaultList
{
    private readonly List<(int Line, string Text)> faults = [];

    /// <summary>Number of faults.</summary>
    public int Count => faults.Count;

    /// <summary>Adds a fault.</summary>
    /// <param name="line">Line of the file, from 1.</param>
    /// <param name="text">A full sentence.</param>
    public void Add(int line, string text) => faults.Add((line, text));

    /// <summary>All faults with their lines.</summary>
    public IReadOnlyList<string> Sentences => [.. faults.OrderBy(f => f.Line).Select(f => $"line {f.Line}: {f.Text}")];
}
