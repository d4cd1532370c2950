using Mintage.Runtime;

namespace Mintage.Networks;

/// <summary>
/// Decides which images form which batch: every epoch has a new order and drops a partial batch at its end. Batch i
/// depends only on the seed and on i, so a resumed training sees the same batches as an unbroken one.
/// </summary>
internal sealed class BatchOrder
{
    private readonly int imageCount;
    private readonly int batchSize;
    private readonly SeedTree seed;
    private long orderEpoch = -1;
    private int[] order = [];

    /// <exception cref="UserInputException">There are fewer images than one batch needs.</exception>
    public BatchOrder(int imageCount, int batchSize, SeedTree seed)
    {
        if (imageCount < batchSize)
            throw new UserInputException(
                $"A batch of {batchSize} needs at least {batchSize} training images, but there are {imageCount}. Use "
                + "a smaller batch size or add images.");
        (this.imageCount, this.batchSize, this.seed) = (imageCount, batchSize, seed);
    }

    /// <summary>Number of whole batches per epoch.</summary>
    public int PerEpoch => imageCount / batchSize;

    /// <summary>Gives the rows of a batch.</summary>
    /// <param name="index">Index over all epochs, from 0.</param>
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
