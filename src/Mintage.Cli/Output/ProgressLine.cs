using System.Diagnostics;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Shows the progress of one piece of work on stderr: a bar on a terminal, otherwise a line now and
/// then.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(15);

    public static T Show<T>(string title, Func<IProgress<TaskProgress>, T> work) =>
        Terminal.Error.Profile.Capabilities.Interactive ? Bar(title, work) : work(new Plain(title));

    private static T Bar<T>(string title, Func<IProgress<TaskProgress>, T> work) =>
        Terminal.Error.Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new Live(title, context.AddTask(Markup.Escape(title)))));

    private sealed class Live(string title, ProgressTask task) : IProgress<TaskProgress>
    {
        private readonly StageTime left = new();

        public void Report(TaskProgress value)
        {
            string[] parts = [.. new[] { value.Status, left.Text(value.Share) }.Where(part => part.Length > 0)];
            task.Value = 100 * value.Share;
            task.Description = Markup.Escape(parts.Length > 0 ? $"{title}: {string.Join(", ", parts)}" : title);
        }
    }

    private sealed class Plain(string title) : IProgress<TaskProgress>
    {
        private readonly Stopwatch sinceLast = Stopwatch.StartNew();
        private readonly StageTime left = new();

        public void Report(TaskProgress value)
        {
            var text = left.Text(value.Share);
            if (sinceLast.Elapsed < PlainEvery) return;
            sinceLast.Restart();
            Terminal.Say($"{title}: {value.Share:P0} {value.Status} {text}".TrimEnd());
        }
    }

    /// <summary>Estimates the time left of work in stages. A new stage begins when the share falls.</summary>
    private sealed class StageTime
    {
        private TimeLeft left = new(0);
        private double lastShare;

        public string Text(double share)
        {
            if (share < lastShare) left = new TimeLeft(share);
            lastShare = share;
            return left.Text(share);
        }
    }
}
