using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The main table of <see cref="SampleResults"/>.</summary>
internal static class SampleArms
{
    public static IReadOnlyList<ArmRow> All { get; } =
    [
        Real("reduced", 3000, 230, 0.9305, 0.2312, 0.2287, 0.9263),
        Control("reduced", 3000, 1010, 0.9626, 0.0713, 0.1216, 3.21),
        Gan("reduced", "cgan", 3000, 0.9689, 0.0612, 0.1087, 3.84, 0.63) with
        {
            ArticleAccuracy = 0.9772,
            ArticleGainPoints = 5.09,
            ArticleTrainLossChange = -13.16,
            ArticleTestLossChange = -15.19,
        },
        Gan("reduced", "wgan", 3000, 0.9671, 0.0655, 0.1124, 3.66, 0.45) with
        {
            ArticleAccuracy = 0.98,
            ArticleGainPoints = 5.37,
            ArticleTrainLossChange = -14.48,
            ArticleTestLossChange = -10.72,
        },
        Gan("reduced", "cgan-60k", 3000, 0.9748, 0.0502, 0.0861, 4.43, 1.22) with { Leaky = true },
        Gan("reduced", "wgan-60k", 3000, 0.9731, 0.0533, 0.0904, 4.26, 1.05) with { Leaky = true },
        Real("original", 60000, 4680, 0.9884, 0.0221, 0.0377, 0.9926),
        Control("original", 60000, 5460, 0.9889, 0.0188, 0.0371, 0.05),
        Gan("original", "cgan", 60000, 0.9891, 0.0203, 0.0362, 0.07, 0.02) with
        {
            ArticleGainPoints = 0.19,
            ArticleTrainLossChange = -1.23,
            ArticleTestLossChange = -1.96,
        },
        Gan("original", "wgan", 60000, 0.9882, 0.0211, 0.0375, -0.02, -0.07),
    ];

    private static ArmRow Real(string size, int images, int steps, double accuracy, double trainLoss, double testLoss, double article) => new()
    {
        Size = size,
        Arm = "real",
        Description = "Real images only, 10 epochs: the article's baseline",
        Leaky = false,
        IsControl = false,
        Replicates = 1,
        Steps = steps,
        RealImages = images,
        SyntheticImages = 0,
        Accuracy = accuracy,
        AccuracyDeviation = null,
        TrainLoss = trainLoss,
        TestLoss = testLoss,
        GainPoints = null,
        GainOverControlPoints = null,
        ArticleAccuracy = article,
        ArticleGainPoints = null,
    };

    private static ArmRow Control(string size, int images, int steps, double accuracy, double trainLoss, double testLoss, double gain) =>
        Real(size, images, steps, accuracy, trainLoss, testLoss, 0) with
        {
            Arm = $"real at {steps} steps",
            Description = "The same real images, trained for as many steps as the arms with synthetic images",
            IsControl = true,
            GainPoints = gain,
            ArticleAccuracy = null,
        };

    private static ArmRow Gan(string size, string arm, int images, double accuracy, double trainLoss, double testLoss, double gain, double rest) =>
        Real(size, images, images == 3000 ? 1010 : 5460, accuracy, trainLoss, testLoss, 0) with
        {
            Arm = arm,
            Description = $"Real images and 10,000 synthetic ones of {arm}, 10 epochs",
            SyntheticImages = 10000,
            GainPoints = gain,
            GainOverControlPoints = rest,
            ArticleAccuracy = null,
        };
}
