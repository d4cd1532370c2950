namespace Mintage.Runtime;

/// <summary>Progress of one of several equal parts of a work.</summary>
internal static class ProgressPart
{
    /// <summary>What is told of a part as progress of the whole.</summary>
    /// <param name="whole">Told about the whole.</param>
    /// <param name="index">Zero-based.</param>
    /// <param name="count">How many parts.</param>
    public static IProgress<TaskProgress> Part(this IProgress<TaskProgress> whole, int index, int count) =>
        new Scaled(whole, index, count);

    private sealed class Scaled(IProgress<TaskProgress> whole, int index, int count) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => whole.Report(value with
        {
            Share = (index + value.Share) / count,
            Status = $"{index + 1} of {count}{(value.Status.Length == 0 ? "" : $", {value.Status}")}",
        });
    }
}
