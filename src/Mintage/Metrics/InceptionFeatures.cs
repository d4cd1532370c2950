using Mintage.Networks;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Computes features of images by <see cref="InceptionV3"/>, in batches of limited size and on several
/// threads.</summary>
/// <param name="Network">The network; not disposed.</param>
/// <param name="Preparation">Turns pixels into the network's input.</param>
/// <param name="Tap">The place in the network that gives the features.</param>
/// <param name="Workers">
/// Number of batches at once, each on one thread if <see cref="TorchRuntime.Start"/> was given 1. This is faster than
/// one batch on several threads, and the bits do not depend on it. Each batch takes about 300 MB.
/// </param>
internal sealed record InceptionFeatures(
    InceptionV3 Network, ImagePreparation Preparation =
    ImagePreparation.PytorchFid, InceptionTap Tap = InceptionTap.FinalPool, int Workers = 1)
{
    /// <summary>
    /// Number of images per batch. Larger batches are hardly faster and take more memory. Only benchmarks choose
    /// another size, because it may change the last bits.
    /// </summary>
    internal int Batch { get; init; } = 16;

    /// <summary>Where the network is. Images are prepared on the processor.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Computes the features of every image.</summary>
    /// <param name="pixels">
    /// uint8 [N, 1 | 3, H, W], CPU, at least one image (<see cref="ImageTensors.Pixels"/>); not disposed.
    /// </param>
    /// <param name="progress">Called after every batch.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <returns>Float32 [N, (int)Tap], CPU; the caller disposes it.</returns>
    public Tensor Of(
        Tensor pixels, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) =>
        Device.InFloat32(() => Compute(pixels, progress, cancellation));

    private Tensor Compute(Tensor pixels, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var count = (int)pixels.shape[0];
        var parts = new Tensor?[(count + Batch - 1) / Batch];
        var done = 0;
        try
        {
            Parallel.For(
                0, parts.Length,
                new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation }, index =>
            {
                parts[index] = OfBatch(pixels, index * Batch);
                var ready = Math.Min(Interlocked.Increment(ref done) * Batch, count);
                progress?.Report(new TaskProgress((double)ready / count, $"{ready:N0} of {count:N0} images"));
            });
            return cat([.. parts.OfType<Tensor>()], 0).DetachFromDisposeScope();
        }
        finally
        {
            foreach (var part in parts) part?.Dispose();
        }
    }

    private Tensor OfBatch(Tensor pixels, long start)
    {
        using var scope = NewDisposeScope();
        var batch = pixels.slice(0, start, Math.Min(start + Batch, pixels.shape[0]), 1);
        var prepared = InceptionInput.Prepare(batch, Preparation).MovedTo(Device.Torch);
        return Network.Features(prepared, Tap).cpu().DetachFromDisposeScope();
    }
}
