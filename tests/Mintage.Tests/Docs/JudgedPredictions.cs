using Mintage.Statistics;

namespace Mintage.Tests.Docs;

/// <summary>Code of the library guide: what predictions alone say.</summary>
internal static class JudgedPredictions
{
    public static IReadOnlyList<ArmVerdict> Print(int[] labels, int classCount, float[][,] real, float[][,] gan)
    {
        // real[r] and gan[r]: probabilities [images, classes] of replicate r, rows in the order of labels.
        var verdicts = Verdicts.FromPredictions(new PredictedFamily
        {
            TestLabels = labels,
            ClassCount = classCount,
            Arms = [PredictedArm.OfProbabilities("real", real), PredictedArm.OfProbabilities("gan", gan)],
            Comparisons = [("gan", "real")],
            Measure = ClassMeasure.BalancedAccuracy,
        });
        foreach (var v in verdicts)
            Console.WriteLine($"{v.Arm} against {v.Control}: {v.Verdict}, {100 * v.Judged.Effect.Estimate:+0.00;-0.00} points, {v.Judged.Simultaneous}");
        return verdicts;
    }
}
