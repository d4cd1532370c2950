namespace Mintage.Statistics;

/// <summary>
/// The outcomes of one contrast: for each replicate r and test image i, d_ri = (arm right) - (baseline right), so -1, 0
/// or 1. All replicates are tested on the same images.
/// </summary>
/// <remarks>The sums are whole numbers, so exchanging the two arms only flips every sign. Immutable; safe to use from
/// several threads.</remarks>
public sealed class PairedOutcomes
{
    private PairedOutcomes(sbyte[][] differences)
    {
        Replicates = differences.Length;
        Images = differences[0].Length;
        var imageSums = new int[Images];
        var replicateMeans = new double[Replicates];
        for (var r = 0; r < Replicates; r++)
        {
            var row = differences[r];
            int sum = 0, different = 0;
            for (var i = 0; i < row.Length; i++)
            {
                int d = row[i];
                sum += d;
                different += d & 1;
                imageSums[i] += d;
            }
            var (gained, lost) = ((different + sum) / 2, (different - sum) / 2);
            Gained += gained;
            Lost += lost;
            SumOfSquaredReplicateSums += (long)sum * sum;
            replicateMeans[r] = (double)sum / Images;
        }
        foreach (long sum in imageSums) SumOfSquaredImageSums += sum * sum;
        ReplicateMeans = replicateMeans;
    }

    /// <summary>Number of replicates R, at least 1.</summary>
    public int Replicates { get; }

    /// <summary>Number of test images n, at least 1.</summary>
    public int Images { get; }

    /// <summary>The arm's accuracy minus the baseline's in each replicate, as fractions (0.01 = one point).</summary>
    public IReadOnlyList<double> ReplicateMeans { get; }

    /// <summary>Mean of all d_ri: the estimated difference of accuracy, as a fraction.</summary>
    public double Mean => (double)(Gained - Lost) / ((long)Replicates * Images);

    /// <summary>Number of d_ri that are 1 over all replicates: the arm is right and the baseline wrong.</summary>
    public long Gained { get; }

    /// <summary>Number of d_ri that are -1 over all replicates: the arm is wrong and the baseline right.</summary>
    public long Lost { get; }

    /// <summary>Sum over replicates of (sum over images of d_ri)^2.</summary>
    internal long SumOfSquaredReplicateSums { get; }

    /// <summary>Sum over images of (sum over replicates of d_ri)^2.</summary>
    internal long SumOfSquaredImageSums { get; }

    /// <summary>Compares the outcomes of two arms.</summary>
    /// <param name="arm">For each replicate and test image, true if the arm's classifier was right; not kept.</param>
    /// <param name="baseline">The same for the arm that it is compared with.</param>
    /// <exception cref="ArgumentException">There are no replicates or no images, or the counts differ.</exception>
    public static PairedOutcomes Of(IReadOnlyList<bool[]> arm, IReadOnlyList<bool[]> baseline)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(baseline);
        if (arm.Count == 0) throw new ArgumentException("There must be at least one replicate.", nameof(arm));
        if (arm.Count != baseline.Count)
            throw new ArgumentException(
                $"The arms must have the same replicates; they have {arm.Count} and {baseline.Count}.",
                nameof(baseline));
        var images = arm[0].Length;
        if (images == 0) throw new ArgumentException("There must be at least one test image.", nameof(arm));
        var rows = new sbyte[arm.Count][];
        for (var r = 0; r < rows.Length; r++)
        {
            if (arm[r].Length != images || baseline[r].Length != images)
                throw new ArgumentException(
                    $"All replicates must have the same {images} test images; replicate {r} (from 0) has "
                    + $"{arm[r].Length} and {baseline[r].Length}.", nameof(arm));
            var (row, armRow, baselineRow) = (new sbyte[images], arm[r], baseline[r]);
            for (var i = 0; i < images; i++) row[i] = (sbyte)((armRow[i] ? 1 : 0) - (baselineRow[i] ? 1 : 0));
            rows[r] = row;
        }
        return new PairedOutcomes(rows);
    }
}
