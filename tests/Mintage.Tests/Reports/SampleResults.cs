using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>
/// Results as a real study would write them: two sizes, their controls, two GANs, and leaky rows at the reduced
/// size. The numbers are invented by formula, close to what the article's protocol gives on MNIST.
/// </summary>
internal static class SampleResults
{
    public const string Extractor = "cnn:4f2a0c11d2e3";

    private static readonly int[] TestCounts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
    private static readonly int[] ReducedCounts = [296, 337, 298, 306, 292, 271, 296, 313, 293, 298];
    private static readonly int[] OriginalCounts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];

    public static StudyResults Create(int replicates = 1)
    {
        ArmRow[] arms = [.. SampleArms.All.Select(a => a with { Replicates = replicates, AccuracyDeviation = replicates > 1 ? 0.0021 : null })];
        return new()
        {
            SchemaVersion = 1,
            Profile = "reduced",
            Protocols = ["article"],
            NestedFolds = 0,
            Conclusions = [],
            FairArms = [],
            Contrasts = [],
            Decompositions = [],
            PlumbingOnly = false,
            Seed = 20261103,
            Threads = 1,
            Replicates = replicates,
            Folds = 5,
            Data = new()
            {
                Name = "mnist",
                TrainFingerprint = Fingerprint('a'),
                TestFingerprint = Fingerprint('b'),
                TrainCount = 60000,
                TestCount = 10000,
                Height = 28,
                Width = 28,
                Channels = 1,
                ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
                TrainClassCounts = OriginalCounts,
                TestClassCounts = TestCounts,
            },
            ConfidencePercent = 95,
            Sizes =
            [
                new() { Name = "reduced", Images = 3000, ClassCounts = ReducedCounts, Fingerprints = [.. Enumerable.Repeat(Fingerprint('c'), replicates)], MarginPoints = 0.5, Estimand = "draws" },
                new() { Name = "original", Images = 60000, ClassCounts = OriginalCounts, Fingerprints = [.. Enumerable.Repeat(Fingerprint('d'), replicates)], MarginPoints = 0.5, Estimand = "draws" },
            ],
            Arms = arms,
            FoldTable = [.. arms.Where(a => !a.IsControl).Select(FoldOf)],
            Gans = [.. Enumerable.Range(0, replicates).SelectMany(SampleGans.All)],
            Scores = [.. SampleScores.All(replicates)],
            Fits = [.. arms.SelectMany(a => Enumerable.Range(0, replicates).Select(r => SampleFits.Of(a, r))), SampleFits.Fold(arms[0])],
            Notes =
            [
                "The classifier has 8 and 16 filters and 32 hidden units; the article does not state its numbers.",
                "The WGAN was stopped after 40 of 100 epochs, as the article did for lack of memory.",
            ],
        };
    }

    public static string Fingerprint(char c) => new(c, 64);

    private static FoldRow FoldOf(ArmRow arm) => new()
    {
        Size = arm.Size,
        Arm = arm.Arm,
        Pooled = arm.SyntheticImages > 0,
        Leaky = arm.Leaky,
        Folds = 5,
        Steps = arm.Steps * 4 / 5,
        Accuracy = arm.Accuracy - 0.004,
        AccuracyDeviation = 0.0052,
        Loss = arm.TestLoss * 1.1,
        RealAccuracy = arm.Accuracy - (arm.SyntheticImages > 0 ? 0.007 : 0.004),
    };
}
