using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>How the runs of a study share one pool of images.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Repeats">New random orders of the pool.</param>
/// <param name="Parts">Each order is cut into so many parts of equal size; one is tested on, the others train.</param>
/// <param name="Runs">How many parts of an order are tested on in turn: 1 is a repeated split, all are folds.</param>
/// <param name="Averaged">Whether the runs of an order are averaged to one difference first.</param>
internal sealed record ResampledDesign(string Name, int Repeats, int Parts, int Runs, bool Averaged = false)
{
    public static readonly ResampledDesign[] All =
    [
        new("5 splits 80/20", 5, 5, 1), new("10 splits 80/20", 10, 5, 1), new("10 splits 90/10", 10, 10, 1),
        new("5 folds", 1, 5, 5), new("10 folds", 1, 10, 10), new("5 x 5 folds", 5, 5, 5),
        new("5 x 5 folds, folds averaged first", 5, 5, 5, true), new("10 x 5 folds, folds averaged first", 10, 5, 5, true),
    ];
}

/// <summary>
/// Two arms without a true difference on overlapping parts of one pool. Every training image pushes an arm's classifier up or
/// down a little, so that runs are alike in proportion to the training images they share; test images are the pool's own.
/// </summary>
/// <param name="Name">For the tables.</param>
/// <param name="Pool">Images, drawn anew for each study.</param>
/// <param name="Centre">Logit of an image of middle difficulty.</param>
/// <param name="Difficulty">Standard deviation over images, both arms.</param>
/// <param name="ArmImage">Standard deviation over images, each arm.</param>
/// <param name="TrainingSet">Standard deviation of the sum of a training set's pushes, each arm.</param>
/// <param name="Seed">Standard deviation of a run's other chances, each arm.</param>
internal sealed record ResampledSurrogate(string Name, int Pool, double Centre, double Difficulty, double ArmImage, double TrainingSet, double Seed)
{
    public static readonly ResampledSurrogate[] All =
    [
        new("3,000 images, 96 %", 3_000, 11.5, 6.2, 1, 0.07, 0.07),
        new("1,000 images, 85 %", 1_000, 4.63, 3.97, 1, 0.1, 0.1),
        new("1,000 images, 85 %, training set matters much", 1_000, 4.63, 3.97, 1, 0.5, 0.1),
        new("1,000 images, 85 %, seed matters much", 1_000, 4.63, 3.97, 1, 0.1, 0.5),
    ];

    /// <summary>Share of studies whose 95 % interval holds 0: corrected, and by the plain t test of the same differences.</summary>
    public (double Corrected, double Plain) Coverage(ResampledDesign design, int studies, SeedTree seed)
    {
        const int Threads = 2;
        long corrected = 0, plain = 0;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            long ours = 0, theirs = 0;
            for (var k = thread; k < studies; k += Threads)
            {
                var differences = Differences(design, seed.Child("study", k).Random());
                var test = Pool / design.Parts;
                if (Effects.CorrectedResampledT(differences, Pool - test, test).PValue() > 0.05) ours++;
                if (Effects.PairedT(differences).PValue() > 0.05) theirs++;
            }
            Interlocked.Add(ref corrected, ours);
            Interlocked.Add(ref plain, theirs);
        });
        return ((double)corrected / studies, (double)plain / studies);
    }

    private List<double> Differences(ResampledDesign design, SeededRandom random)
    {
        float[] shared = Normals(Pool), difficulty = [.. shared.Select(z => (float)(Centre + (Difficulty * z)))];
        float[][] own = [Normals(Pool), Normals(Pool)], pushes = [Normals(Pool), Normals(Pool)];
        double[] all = [pushes[0].Sum(p => (double)p), pushes[1].Sum(p => (double)p)];
        var differences = new List<double>();
        var size = Pool / design.Parts;
        for (var repeat = 0; repeat < design.Repeats; repeat++)
        {
            var order = random.Permutation(Pool);
            double sum = 0;
            for (var run = 0; run < design.Runs; run++)
            {
                var test = order.AsSpan(run * size, size);
                var chances = Normals(2);
                var right = 0;
                for (var arm = 0; arm < 2; arm++)
                {
                    var push = all[arm];
                    foreach (var i in test) push -= pushes[arm][i];
                    var offset = (TrainingSet * push / Math.Sqrt(Pool - size)) + (Seed * chances[arm]);
                    foreach (var i in test)
                    {
                        var logit = difficulty[i] + (ArmImage * own[arm][i]) + offset;
                        if (random.NextDouble() < 1 / (1 + Math.Exp(-logit))) right += (2 * arm) - 1;
                    }
                }
                if (design.Averaged) sum += (double)right / size / design.Runs;
                else differences.Add((double)right / size);
            }
            if (design.Averaged) differences.Add(sum);
        }
        return differences;

        float[] Normals(int count)
        {
            var values = new float[count];
            random.FillNormal(values);
            return values;
        }
    }
}
