using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>Gives the rows of a feature matrix as centred slabs for matrix products, and one by one for exact
/// distances.</summary>
internal sealed unsafe class FeatureRows : IDisposable
{
    private readonly Tensor matrix;
    private readonly byte* start;
    private readonly long rowBytes;

    /// <summary>Wraps a matrix and checks it; copies it only if it is not contiguous.</summary>
    /// <param name="features">Float32 or float64 [N, D], CPU, finite, N at least 2; not disposed. Do not change or
    /// dispose it before this object.</param>
    /// <param name="images">Name of the set in messages.</param>
    /// <exception cref="Runtime.UserInputException">N is below 2 or a feature is not finite.</exception>
    public FeatureRows(Tensor features, string images)
    {
        FeatureCheck.Matrix(features, nameof(features));
        if (features.device_type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException("features must be on the CPU", nameof(features));
        FeatureCheck.Enough(features.shape[0], images);
        FeatureCheck.Finite(features, images);
        (Images, Type, Count, Dimension) =
            (images, features.dtype, checked((int)features.shape[0]), (int)features.shape[1]);
        matrix = features.contiguous().DetachFromDisposeScope();
        using var first = matrix.slice(0, 0, 1, 1); // the bytes of the whole may be too many for a span
        start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
        rowBytes = matrix.ElementSize * Dimension;
    }

    /// <summary>Name of the set in messages.</summary>
    public string Images { get; }

    /// <summary>Number of rows N.</summary>
    public int Count { get; }

    /// <summary>Number of features D.</summary>
    public int Dimension { get; }

    /// <summary>Float32 or float64.</summary>
    public ScalarType Type { get; }

    /// <summary>Computes the mean of all rows in the matrix's own type, [D]; the caller's scope owns it.</summary>
    public Tensor Mean()
    {
        using var scope = NewDisposeScope();
        return matrix.mean([0]).MoveToOuterDisposeScope();
    }

    /// <summary>Gives rows [first, last) minus a centre, in the matrix's own type; the caller's scope owns
    /// them.</summary>
    public Tensor Slab(int first, int last, Tensor centre)
    {
        using var rows = matrix.slice(0, first, last, 1);
        return rows - centre;
    }

    /// <summary>Gives rows [first, last) in float64; the caller's scope owns them.</summary>
    public Tensor Float64Slab(int first, int last)
    {
        using var rows = matrix.slice(0, first, last, 1);
        return rows.to(ScalarType.Float64, copy: true);
    }

    /// <summary>
    /// Squared Euclidean distance as the plain sum of squared differences in float64. The order of the sum is fixed
    /// (however wide the processor's vectors are), so it gives the same bits everywhere and in both directions, and 0
    /// for equal rows.
    /// </summary>
    public double SquaredDistance(int row, FeatureRows other, int otherRow)
    {
        var a = start + (row * rowBytes);
        var b = other.start + (otherRow * rowBytes);
        return Type == ScalarType.Float32
            ? SquaredDistance(new ReadOnlySpan<float>(a, Dimension), new ReadOnlySpan<float>(b, Dimension))
            : SquaredDistance(new ReadOnlySpan<double>(a, Dimension), new ReadOnlySpan<double>(b, Dimension));
    }

    /// <inheritdoc/>
    public void Dispose() => matrix.Dispose();

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 8 <= a.Length; i += 8)
        {
            var (lowA, highA) = Vector256.Widen(Vector256.Create(a[i..]));
            var (lowB, highB) = Vector256.Widen(Vector256.Create(b[i..]));
            var (lowDifference, highDifference) = (lowA - lowB, highA - highB);
            low += lowDifference * lowDifference;
            high += highDifference * highDifference;
        }
        var sum = Sum(low + high);
        for (; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            var difference = Vector256.Create(a[i..]) - Vector256.Create(b[i..]);
            lanes += difference * difference;
        }
        var sum = Sum(lanes);
        for (; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
