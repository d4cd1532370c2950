using Mintage.Data;
using Mintage.Networks.Weights;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks.Backbones;

/// <summary>
/// ResNet-18 with its weights, as an extractor of features: images of any size to 512 numbers each. Its features may be
/// kept on disk, so that every image passes through the network once.
/// </summary>
/// <param name="network">Owned by this object.</param>
internal sealed class ResNet18Backbone(ResNet18 network) : IDisposable
{
    /// <summary>Images per batch at 224 x 224, where more are no faster. Smaller images are up to a third faster in
    /// larger batches, which take no more memory.</summary>
    private const int FewestPerBatch = 16, MostPerBatch = 64;

    /// <summary>Images per batch on a GPU: not tuned, for none was at hand.</summary>
    private const int PerBatchOnGpu = 128;

    /// <summary>The network, all frozen; not to be trained while features are computed.</summary>
    public ResNet18 Network => network;

    /// <summary>
    /// Number of batches at once, each on one thread if <see cref="TorchRuntime.Start"/> was given 1. The bits do not
    /// depend on it.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where the network is.</summary>
    public ComputeDevice Device { get; private init; } = ComputeDevice.Cpu;

    /// <summary>What limits every result made with these weights.</summary>
    public IReadOnlyList<string> Warnings => network.WeightsWarning is { } warning ? [warning] : [];

    /// <summary>Loads the network, and gets its weights first if they are not on this machine. Call it outside any
    /// dispose scope.</summary>
    /// <param name="file">The user's own ONNX file of the same network; null for the catalogue's.</param>
    /// <param name="workers">Number of batches at once; one on a GPU.</param>
    /// <param name="device">Where it computes; null for the processor.</param>
    /// <param name="progress">Told how much of a download has come.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="UserInputException">The weights cannot be had, or are damaged or another network's. The message
    /// says how to get them by hand.</exception>
    public static ResNet18Backbone Load(
        string? file = null, int workers = 1, ComputeDevice? device = null, IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var at = device ?? ComputeDevice.Cpu;
        var weights = file is not null
            ? ResNet18File.Read(file)
            : ResNet18File.ReadOfficial(WeightCache.Obtain(WeightCatalogue.ResNet18, progress, cancellation));
        return new ResNet18Backbone(new ResNet18(weights).PlacedOn(at))
        {
            Workers = at.IsCpu ? workers : 1,
            Device = at,
        };
    }

    /// <summary>
    /// The network alone, for a classifier. Call it outside any dispose scope; the caller disposes it.
    /// </summary>
    /// <exception cref="UserInputException">The weights cannot be had, or are damaged.</exception>
    public static ResNet18 LoadNetwork() =>
        new(ResNet18File.ReadOfficial(WeightCache.Obtain(WeightCatalogue.ResNet18)));

    /// <summary>Where features come from, for results and for the key of the cache.</summary>
    /// <param name="side">Side of the square that images are resized to.</param>
    /// <param name="channels">Channels of the images, 1 or 3.</param>
    public FeatureSource Source(int side, int channels) => SourceOf(network.WeightsSha256, side, channels, Device);

    /// <summary>The same for the catalogue's weights, which need not be loaded to find kept features.</summary>
    public static FeatureSource OfficialSource(int side, int channels, ComputeDevice device) =>
        SourceOf(WeightCatalogue.ResNet18.Sha256, side, channels, device);

    private static FeatureSource SourceOf(string sha256, int side, int channels, ComputeDevice device) =>
        new($"resnet18:{sha256[..12]}", BackboneInput.Describe(side, channels) + device.Suffix, sha256);

    /// <summary>Features of every image, from the cache if they are there.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="side">Side of the square that images are resized to: a multiple of 32, at most 1,024.</param>
    /// <param name="cache">Keeps them; null keeps none.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <returns>Float32 [N, 512], not negative, CPU; the caller disposes it.</returns>
    /// <exception cref="UserInputException">The side is none of these.</exception>
    public Tensor Features(
        LabelledImages images, int side, FeatureCache? cache = null, IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        BackboneInput.RequireSide(side);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        Tensor Computed() => Device.InFloat32(() => Compute(images, side, progress, cancellation));
        return cache is null ? Computed() : cache.Get(images, Source(side, images.Channels), Computed);
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private Tensor Compute(
        LabelledImages images, int side, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var size = !Device.IsCpu ? PerBatchOnGpu : Math.Clamp(
            FewestPerBatch * BackboneInput.TrainedSide * BackboneInput.TrainedSide / (side * side), FewestPerBatch,
            MostPerBatch);
        var parts = new Tensor?[(images.Count + size - 1) / size];
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, parts.Length, options, index =>
            {
                parts[index] = OfBatch(images, index * size, size, side);
                var ready = Math.Min(Interlocked.Increment(ref done) * size, images.Count);
                progress?.Report(
                    new TaskProgress((double)ready / images.Count, $"{ready:N0} of {images.Count:N0} images"));
            });
            return cat([.. parts.OfType<Tensor>()], 0).DetachFromDisposeScope();
        }
        finally
        {
            foreach (var part in parts) part?.Dispose();
        }
    }

    private Tensor OfBatch(LabelledImages images, int start, int most, int side)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var count = Math.Min(most, images.Count - start);
        var bytes = images.Pixels.AsSpan(start * images.PixelsPerImage, count * images.PixelsPerImage).ToArray();
        var rows = tensor(bytes, [count, images.Height, images.Width, images.Channels], ScalarType.Byte, CPU);
        var prepared = BackboneInput.Prepare(rows.permute(0, 3, 1, 2).MovedTo(Device.Torch), side);
        return network.forward(prepared).cpu().DetachFromDisposeScope();
    }
}
