using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// The loops of <see cref="PooledConvolution"/>, over images with channels side by side and a border of zeros.
/// </summary>
internal static unsafe partial class PooledConvolutionKernels
{
    private const int NobodyWon = -1;

    private static int Lanes => Vector<float>.Count;

    /// <summary>Fills the gradients.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">[B, H, W, C], contiguous.</param>
    /// <param name="weight">[F, C, 3, 3], contiguous.</param>
    /// <param name="gradient">Of the output, [B, H/2, W/2, F], contiguous.</param>
    /// <param name="winners">Int32, as <see cref="Forward"/> filled them.</param>
    /// <param name="gradients">Filled by this call.</param>
    public static void Backward(
        PooledShape shape, Tensor x, Tensor weight, Tensor gradient, Tensor winners, PooledGradients gradients)
    {
        var weights = FiltersFirst(shape, Numbers<float>(weight));
        var sums = new double[ChunkCount(shape)][];
        fixed (float* from = Numbers<float>(x), w = weights, g = Numbers<float>(gradient))
        fixed (float* to = gradients.Input is { } wanted ? Numbers<float>(wanted) : [])
        fixed (int* won = Numbers<int>(winners))
        {
            var p = new BackwardPointers((nint)from, (nint)w, (nint)g, (nint)to, (nint)won);
            InChunks(shape, (chunk, begin, end) => sums[chunk] = BackwardImages(shape, p, begin, end));
        }
        // In the order of the chunks, so that the bits depend on their number alone.
        var total = sums.Aggregate((a, b) => [.. a.Zip(b, (p, q) => p + q)]);
        var row = WholeVectors(shape.KernelRow);
        var ofWeight = Numbers<float>(gradients.Weight);
        var ofBias = Numbers<float>(gradients.Bias);
        for (var i = 0; i < ofWeight.Length; i++) ofWeight[i] = (float)total[PlaceInRows(shape, row, i)];
        for (var f = 0; f < shape.Filters; f++) ofBias[f] = (float)total[(3 * row * shape.Filters) + f];
    }

    private sealed record BackwardPointers(nint X, nint Weight, nint Gradient, nint OfInput, nint Winners);

    /// <summary>
    /// Sums over these images: gradients of the weights, filter by filter in padded rows, then of the biases.
    /// </summary>
    private static double[] BackwardImages(PooledShape shape, BackwardPointers p, int begin, int end)
    {
        var total = new double[shape.Filters * ((3 * WholeVectors(shape.KernelRow)) + 1)];
        // Rows are added in whole vectors, so the last one needs room behind it.
        float[] padded = new float[shape.PaddedImage + Lanes], ofPadded =
            new float[padded.Length], ofImage = new float[total.Length];
        fixed (float* image = padded, ofInput = ofPadded, sums = ofImage)
        {
            for (var i = begin; i < end; i++)
            {
                Pad(shape, (float*)p.X + ((long)i * shape.Image), image);
                Array.Clear(ofPadded);
                Array.Clear(ofImage);
                var gradient = (float*)p.Gradient + ((long)i * shape.OutImage);
                AddWinners(shape, image, (float*)p.Weight, gradient, (int*)p.Winners
                    + ((long)i * shape.OutImage), sums, p.OfInput == 0 ? null : ofInput);
                // Float within an image, double across images.
                for (var t = 0; t < total.Length; t++) total[t] += sums[t];
                if (p.OfInput != 0) Unpad(shape, ofInput, (float*)p.OfInput + ((long)i * shape.Image));
            }
        }
        return total;
    }

    private static void AddWinners(
        in PooledShape shape, float* image, float* weight, float* gradient, int* won, float* sums, float* ofInput)
    {
        var (row, stride, filters) = (WholeVectors(shape.KernelRow), shape.PaddedRow, shape.Filters);
        for (var place = 0; place < shape.OutPlaces; place++, gradient += filters, won += filters)
        {
            var patch = shape.PatchOf(place);
            for (var f = 0; f < filters; f++)
            {
                if (won[f] == NobodyWon) continue;
                var at = patch + won[f];
                sums[(3 * row * filters) + f] += gradient[f];
                AddRows(gradient[f], row, image + at, stride, sums + (3 * row * f), row);
                if (ofInput is not null) AddRows(gradient[f], row, weight + (3 * row * f), row, ofInput + at, stride);
            }
        }
    }

    /// <summary>Adds the three rows of a patch or a filter, times a factor, to other rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(float factor, int length, float* from, int fromStride, float* to, int toStride)
    {
        var factors = new Vector<float>(factor);
        for (var row = 0; row < 3; row++, from += fromStride, to += toStride)
        {
            for (var t = 0; t < length; t += Lanes)
                Vector.MultiplyAddEstimate(factors, Vector.Load(from + t), Vector.Load(to + t)).Store(to + t);
        }
    }

    private static void Pad(in PooledShape shape, float* from, float* to)
    {
        var row = shape.Width * shape.Channels;
        for (var y = 0; y < shape.Height; y++)
            new Span<float>(from + (y * row), row)
                .CopyTo(new Span<float>(to + ((y + 1) * shape.PaddedRow) + shape.Channels, row));
    }

    private static void Unpad(in PooledShape shape, float* from, float* to)
    {
        var row = shape.Width * shape.Channels;
        for (var y = 0; y < shape.Height; y++)
            new Span<float>(from + ((y + 1) * shape.PaddedRow) + shape.Channels, row)
                .CopyTo(new Span<float>(to + (y * row), row));
    }

    /// <summary>
    /// Rearranges [F, C, 3, 3] to [F, 3, row]. A row is three times all channels, padded with zeros to whole vectors.
    /// </summary>
    private static float[] FiltersFirst(PooledShape shape, ReadOnlySpan<float> weight)
    {
        var row = WholeVectors(shape.KernelRow);
        var result = new float[3 * row * shape.Filters];
        for (var i = 0; i < weight.Length; i++) result[PlaceInRows(shape, row, i)] = weight[i];
        return result;
    }

    private static int PlaceInRows(in PooledShape shape, int row, int i)
    {
        var (f, c, tap) = shape.Indices(i);
        return (((3 * f) + (tap / 3)) * row) + (tap % 3 * shape.Channels) + c;
    }

    private static int WholeVectors(int count) => (count + Lanes - 1) / Lanes * Lanes;

    private static Span<T> Numbers<T>(Tensor tensor) where T : struct => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    private static int ChunkCount(in PooledShape shape) => Math.Clamp(get_num_threads(), 1, Math.Max(1, shape.Count));

    /// <summary>
    /// Splits the images into one chunk per libtorch thread. The number of chunks decides the bits, not when they run.
    /// </summary>
    private static void InChunks(PooledShape shape, Action<int, int, int> work)
    {
        var chunks = ChunkCount(shape);
        if (chunks == 1) work(0, 0, shape.Count);
        else Parallel.For(0, chunks, chunk =>
            work(chunk, (int)((long)shape.Count * chunk / chunks), (int)((long)shape.Count * (chunk + 1) / chunks)));
    }
}
