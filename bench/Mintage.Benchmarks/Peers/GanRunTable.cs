namespace Mintage.Benchmarks.Peers;

/// <summary>Runs as a markdown table.</summary>
internal static class GanRunTable
{
    private static readonly double[] Targets = [0.90, 0.95];

    /// <summary>Every row as soon as its run is done.</summary>
    public static void Print(string title, IEnumerable<GanRun> runs)
    {
        Markdown.Title(title, ["design", "parameters G / D", "ms per update", "images/s", "updates: CAS %", .. Targets.Select(t => $"seconds to {100 * t:F0} %")]);
        foreach (var run in runs)
        {
            Markdown.Row([
                run.Name, $"{run.GeneratorParameters:N0} / {run.DiscriminatorParameters:N0}", $"{1000 * run.Seconds / run.Updates:F1}",
                $"{run.Updates * run.ImagesPerUpdate / run.Seconds:N0}", string.Join(", ", run.Curve.Select(p => $"{p.Updates}: {100 * p.Accuracy:F1}")),
                .. Targets.Select(run.SecondsTo)]);
        }
    }
}
