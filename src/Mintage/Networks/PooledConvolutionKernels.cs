using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>The loops of <see cref="PooledConvolution"/>, over images with their channels side by side and a border of zeros.</summary>
internal static unsafe class PooledConvolutionKernels
{
    private const int NobodyWon = -1;

    private static int Lanes => Vector<float>.Count;

    /// <summary>Fills the output, and for each of its numbers where its patch begins beside the pool's first one.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">[B, H, W, C], contiguous.</param>
    /// <param name="weight">[F, C, 3, 3], contiguous.</param>
    /// <param name="bias">[F].</param>
    /// <param name="y">[B, H/2, W/2, F], contiguous.</param>
    /// <param name="winners">Int32, as the output.</param>
    public static void Forward(PooledShape shape, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor winners)
    {
        var filters = WholeVectors(shape.Filters);
        float[] weights = TapsFirst(shape, Numbers<float>(weight), filters), biases = new float[filters];
        Numbers<float>(bias).CopyTo(biases);
        fixed (float* from = Numbers<float>(x), w = weights, b = biases, to = Numbers<float>(y))
        fixed (int* won = Numbers<int>(winners))
        {
            var p = new ForwardPointers((nint)from, (nint)w, (nint)b, (nint)to, (nint)won);
            InChunks(shape, (_, begin, end) => ForwardImages(shape, filters, p, begin, end));
        }
    }

    /// <summary>Fills the gradients.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">[B, H, W, C], contiguous.</param>
    /// <param name="weight">[F, C, 3, 3], contiguous.</param>
    /// <param name="gradient">Of the output, [B, H/2, W/2, F], contiguous.</param>
    /// <param name="winners">As <see cref="Forward"/> left them.</param>
    /// <param name="gradients">To be filled.</param>
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

    private sealed record ForwardPointers(nint X, nint Weight, nint Bias, nint Y, nint Winners);

    private sealed record BackwardPointers(nint X, nint Weight, nint Gradient, nint OfInput, nint Winners);

    private static void ForwardImages(PooledShape shape, int filters, ForwardPointers p, int begin, int end)
    {
        var padded = new float[shape.PaddedImage];
        fixed (float* image = padded)
        {
            for (var i = begin; i < end; i++)
            {
                Pad(shape, (float*)p.X + ((long)i * shape.Image), image);
                var y = (float*)p.Y + ((long)i * shape.OutImage);
                var won = (int*)p.Winners + ((long)i * shape.OutImage);
                if (shape.Channels == 1) OneChannel(shape, image, (float*)p.Weight, filters, (float*)p.Bias, y, won);
                else Channels(shape, image, (float*)p.Weight, filters, (float*)p.Bias, y, won);
            }
        }
    }

    /// <summary>Filters in vectors, two at a time, so that each pixel loaded meets both.</summary>
    private static void Channels(in PooledShape shape, float* image, float* weight, int filters, float* bias, float* y, int* won)
    {
        for (var place = 0; place < shape.OutPlaces; place++, y += shape.Filters, won += shape.Filters)
        {
            var patch = image + shape.PatchOf(place);
            var f = 0;
            for (; f + Lanes < filters; f += 2 * Lanes) TwoVectors(shape, patch, weight + f, filters, bias + f, f, y, won);
            if (f < filters) OneVector(shape, patch, weight + f, filters, bias + f, f, y, won);
        }
    }

    private static void TwoVectors(in PooledShape shape, float* patch, float* weight, int filters, float* bias, int f, float* y, int* won)
    {
        var (channels, length, stride) = (shape.Channels, shape.KernelRow, shape.PaddedRow);
        Vector<float> a0 = Vector.Load(bias), b0 = a0, c0 = a0, d0 = a0;
        Vector<float> a1 = Vector.Load(bias + Lanes), b1 = a1, c1 = a1, d1 = a1;
        for (var row = 0; row < 3; row++, patch += stride)
        {
            var lower = patch + stride;
            for (var t = 0; t < length; t++, weight += filters)
            {
                Vector<float> w0 = Vector.Load(weight), w1 = Vector.Load(weight + Lanes);
                var v = new Vector<float>(patch[t]);
                a0 = Vector.MultiplyAddEstimate(v, w0, a0);
                a1 = Vector.MultiplyAddEstimate(v, w1, a1);
                v = new Vector<float>(patch[t + channels]);
                b0 = Vector.MultiplyAddEstimate(v, w0, b0);
                b1 = Vector.MultiplyAddEstimate(v, w1, b1);
                v = new Vector<float>(lower[t]);
                c0 = Vector.MultiplyAddEstimate(v, w0, c0);
                c1 = Vector.MultiplyAddEstimate(v, w1, c1);
                v = new Vector<float>(lower[t + channels]);
                d0 = Vector.MultiplyAddEstimate(v, w0, d0);
                d1 = Vector.MultiplyAddEstimate(v, w1, d1);
            }
        }
        Pool(shape, a0, b0, c0, d0, f, y, won);
        Pool(shape, a1, b1, c1, d1, f + Lanes, y, won);
    }

    private static void OneVector(in PooledShape shape, float* patch, float* weight, int filters, float* bias, int f, float* y, int* won)
    {
        var (channels, length, stride) = (shape.Channels, shape.KernelRow, shape.PaddedRow);
        Vector<float> a = Vector.Load(bias), b = a, c = a, d = a;
        for (var row = 0; row < 3; row++, patch += stride)
        {
            var lower = patch + stride;
            for (var t = 0; t < length; t++, weight += filters)
            {
                var w = Vector.Load(weight);
                a = Vector.MultiplyAddEstimate(new Vector<float>(patch[t]), w, a);
                b = Vector.MultiplyAddEstimate(new Vector<float>(patch[t + channels]), w, b);
                c = Vector.MultiplyAddEstimate(new Vector<float>(lower[t]), w, c);
                d = Vector.MultiplyAddEstimate(new Vector<float>(lower[t + channels]), w, d);
            }
        }
        Pool(shape, a, b, c, d, f, y, won);
    }

    /// <summary>The nine weights of a vector of filters stay in registers.</summary>
    private static void OneChannel(in PooledShape shape, float* image, float* weight, int filters, float* bias, float* y, int* won)
    {
        var row = shape.PaddedRow;
        for (var f = 0; f < filters; f += Lanes)
        {
            var w = weight + f;
            Vector<float> w00 = Vector.Load(w), w01 = Vector.Load(w + filters), w02 = Vector.Load(w + (2 * filters));
            w += 3 * filters;
            Vector<float> w10 = Vector.Load(w), w11 = Vector.Load(w + filters), w12 = Vector.Load(w + (2 * filters));
            w += 3 * filters;
            Vector<float> w20 = Vector.Load(w), w21 = Vector.Load(w + filters), w22 = Vector.Load(w + (2 * filters));
            var start = Vector.Load(bias + f);
            for (var place = 0; place < shape.OutPlaces; place++)
            {
                var patch = image + shape.PatchOf(place);
                var a = Add(patch + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch++;
                var b = Add(patch + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch += row;
                var d = Add(patch + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch--;
                var c = Add(patch + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                Pool(shape, a, b, c, d, f, y + (place * shape.Filters), won + (place * shape.Filters));
            }
        }
    }

    /// <summary>The sum plus three pixels times their weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Add(float* pixels, Vector<float> w0, Vector<float> w1, Vector<float> w2, Vector<float> sum)
    {
        sum = Vector.MultiplyAddEstimate(new Vector<float>(pixels[0]), w0, sum);
        sum = Vector.MultiplyAddEstimate(new Vector<float>(pixels[1]), w1, sum);
        return Vector.MultiplyAddEstimate(new Vector<float>(pixels[2]), w2, sum);
    }

    /// <summary>The largest, the first of equals; and 0 instead of a negative one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(
        in PooledShape shape, Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, int f, float* y, int* won)
    {
        var (best, winner) = (a, Vector<int>.Zero);
        Improve(ref best, ref winner, b, shape.Channels);
        Improve(ref best, ref winner, c, shape.PaddedRow);
        Improve(ref best, ref winner, d, shape.PaddedRow + shape.Channels);
        var lost = Vector.LessThanOrEqual(best, Vector<float>.Zero);
        best = Vector.ConditionalSelect(lost, Vector<float>.Zero, best);
        winner = Vector.ConditionalSelect(lost, new Vector<int>(NobodyWon), winner);
        if (f + Lanes <= shape.Filters)
        {
            best.Store(y + f);
            winner.Store(won + f);
            return;
        }
        for (var l = 0; f + l < shape.Filters; l++) (y[f + l], won[f + l]) = (best[l], winner[l]);
    }

    /// <summary>As max_pool2d has it: also a NaN is better.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Improve(ref Vector<float> best, ref Vector<int> winner, Vector<float> next, int offset)
    {
        var better = Vector.GreaterThan(next, best) | ~Vector.Equals(next, next);
        best = Vector.ConditionalSelect(better, next, best);
        winner = Vector.ConditionalSelect(better, new Vector<int>(offset), winner);
    }

    /// <summary>Sums over these images: the gradients of the weights, filter by filter in padded rows, then of the biases.</summary>
    private static double[] BackwardImages(PooledShape shape, BackwardPointers p, int begin, int end)
    {
        var total = new double[shape.Filters * ((3 * WholeVectors(shape.KernelRow)) + 1)];
        // Rows are added in whole vectors: behind the last one there is room.
        float[] padded = new float[shape.PaddedImage + Lanes], ofPadded = new float[padded.Length], ofImage = new float[total.Length];
        fixed (float* image = padded, ofInput = ofPadded, sums = ofImage)
        {
            for (var i = begin; i < end; i++)
            {
                Pad(shape, (float*)p.X + ((long)i * shape.Image), image);
                Array.Clear(ofPadded);
                Array.Clear(ofImage);
                var gradient = (float*)p.Gradient + ((long)i * shape.OutImage);
                AddWinners(shape, image, (float*)p.Weight, gradient, (int*)p.Winners + ((long)i * shape.OutImage), sums, p.OfInput == 0 ? null : ofInput);
                // In float within an image, in double from one to the next.
                for (var t = 0; t < total.Length; t++) total[t] += sums[t];
                if (p.OfInput != 0) Unpad(shape, ofInput, (float*)p.OfInput + ((long)i * shape.Image));
            }
        }
        return total;
    }

    private static void AddWinners(in PooledShape shape, float* image, float* weight, float* gradient, int* won, float* sums, float* ofInput)
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

    /// <summary>Adds the three rows of a patch or of a filter, times a factor, to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(float factor, int length, float* from, int fromStride, float* to, int toStride)
    {
        var factors = new Vector<float>(factor);
        for (var row = 0; row < 3; row++, from += fromStride, to += toStride)
        {
            for (var t = 0; t < length; t += Lanes) Vector.MultiplyAddEstimate(factors, Vector.Load(from + t), Vector.Load(to + t)).Store(to + t);
        }
    }

    private static void Pad(in PooledShape shape, float* from, float* to)
    {
        var row = shape.Width * shape.Channels;
        for (var y = 0; y < shape.Height; y++)
            new Span<float>(from + (y * row), row).CopyTo(new Span<float>(to + ((y + 1) * shape.PaddedRow) + shape.Channels, row));
    }

    private static void Unpad(in PooledShape shape, float* from, float* to)
    {
        var row = shape.Width * shape.Channels;
        for (var y = 0; y < shape.Height; y++)
            new Span<float>(from + ((y + 1) * shape.PaddedRow) + shape.Channels, row).CopyTo(new Span<float>(to + (y * row), row));
    }

    /// <summary>[F, C, 3, 3] as [3, 3, C, filters]: more filters than there are have weights of zero.</summary>
    private static float[] TapsFirst(PooledShape shape, ReadOnlySpan<float> weight, int filters)
    {
        var result = new float[9 * shape.Channels * filters];
        for (var i = 0; i < weight.Length; i++)
        {
            var (f, c, tap) = shape.Indices(i);
            result[(((tap * shape.Channels) + c) * filters) + f] = weight[i];
        }
        return result;
    }

    /// <summary>[F, C, 3, 3] as [F, 3, row], a row being three times all channels, filled up with zeros to whole vectors.</summary>
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

    /// <summary>As many parts of the images as libtorch has threads; their number decides the bits, not when they run.</summary>
    private static void InChunks(PooledShape shape, Action<int, int, int> work)
    {
        var chunks = ChunkCount(shape);
        if (chunks == 1) work(0, 0, shape.Count);
        else Parallel.For(0, chunks, chunk => work(chunk, (int)((long)shape.Count * chunk / chunks), (int)((long)shape.Count * (chunk + 1) / chunks)));
    }
}
