using System.Numerics;
using System.Runtime.InteropServices;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// Exponential moving average of a network's weights, kept in a second network of the same shape
/// (Yazıcı et al. 2019, arXiv:1806.04498). Buffers (batch-norm statistics, counters) are copied, not averaged.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly (Tensor Average, Tensor Source)[] weights;
    private readonly (Tensor Average, Tensor Source)[] buffers;
    private readonly double decay;
    private readonly (FlatTensors Weights, FlatTensors? Buffers)? flat;

    /// <summary>Makes <paramref name="average"/> an exact copy of <paramref name="source"/> to start from.</summary>
    /// <param name="source">The network in training; float32, and it must stay on its device.</param>
    /// <param name="average">A network of the same shape on the same device. Its weights stop requiring
    /// gradients.</param>
    /// <param name="decay">Weight of the past, 0 to below 1.</param>
    public WeightAverage(nn.Module source, nn.Module average, double decay)
    {
        this.decay = decay;
        using var _ = no_grad();
        foreach (var parameter in average.parameters()) parameter.requires_grad = false;
        weights = [.. FlatTensors.Ordered(
            average.parameters().Zip(source.parameters(), (a, s) => ((Tensor)a, (Tensor)s)), pair => pair.Item1)];
        buffers = [.. average.buffers().Zip(source.buffers())];
        foreach (var (a, s) in weights.Concat(buffers)) a.copy_(s);
        if (TensorOperations.AreUsedFor(weights[0].Average))
            flat = (Flat(weights)!, Flat(buffers.Where(IsFloat)));

        static FlatTensors? Flat(IEnumerable<(Tensor Average, Tensor Source)> pairs) =>
            pairs.Select(p => p.Average).ToList() is { Count: > 0 } averages ? new(averages) : null;
    }

    /// <summary>Adds the source's weights to the average after an update.</summary>
    /// <param name="updates">Number of updates so far. Early on the past weighs less, so that the initial noise is
    /// forgotten quickly.</param>
    public void Update(int updates)
    {
        var share = (float)(1 - Math.Min(decay, (1.0 + updates) / (10.0 + updates)));
        using var _ = no_grad();
        if (flat is { } all)
        {
            using var scope = NewDisposeScope();
            ApproachByTensors(all.Weights.All, FlatTensors.Joined(weights.Select(w => w.Source)), share);
            all.Buffers?.All.copy_(FlatTensors.Joined(buffers.Where(IsFloat).Select(b => b.Source)));
            foreach (var (a, s) in buffers.Where(b => !IsFloat(b))) a.copy_(s); // counters
            return;
        }
        foreach (var (a, s) in weights) Approach(a, s, share);
        foreach (var (a, s) in buffers) a.copy_(s);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        flat?.Weights.Dispose();
        flat?.Buffers?.Dispose();
    }

    private static bool IsFloat((Tensor Average, Tensor Source) buffer) => buffer.Source.is_floating_point();

    /// <summary>Moves a towards s by a share of the difference, in one vectorised pass.</summary>
    internal static void Approach(Tensor a, Tensor s, float share)
    {
        var average = MemoryMarshal.Cast<byte, float>(a.bytes);
        var source = MemoryMarshal.Cast<byte, float>(s.bytes);
        var average4 = MemoryMarshal.Cast<float, Vector<float>>(average);
        var source4 = MemoryMarshal.Cast<float, Vector<float>>(source);
        for (var i = 0; i < average4.Length; i++) average4[i] += (source4[i] - average4[i]) * share;
        for (var i = average4.Length * Vector<float>.Count; i < average.Length; i++)
            average[i] += (source[i] - average[i]) * share;
    }

    /// <summary>Does the same with tensor operations, for a GPU.</summary>
    internal static void ApproachByTensors(Tensor a, Tensor s, float share)
    {
        using var difference = s.Plus(a, -1);
        a.AddInPlace(difference, share);
    }
}
