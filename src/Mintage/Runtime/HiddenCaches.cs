using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Mintage.Runtime;

/// <summary>
/// Repairs libtorch on virtual machines that hide the cache sizes of their AMD processor. libtorch's convolutions
/// (oneDNN) then take each cache for one byte, split their loops into empty blocks and leave parts of their results
/// unwritten, without an error (decision 0012). This class writes typical sizes into oneDNN's notes, or turns oneDNN
/// off.
/// </summary>
internal static unsafe class HiddenCaches
{
    private const int CacheLeaf = unchecked((int)0x8000001D), HighestLeaf = unchecked((int)0x80000000);

    // oneDNN itself assumes these sizes for a processor that it knows nothing about.
    private static readonly uint[] AssumedBytes = [32 << 10, 512 << 10, 1 << 20];

    /// <summary>oneDNN's note of three hidden cache levels: ten sizes, ten numbers of cores that share one, the number
    /// of levels.</summary>
    private static readonly uint[] OneByteEach = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>True if this machine hides its caches from oneDNN.</summary>
    public static bool Here { get; } = OperatingSystem.IsLinux() && X86Base.X64.IsSupported && IsAmd()
        && ((uint)X86Base.CpuId(HighestLeaf, 0).Eax < unchecked((uint)CacheLeaf)
            || (X86Base.CpuId(CacheLeaf, 0).Eax & 31) == 0);

    /// <summary>True if oneDNN had to be turned off. Results are then right, but slow and without bfloat16.</summary>
    public static bool TurnedOff { get; private set; }

    /// <summary>Repairs once, after libtorch is loaded and before its first convolution that counts.</summary>
    public static void Mend()
    {
        if (!Here) return;
        var library =
            ProcessMaps.Read().Select(map => map.Path).First(path => Path.GetFileName(path) == "libtorch_cpu.so");
        // it does not run without the sizes, and says so at every convolution
        Disable(library, "_ZN2at7Context20setUserEnabledNNPACKEb");
        ConvolutionCheck.WakeOneDnn();
        if (Notes(library) is [var note]) AssumedBytes.CopyTo(new Span<uint>((void*)note, AssumedBytes.Length));
        if (ConvolutionCheck.Passes(Processor.HasBFloat16)) return;
        Disable(library, "_ZN2at7Context20setUserEnabledMkldnnEb");
        TurnedOff = true;
    }

    private static bool IsAmd()
    {
        var (_, ebx, _, edx) = X86Base.CpuId(0, 0);
        return (ebx, edx) is (0x68747541, 0x69746e65) or (0x6f677948, 0x6e65476e); // "Auth", "enti" or "Hygo", "nGen"
    }

    /// <summary>Finds such notes in the library's writable memory. Its zeroed part has no name, but follows a part that
    /// has one.</summary>
    private static List<nuint> Notes(string library)
    {
        var (found, previous) = (new List<nuint>(), (nuint)0);
        foreach (var (start, end, access, path) in ProcessMaps.Read())
        {
            if (path != library && (path.Length > 0 || start != previous)) continue;
            previous = path == library ? end : 0;
            if (!access.StartsWith("rw", StringComparison.Ordinal)) continue;
            var words = new ReadOnlySpan<uint>((void*)start, (int)((end - start) / sizeof(uint)));
            for (int from = 0, at; (at = words[from..].IndexOf(OneByteEach)) >= 0; from += at + 1)
                found.Add(start + ((nuint)(from + at) * sizeof(uint)));
        }
        return found;
    }

    /// <summary>
    /// Turns off a switch of libtorch's context that TorchSharp lacks, such as torch.backends.mkldnn.enabled.
    /// </summary>
    private static void Disable(string path, string name)
    {
        var library = NativeLibrary.Load(path);
        var context = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "_ZN2at13globalContextEv");
        ((delegate* unmanaged<nint, byte, void>)NativeLibrary.GetExport(library, name))(context(), 0);
    }
}
