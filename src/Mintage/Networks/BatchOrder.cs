using Mintage.Runtime;

namespace Mintage.Networks;

/// <summary>
/// Which images form which batch: every epoch a new order, a partial batch at its end dropped. Batch i depends on the
/// seed and on i only, so a resumed training sees what an unbroken one would.
/// </summary>
public sealed class BatchOrder
{
    private readonly int imageCount;
    private readonly int batchSize;
    private readonly SeedTree seed;
    private long orderEpoch = -1;
    private int[] order = [];

    /// <summary>Orders for <paramref name="imageCount"/> images.</summary>
    /// <exception cref="UserInputException">There are fewer images than one batch needs.</exception>
    public BatchOrder(int imageCount, int batchSize, SeedTree seed)
    {
        if (imageCount < batchSize)
            throw new UserInputException($"A batch of {batchSize} needs at least as many training images; there are {imageCount}. Use a smaller batch size or add images.");
        (this.imageCount, this.batchSize, this.seed) = (imageCount, batchSize, seed);
    }

    /// <summary>Whole batches per epoch.</summary>
    public int PerEpoch => imageCount / batchSize;

    /// <summary>Rows of a batch.</summary>
    /// <param name="index">Zero-based over all epochs.</param>
    public ReadOnlySpan<int> Rows(long index)
    {
        var (epoch, position) = Math.DivRem(index, PerEpoch);
        if (epoch != orderEpoch)
        {
            order = seed.Child("epoch", epoch).Random().Permutation(imageCount);
            orderEpoch = epoch;
        }
        return order.AsSpan((int)position * batchSize, batchSize);
    }
}
