namespace Mintage.Data.Pictures;

/// <summary>Reports the progress of reading many pictures, in steps of a tenth. Safe to use from several
/// threads.</summary>
internal sealed class PictureProgress(string name, int total, Action<string>? report)
{
    private const int Steps = 10;

    /// <summary>Up to this many pictures, reading is too quick to report.</summary>
    public const int Silent = 2_000;

    private readonly Lock gate = new();
    private int done;

    public void Advance()
    {
        if (total <= Silent || report is null) return;
        lock (gate)
        {
            var before = Step(done++);
            if (Step(done) > before) report($"{name}: {Step(done) * 100 / Steps} % of {total:N0} pictures read");
        }
    }

    private int Step(int count) => (int)((long)count * Steps / total);
}
