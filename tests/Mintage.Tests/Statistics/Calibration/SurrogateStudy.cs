using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Draws the outcomes of studies in a <see cref="SurrogateSetting"/>; reuses its buffers. Not thread-safe.</summary>
internal sealed class SurrogateStudy
{
    /// <summary>Arms: real, classical, two GANs, classical with each of them.</summary>
    public const int Arms = 6;

    /// <summary>The family: each GAN against real, classical with each GAN against classical.</summary>
    public static readonly (int Arm, int Baseline)[] Contrasts = [(2, 0), (3, 0), (4, 1), (5, 1)];

    /// <summary>Which GAN's chances an arm shares; the controls have none and draw their own.</summary>
    public static readonly int[] GanOf = [2, 3, 0, 1, 0, 1];

    /// <summary>Quantiles of the logistic distribution: a draw costs 16 bits and a look-up.</summary>
    private static readonly float[] Logistic = MakeLogistic();

    private readonly SurrogateSetting setting;
    private readonly double[] shifts;
    private readonly float[] normals, difficulty;
    private readonly float[][] logits;
    private readonly bool[][][] right;

    public SurrogateStudy(SurrogateSetting setting, double[] shifts, int replicates)
    {
        (this.setting, this.shifts) = (setting, shifts);
        var n = setting.Images;
        normals = new float[Math.Max(n, 1 + 4 + Arms)];
        difficulty = new float[n];
        logits = NewRows<float>(Arms, n);
        right = new bool[Arms][][];
        for (var a = 0; a < Arms; a++) right[a] = NewRows<bool>(replicates, n);
    }

    /// <summary>Whether each arm's classifier was right: [arm][replicate][image], overwritten by the next draw.</summary>
    public bool[][][] Draw(SeededRandom random)
    {
        random.FillNormal(difficulty);
        for (var a = 0; a < Arms; a++)
        {
            random.FillNormal(normals.AsSpan(0, setting.Images));
            for (var i = 0; i < setting.Images; i++)
                logits[a][i] = (float)(setting.Centre + shifts[a] + (setting.Difficulty * difficulty[i]) + (setting.ArmImage * normals[i]));
        }
        for (var r = 0; r < right[0].Length; r++)
        {
            var chances = normals.AsSpan(0, 1 + 4 + Arms);
            random.FillNormal(chances);
            for (var a = 0; a < Arms; a++)
            {
                var offset = (setting.Subset * chances[0]) + (setting.Gan * chances[1 + GanOf[a]]) + (setting.Training * chances[5 + a]);
                Fill(right[a][r], logits[a], (float)offset, random);
            }
        }
        return right;
    }

    /// <summary>A contrast of the study drawn last, of its first replicates.</summary>
    public PairedOutcomes Outcomes(int contrast, int replicates) =>
        PairedOutcomes.Of(right[Contrasts[contrast].Arm][..replicates], right[Contrasts[contrast].Baseline][..replicates]);

    /// <summary>Accuracy of the first arm in its first replicates.</summary>
    public double[] Accuracies(int replicates) => [.. right[0][..replicates].Select(row => (double)row.Count(right => right) / row.Length)];

    public static void Fill(bool[] row, float[] logits, float offset, SeededRandom random)
    {
        ulong bits = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (i % 4 == 0) bits = random.NextUInt64();
            row[i] = logits[i] + offset + Logistic[bits & 0xffff] > 0;
            bits >>= 16;
        }
    }

    private static float[] MakeLogistic()
    {
        var quantiles = new float[65536];
        for (var k = 0; k < quantiles.Length; k++)
        {
            var p = (k + 0.5) / quantiles.Length;
            quantiles[k] = (float)Math.Log(p / (1 - p));
        }
        return quantiles;
    }

    private static T[][] NewRows<T>(int rows, int columns)
    {
        var made = new T[rows][];
        for (var i = 0; i < rows; i++) made[i] = new T[columns];
        return made;
    }
}
