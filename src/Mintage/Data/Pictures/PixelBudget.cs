namespace Mintage.Data.Pictures;

/// <summary>How many pixels may be decoded at once, so that memory does not grow with the number of cores. Safe to share between threads.</summary>
/// <param name="most">Pixels; a picture with more is decoded alone.</param>
internal sealed class PixelBudget(long most)
{
    private readonly object gate = new();
    private readonly long whole = most;
    private long free = most;

    /// <summary>Waits until there is room, and does the work.</summary>
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
