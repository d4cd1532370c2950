namespace Mintage.Runtime;

/// <summary>Refuses, before anything is reserved, what this process cannot hold.</summary>
internal static class MemoryNeed
{
    /// <summary>Compares a need with the memory of the machine, or with the limit of a container.</summary>
    /// <param name="bytes">What is about to be held at once.</param>
    /// <param name="what">What it is, for the message: "'x.npz' has 9 images".</param>
    /// <exception cref="UserInputException">It is more than there is; the message has both numbers.</exception>
    public static void Require(double bytes, string what)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (available <= 0 || bytes <= available) return;
        throw new UserInputException(FormattableString.Invariant(
            $"{what}: {bytes / 1e6:N0} MB of memory, but this process may use {available / 1e6:N0} MB. ")
            + "Take fewer or smaller images, or a machine with more memory.");
    }
}
