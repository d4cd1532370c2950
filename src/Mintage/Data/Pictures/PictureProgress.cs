namespace Mintage.Data.Pictures;

/// <summary>Says how far the reading of many pictures is, in steps of a tenth. Safe to use from several threads.</summary>
internal sealed class PictureProgress(string name, int total, Action<string>? report)
{
    private const int Steps = 10;

    /// <summary>Up to so many pictures it takes no time worth a line.</summary>
    public const int Silent = 2_000;

    private readonly Lock gate = new();
    private int done;

    /// <summary>One picture more.</summary>
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
