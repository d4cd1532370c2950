using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>The forward pass: output and winners of every pool.</summary>
internal static unsafe partial class PooledConvolutionKernels
{
    /// <summary>
    /// Fills the output, and for each of its values the offset of its patch from the pool's first one.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">[B, H, W, C], contiguous.</param>
    /// <param name="weight">[F, C, 3, 3], contiguous.</param>
    /// <param name="bias">[F].</param>
    /// <param name="y">[B, H/2, W/2, F], contiguous.</param>
    /// <param name="winners">Int32, in the output's shape.</param>
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

    private sealed record ForwardPointers(nint X, nint Weight, nint Bias, nint Y, nint Winners);

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

    /// <summary>Handles filters in vectors, two at a time, so that each loaded pixel serves both.</summary>
    private static void Channels(
        in PooledShape shape, float* image, float* weight, int filters, float* bias, float* y, int* won)
    {
        for (var place = 0; place < shape.OutPlaces; place++, y += shape.Filters, won += shape.Filters)
        {
            var patch = image + shape.PatchOf(place);
            var f = 0;
            for (; f + Lanes < filters; f += 2 * Lanes)
                TwoVectors(shape, patch, weight + f, filters, bias + f, f, y, won);
            if (f < filters) OneVector(shape, patch, weight + f, filters, bias + f, f, y, won);
        }
    }

    private static void TwoVectors(
        in PooledShape shape, float* patch, float* weight, int filters, float* bias, int f, float* y, int* won)
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

    private static void OneVector(
        in PooledShape shape, float* patch, float* weight, int filters, float* bias, int f, float* y, int* won)
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

    /// <summary>Handles one channel, whose nine weights per vector of filters stay in registers.</summary>
    private static void OneChannel(
        in PooledShape shape, float* image, float* weight, int filters, float* bias, float* y, int* won)
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
                var a = Add(patch
                    + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch++;
                var b = Add(patch
                    + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch += row;
                var d = Add(patch
                    + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                patch--;
                var c = Add(patch
                    + (2 * row), w20, w21, w22, Add(patch + row, w10, w11, w12, Add(patch, w00, w01, w02, start)));
                Pool(shape, a, b, c, d, f, y + (place * shape.Filters), won + (place * shape.Filters));
            }
        }
    }

    /// <summary>Adds three pixels times their weights to the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Add(
        float* pixels, Vector<float> w0, Vector<float> w1, Vector<float> w2, Vector<float> sum)
    {
        sum = Vector.MultiplyAddEstimate(new Vector<float>(pixels[0]), w0, sum);
        sum = Vector.MultiplyAddEstimate(new Vector<float>(pixels[1]), w1, sum);
        return Vector.MultiplyAddEstimate(new Vector<float>(pixels[2]), w2, sum);
    }

    /// <summary>Stores the largest of four (the first of equals), or 0 if it is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool(
        in PooledShape shape, Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, int f,
        float* y, int* won)
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

    /// <summary>Takes the next value if it is larger or, as in max_pool2d, NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Improve(ref Vector<float> best, ref Vector<int> winner, Vector<float> next, int offset)
    {
        var better = Vector.GreaterThan(next, best) | ~Vector.Equals(next, next);
        best = Vector.ConditionalSelect(better, next, best);
        winner = Vector.ConditionalSelect(better, new Vector<int>(offset), winner);
    }

    /// <summary>Rearranges [F, C, 3, 3] to [3, 3, C, filters]. Filters beyond F get zero weights.</summary>
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
}
