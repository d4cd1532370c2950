using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>Memory that a process needs for tasks of a study.</summary>
internal static class TaskMemory
{
    private const double Base = 1_500, PretrainedNetwork = 2_000, CopiesOfData = 8, Margin = 1.5;
    private const int Step = 500;

    /// <summary>
    /// Megabytes: what finished tasks of the same kind took, with a margin, or else an estimate that no worker of the
    /// shipped plans came near.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="store">Its finished tasks.</param>
    /// <param name="kind">Kind of the tasks.</param>
    public static int Megabytes(StudyGraph study, TaskStore store, string kind)
    {
        var peak = study.Nodes.Where(n => n.Kind == kind && store.IsDone(n))
            .Select(n => Path.Combine(store.Folder(n), TaskTiming.File)).Where(File.Exists)
            .Select(path => Json.Read<TaskTiming>(path).PeakMemoryBytes).DefaultIfEmpty(0).Max();
        var megabytes = peak > 0 ? Margin * peak / 1e6 : Estimate(study);
        return Step * (int)Math.Ceiling(megabytes / Step);
    }

    private static double Estimate(StudyGraph study)
    {
        var usesNetwork = study.Plan.NeedsBackbone() || study.Tasks.Any(t => t.Task.UsesInception);
        return Base + (CopiesOfData * study.Data.Train.Pixels.Length / 1e6) + (usesNetwork ? PretrainedNetwork : 0);
    }
}
