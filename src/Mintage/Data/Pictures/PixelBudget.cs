namespace Mintage.Data.Pictures;

/// <summary>Limits the pixels that are decoded at once, so that memory does not grow with the number of cores. Safe to
/// use from several threads.</summary>
/// <param name="most">Number of pixels. A larger picture is decoded alone.</param>
internal sealed class PixelBudget(long most)
{
    private readonly object gate = new();
    private readonly long whole = most;
    private long free = most;

    /// <summary>Waits until there is room, then does the work.</summary>
    public void Spend(long pixels, Action work)
    {
        var share = Math.Min(pixels, whole);
        lock (gate)
        {
            while (free < share) Monitor.Wait(gate);
            free -= share;
        }
        try
        {
            work();
        }
        finally
        {
            lock (gate)
            {
                free += share;
                Monitor.PulseAll(gate);
            }
        }
    }
}
