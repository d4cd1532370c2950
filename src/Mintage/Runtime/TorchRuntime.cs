using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Runtime;

/// <summary>Starts the native tensor library. Commands that need no tensors never call this. Safe to call from several
/// threads.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool started;

    /// <summary>Tunes the allocator, loads libtorch and sets the number of threads per operation.
    /// Later calls only change the number of threads.</summary>
    /// <param name="threads">Threads per tensor operation. The number affects the last bits of a result.</param>
    /// <exception cref="UserInputException">libtorch cannot be loaded. The message says what is missing and what to
    /// do.</exception>
    public static void Start(int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        lock (Gate)
        {
            Load();
            set_num_threads(threads);
        }
    }

    /// <summary>Loads libtorch without changing the number of threads.</summary>
    /// <exception cref="UserInputException">libtorch cannot be loaded.</exception>
    internal static void Load()
    {
        lock (Gate)
        {
            if (started) return;
            Allocator.KeepFreedBlocks();
            LibTorch.Load();
            // A second call of set_num_interop_threads aborts the process, hence only here.
            set_num_interop_threads(1);
            HiddenCaches.Mend();
            started = true;
        }
    }

    /// <summary>Gives the file and version of the loaded libtorch, or the reason why it cannot be loaded.</summary>
    public static (bool Loads, string Detail) Probe()
    {
        try
        {
            Start();
            return (
                true, $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)}, libtorch "
                + $"{LibTorch.Loaded()}");
        }
        catch (UserInputException e)
        {
            return (false, e.Message);
        }
    }

    /// <summary>Tests libtorch's convolutions and their gradients against float64, and says what Mintage had to do to
    /// make them right.</summary>
    /// <exception cref="UserInputException">libtorch cannot be loaded.</exception>
    public static (bool Right, string Detail) CheckConvolutions()
    {
        Load();
        if (!ConvolutionCheck.Passes(Processor.HasBFloat16))
            return (false, "wrong: they differ from float64 by more than rounding");
        if (HiddenCaches.TurnedOff)
            return (true, "right but slow: this machine hides the sizes of its caches, so oneDNN is turned off");
        return (true, HiddenCaches.Here
            ? "right; this machine hides the sizes of its caches, so Mintage assumes typical ones"
            : "right");
    }
}

/// <summary>Tunes the C allocator that libtorch's CPU tensors come from.</summary>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;

    /// <summary>
    /// Keeps freed blocks of up to 256 MiB in the process. By default glibc returns each step's big blocks to
    /// the kernel and faults them in again; keeping them measured 15-33 % more training steps per second.
    /// Must run before the first tensor. Does nothing where the C library is not glibc.
    /// </summary>
    public static void KeepFreedBlocks()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = mallopt(MmapThreshold, 1 << 28);
            _ = mallopt(TrimThreshold, 1 << 30);
            _ = mallopt(TopPad, 64 << 20);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no mallopt; nothing is lost but speed
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
