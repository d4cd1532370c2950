using System.Diagnostics;

namespace Mintage.Data.Pictures;

/// <summary>Reports the progress of reading many pictures, in steps of a tenth. Safe to use from several
/// threads.</summary>
/// <param name="name">What is read.</param>
/// <param name="total">Number of pictures.</param>
/// <param name="report">Gets a line now and then.</param>
/// <param name="pause">Least time between two lines; null for a second.</param>
internal sealed class PictureProgress(string name, int total, Action<string>? report, TimeSpan? pause = null)
{
    private const int Steps = 10;
    private readonly TimeSpan pause = pause ?? TimeSpan.FromSeconds(1);

    /// <summary>Up to this many pictures, reading is too quick to report.</summary>
    public const int Silent = 2_000;

    private readonly Lock gate = new();
    private readonly Stopwatch sinceTold = new();
    private int done;

    public void Advance()
    {
        if (total <= Silent || report is null) return;
        lock (gate)
        {
            var before = Step(done++);
            if (Step(done) == before || (sinceTold.IsRunning && sinceTold.Elapsed < pause)) return;
            sinceTold.Restart();
            report($"{name}: {Step(done) * 100 / Steps} % of {total:N0} pictures read");
        }
    }

    private int Step(int count) => (int)((long)count * Steps / total);
}
