namespace Mintage.Execution.Clusters;

/// <summary>When an element of a job array may begin.</summary>
internal enum WaitFor
{
    /// <summary>When all of the other array has ended well: one failure there would stop each of its tasks.</summary>
    AllWell,

    /// <summary>When the element of the same number has ended well: a failure there would stop each of its
    /// tasks.</summary>
    SameElementWell,

    /// <summary>When all of the other array has ended, however: a failure there stops some of its tasks, which find
    /// that out themselves.</summary>
    AllEnded,
}

/// <summary>Tasks alike in kind and size, as an array of jobs; immutable.</summary>
/// <param name="Name">Name of its files, e.g. "2-synthesise".</param>
/// <param name="Elements">Tasks of each element, which runs them one after the other.</param>
/// <param name="Needs">Arrays that go before, by their places in the list, and how it waits for each.</param>
internal sealed record JobArray(
    string Name, IReadOnlyList<IReadOnlyList<TaskNode>> Elements, IReadOnlyList<(int Array, WaitFor How)> Needs)
{
    /// <summary>Whether its tasks need a GPU.</summary>
    public bool UsesGpu => Elements[0][0].UsesGpu;

    /// <summary>Estimated seconds of its longest element.</summary>
    public double LongestSeconds => Elements.Max(e => e.Sum(t => t.EstimatedSeconds));

    /// <summary>All its tasks.</summary>
    public IEnumerable<TaskNode> Tasks => Elements.SelectMany(e => e);

    /// <summary>A line for every element: the keys of its tasks.</summary>
    public string ListText => string.Concat(Elements.Select(e => string.Join(' ', e.Select(t => t.Key)) + "\n"));
}

/// <summary>Groups tasks into job arrays.</summary>
internal static class JobArrays
{
    private const double SizeStep = 4;

    /// <summary>
    /// Tasks that can run at the same time, that need the same machine, and of which none takes more than four times
    /// as long as another, become an array; short ones share an element.
    /// </summary>
    /// <param name="tasks">All tasks, each after those it needs.</param>
    /// <param name="isDone">True if a task's result already exists.</param>
    /// <param name="packSeconds">Short tasks share an element until they take about so long by their
    /// estimates.</param>
    /// <param name="maxElements">The most elements that an array may have.</param>
    public static IReadOnlyList<JobArray> Of(
        IReadOnlyList<TaskNode> tasks, Func<TaskNode, bool> isDone, double packSeconds, int maxElements)
    {
        var wave = new Dictionary<string, int>();
        foreach (var task in tasks.Where(t => !isDone(t)))
            wave[task.Key] = 1 + task.Needs.Select(need => wave.GetValueOrDefault(need)).DefaultIfEmpty().Max();
        var groups = tasks.Where(t => wave.ContainsKey(t.Key))
            .GroupBy(t => (Wave: wave[t.Key], t.Kind, t.UsesGpu, Size: Size(t, packSeconds)))
            .OrderBy(g => g.Key.Wave).ThenByDescending(g => g.Key.Size);
        var parts = groups.SelectMany(g => Packed(g, packSeconds).Chunk(maxElements)
            .Select(elements => (Name: $"{g.Key.Wave}-{g.Key.Kind}", Elements: elements))).ToList();
        var place = parts.Index().SelectMany(p => p.Item.Elements.SelectMany(e => e).Select(t => (t.Key, p.Index)))
            .ToDictionary(p => p.Key, p => p.Index);
        return [.. Named(parts.Select(p => p.Name)).Zip(parts, (name, part) => new JobArray(name, part.Elements,
            [.. part.Elements.SelectMany(e => e).SelectMany(t => t.Needs).Where(place.ContainsKey)
                .Select(need => place[need]).Distinct().Order()
                .Select(before => (before, How(part.Elements, parts[before].Elements)))]))];
    }

    /// <summary>Short tasks are all of one size: they are packed together.</summary>
    private static int Size(TaskNode task, double packSeconds) =>
        (int)Math.Ceiling(Math.Max(0, Math.Log(Math.Max(1e-9, task.EstimatedSeconds) / packSeconds, SizeStep)));

    private static List<IReadOnlyList<TaskNode>> Packed(IEnumerable<TaskNode> tasks, double seconds)
    {
        List<IReadOnlyList<TaskNode>> elements = [];
        List<TaskNode> open = [];
        var sum = 0.0;
        foreach (var task in tasks)
        {
            if (open.Count > 0 && sum + task.EstimatedSeconds > seconds)
            {
                elements.Add(open);
                (open, sum) = ([], 0);
            }
            open.Add(task);
            sum += task.EstimatedSeconds;
        }
        elements.Add(open);
        return elements;
    }

    private static IEnumerable<string> Named(IEnumerable<string> names)
    {
        var seen = new Dictionary<string, int>();
        foreach (var name in names)
        {
            var number = seen[name] = 1 + seen.GetValueOrDefault(name);
            yield return number == 1 ? name : $"{name}-{number}";
        }
    }

    private static WaitFor How(
        IReadOnlyList<IReadOnlyList<TaskNode>> later, IReadOnlyList<IReadOnlyList<TaskNode>> before)
    {
        if (later.Count == before.Count && later.Zip(before).All(pair => NeedsAll(pair.First, pair.Second))
            && later.Index().All(l => before.Index().All(b => b.Index == l.Index || !NeedsAny(l.Item, b.Item))))
            return WaitFor.SameElementWell;
        return before.All(b => later.All(l => NeedsAll(l, b))) ? WaitFor.AllWell : WaitFor.AllEnded;

        static bool NeedsAll(IReadOnlyList<TaskNode> tasks, IReadOnlyList<TaskNode> needed) =>
            tasks.All(t => needed.All(n => t.Needs.Contains(n.Key)));
        static bool NeedsAny(IReadOnlyList<TaskNode> tasks, IReadOnlyList<TaskNode> needed) =>
            tasks.Any(t => needed.Any(n => t.Needs.Contains(n.Key)));
    }
}
