using Mintage.Networks;
using Mintage.Networks.Inception;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Features of images by <see cref="InceptionV3"/>, in bounded batches and on several threads.</summary>
/// <param name="Network">The network; not disposed.</param>
/// <param name="Preparation">How pixels become its input.</param>
/// <param name="Tap">Where features are taken.</param>
/// <param name="Workers">
/// Batches that are worked on at once, each by one thread when <see cref="TorchRuntime.Start"/> was given 1: faster than
/// one batch on several threads, and the bits do not depend on it. Each takes about 300 MB.
/// </param>
public sealed record InceptionFeatures(
    InceptionV3 Network, ImagePreparation Preparation = ImagePreparation.PytorchFid, InceptionTap Tap = InceptionTap.FinalPool, int Workers = 1)
{
    /// <summary>
    /// Images at once. Larger batches are hardly faster and take more memory; only benchmarks choose another, because the
    /// size may touch the last bits.
    /// </summary>
    internal int Batch { get; init; } = 16;

    /// <summary>Features of every image.</summary>
    /// <param name="pixels">uint8 [N, 1 | 3, H, W], CPU, at least one image (<see cref="ImageTensors.Pixels"/>); not disposed.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <returns>Float32 [N, (int)Tap], CPU; the caller disposes it.</returns>
    public Tensor Of(Tensor pixels, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        var count = (int)pixels.shape[0];
        var parts = new Tensor?[(count + Batch - 1) / Batch];
        var done = 0;
        try
        {
            Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation }, index =>
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
        return Network.Features(InceptionInput.Prepare(batch, Preparation), Tap).DetachFromDisposeScope();
    }
}
