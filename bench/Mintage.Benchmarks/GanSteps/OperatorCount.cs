using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mintage.Benchmarks.GanSteps;

/// <summary>
/// Counts libtorch's operators while something runs, with the callback of its own profiler (at::RecordFunction), which TorchSharp lacks. An operator
/// counts as a launch if it computes something and calls no other that does: views and empty tensors launch nothing, and an operator made of
/// others is counted as those. Convolutions, batch norm and sums count as a GPU runs them, however the processor does. It is a proxy: cuDNN may add
/// kernels that rearrange, and an optimiser's multi-tensor kernels would be one. Linux; one at a time.
/// </summary>
internal static unsafe class OperatorCount
{
    private static readonly HashSet<string> WithoutLaunch =
    [
        .. ("view _unsafe_view reshape _reshape_alias view_as expand expand_as permute transpose t numpy_T as_strided select slice narrow split split_with_sizes "
            + "chunk unbind unsqueeze squeeze flatten unflatten detach detach_ alias lift_fresh diagonal set_ empty empty_like empty_strided new_empty new_empty_strided "
            + "as_strided_ resize_ result_type to contiguous pin_memory is_pinned _local_scalar_dense item broadcast_tensors type_as unfold_copy requires_grad_ is_nonzero "
            + "resolve_conj resolve_neg conj").Split(' ').Select(name => $"aten::{name}"),
    ];

    private static readonly Dictionary<string, int> KernelsOnGpu = new()
    {
        ["aten::convolution"] = 1,
        ["aten::convolution_backward"] = 2,
        ["aten::native_batch_norm"] = 1,
        ["aten::native_batch_norm_backward"] = 1,
        ["aten::sum"] = 1,
        ["aten::mean"] = 1,
        ["aten::cat"] = 1,
        ["aten::addmm"] = 1,
    };

    private static readonly Dictionary<string, int> Counts = [];
    private static delegate* unmanaged<nint, byte*> nameOf;

    [ThreadStatic] private static Stack<Frame>? frames;

    /// <summary>Launches while something runs, by operator and those that called it.</summary>
    public static IReadOnlyDictionary<string, int> During(Action work)
    {
        var library = NativeLibrary.Load(File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).First(path => path.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal)));
        nameOf = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "_ZNK2at14RecordFunction4nameEv");
        var add = (delegate* unmanaged<Callback, ulong>)NativeLibrary.GetExport(library, "_ZN2at17addGlobalCallbackENS_22RecordFunctionCallbackE");
        var remove = (delegate* unmanaged<ulong, void>)NativeLibrary.GetExport(library, "_ZN2at14removeCallbackEm");
        Counts.Clear();
        var callback = new Callback { Start = (nint)(delegate* unmanaged<nint*, nint, nint*>)&Start, End = (nint)(delegate* unmanaged<nint, nint, void>)&End, Probability = 1 };
        callback.Scopes[0] = 1; // RecordScope::FUNCTION
        var handle = add(callback);
        try
        {
            work();
        }
        finally
        {
            remove(handle);
        }
        lock (Counts) return new Dictionary<string, int>(Counts);
    }

    [UnmanagedCallersOnly]
    private static nint* Start(nint* context, nint function)
    {
        var outer = (frames ??= new()).TryPeek(out var top) ? top : null;
        var name = Marshal.PtrToStringUTF8((nint)nameOf(function))!;
        frames.Push(new Frame(name, outer, outer is not null && (outer.IsInside || KernelsOnGpu.ContainsKey(outer.Name))));
        *context = 0; // an empty unique_ptr
        return context;
    }

    [UnmanagedCallersOnly]
    private static void End(nint function, nint context)
    {
        var frame = frames!.Pop();
        var launches = frame.IsInside ? 0
            : KernelsOnGpu.TryGetValue(frame.Name, out var kernels) ? kernels
            : !frame.HasLaunched && frame.Name.StartsWith("aten::", StringComparison.Ordinal) && !WithoutLaunch.Contains(frame.Name) ? 1 : 0;
        if (launches > 0)
        {
            lock (Counts) CollectionsMarshal.GetValueRefOrAddDefault(Counts, frame.Path, out _) += launches;
        }
        if (frame.Outer is { } outer) outer.HasLaunched |= launches > 0 || frame.HasLaunched;
    }

    private sealed record Frame(string Name, Frame? Outer, bool IsInside)
    {
        public bool HasLaunched { get; set; }

        public string Path => Outer is null ? Name : $"{Outer.Path} > {Name}";
    }

    /// <summary>at::RecordFunctionCallback of libtorch 2.10: it is passed by value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Callback
    {
        public nint Start;
        public nint End;
        public double Probability;
        public Flags Scopes;
        public byte NeedsInputs, NeedsOutputs, NeedsIds;
    }

    [InlineArray(10)]
    private struct Flags
    {
        private byte first;
    }
}
