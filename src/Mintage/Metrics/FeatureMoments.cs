using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Computes mean and scatter of feature rows in one pass, in float64. Rows are gathered into blocks of fixed size, each
/// block is centred on its own mean, and blocks are merged by Chan, Golub and LeVeque 1979. Nothing is ever subtracted
/// from a sum of squares, so a mean far from 0 costs no digits. Blocks do not depend on the batches, so neither do the
/// bits.
/// </summary>
internal sealed class FeatureMoments : IDisposable
{
    private const int FewestRows = 1024;

    private readonly int dimension;
    private readonly string images;
    private readonly Tensor block;
    private long inBlock, merged;
    private Tensor? mean, scatter;

    public FeatureMoments(int dimension, string images)
    {
        (this.dimension, this.images) = (dimension, images);
        // At least D rows, so that a set without full rank is still whole in the block at the end.
        block = empty(Math.Max(FewestRows, dimension), dimension, dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    /// <summary>Adds rows [B, D] of float32 or float64; not disposed.</summary>
    public void Add(Tensor batch)
    {
        FeatureCheck.Matrix(batch, nameof(batch));
        FeatureCheck.SameDimension(dimension, batch.shape[1]);
        FeatureCheck.Finite(batch, images, merged + inBlock);
        using var _ = no_grad();
        for (long start = 0; start < batch.shape[0];)
        {
            if (inBlock == block.shape[0]) MergeBlock();
            using var scope = NewDisposeScope();
            var rows = Math.Min(batch.shape[0] - start, block.shape[0] - inBlock);
            block.slice(0, inBlock, inBlock + rows, 1).copy_(batch.slice(0, start, start + rows, 1));
            (start, inBlock) = (start + rows, inBlock + rows);
        }
    }

    /// <summary>Gives the statistics of all rows. Nothing can be added afterwards.</summary>
    public FeatureStatistics Finish()
    {
        FeatureCheck.Enough(merged + inBlock, images);
        using var _ = no_grad();
        var count = checked((int)(merged + inBlock));
        if (merged == 0 && count <= dimension)
        {
            using var scope = NewDisposeScope();
            var (blockMean, rows) = CentreBlock();
            return FeatureStatistics.OfCentredRows(blockMean.DetachFromDisposeScope(), rows);
        }
        MergeBlock();
        var statistics = new FeatureStatistics(count, mean!, scatter!.DivideInPlace(count - 1));
        (mean, scatter) = (null, null); // they belong to the statistics now
        return statistics;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        block.Dispose();
        mean?.Dispose();
        scatter?.Dispose();
    }

    /// <summary>Centres the rows of the block in place. The current scope owns both results.</summary>
    private (Tensor Mean, Tensor Rows) CentreBlock()
    {
        var rows = block.slice(0, 0, inBlock, 1);
        var blockMean = rows.mean([0]);
        return (blockMean, rows.sub_(blockMean));
    }

    private void MergeBlock()
    {
        using var scope = NewDisposeScope();
        var (blockMean, rows) = CentreBlock();
        var blockScatter = rows.t().matmul(rows);
        if (mean is null || scatter is null)
        {
            (mean, scatter) = (blockMean.DetachFromDisposeScope(), blockScatter.DetachFromDisposeScope());
        }
        else
        {
            double total = merged + inBlock;
            var shift = blockMean.sub_(mean);
            mean.AddInPlace(shift, inBlock / total);
            // addr's own factor would be float32
            var between = shift.MultiplyInPlace(Math.Sqrt(merged * inBlock / total));
            scatter.AddInPlace(blockScatter).addr_(between, between);
        }
        (merged, inBlock) = (merged + inBlock, 0);
    }
}
