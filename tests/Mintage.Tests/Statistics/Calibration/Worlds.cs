using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>The worlds of docs/evidence.md, in the order of its tables.</summary>
internal static class Worlds
{
    private static readonly SurrogateSetting Hard = SurrogateSettings.SmallTest;

    /// <summary>Where GANs differ from replicate to replicate more than anything else does.</summary>
    private static readonly SurrogateSetting UnsteadyGans =
        SurrogateSettings.UnsteadyTraining with { Images = 1_000, Subset = 0.2, Gan = 0.4, Training = 0.2 };

    /// <summary>0.4 % of errors; as in "few errors", which images are wrong depends on the arm.</summary>
    private static readonly SurrogateSetting FewerErrors = SurrogateSettings.FewErrors with { Centre = 17.95 };

    /// <summary>What one training set is lastingly good or bad at belongs to the arm: that part is large.</summary>
    private static readonly SurrogateSetting OneSet = Hard with { ArmImage = 2 };

    private static readonly int[] FourTo400 = [4, 8, 15, 29, 56, 107, 207, 400];
    private static readonly int[] TwentyTo400 = [20, 31, 47, 72, 111, 170, 261, 400];

    public static readonly World[] All =
    [
        new("60 test images", Hard with { Images = 60 }),
        new("500 test images", Hard with { Images = 500 }),
        new("few errors (1 %), 1,000 images", SurrogateSettings.FewErrors),
        new("few errors (0.4 %), 1,000 images", FewerErrors),
        new("few errors (0.4 %), 10,000 images", FewerErrors with { Images = 10_000 }) { OneIn = 5 },
        Classes("classes of 4 to 400, balanced accuracy", FourTo400, ClassMeasure.BalancedAccuracy, 10),
        Classes("classes of 4 to 400, macro-F1", FourTo400, ClassMeasure.MacroF1, 10),
        Classes("classes of 20 to 400, balanced accuracy", TwentyTo400, ClassMeasure.BalancedAccuracy, 2),
        Classes("classes of 20 to 400, macro-F1", TwentyTo400, ClassMeasure.MacroF1, 2),
        new("one training set", OneSet) { OneTrainingSet = true, SetOfArm = 0.1 },
        HeldOut("held-out part of 500 images", 500),
        HeldOut("held-out part of 1,800 images", 1_800),
        Failing("1 GAN in 10 missing", new GanFailures(0.1, 1.5, 0, Missing: true)),
        Failing("1 GAN in 5 missing", new GanFailures(0.2, 1.5, 0, Missing: true)),
        Failing("1 GAN in 5 missing, effect of the others",
            new GanFailures(0.2, 1.5, 0, Missing: true, FinishedOnly: true)),
        Failing("1 GAN in 10 collapsed", new GanFailures(0.1, 1.5, 1, Missing: false)),
        Failing("1 GAN in 5 collapsed", new GanFailures(0.2, 1.5, 1, Missing: false)),
        Failing("1 GAN in 10 collapsed badly", new GanFailures(0.1, 1.5, 3, Missing: false)),
        Failing("1 GAN in 5 collapsed badly", new GanFailures(0.2, 1.5, 3, Missing: false)),
        Failing("1 GAN in 10 collapsed badly, effect of the others",
            new GanFailures(0.1, 1.5, 3, Missing: false, FinishedOnly: true)),
        Failing("1 GAN in 5 collapsed badly, effect of the others",
            new GanFailures(0.2, 1.5, 3, Missing: false, FinishedOnly: true)),
        Looks("looks at 5, 10, 20", LookRule.Named),
        Looks("extended after a look", LookRule.Extended),
        Looks("extended, were verdicts given", LookRule.Peeking),
    ];

    private static World Classes(string name, int[] counts, ClassMeasure measure, int oneIn)
    {
        // The rarest class is hardest.
        double[] shifts = [.. counts.Select((_, c) => (3.0 * c / (counts.Length - 1)) - 2)];
        return new World(name, Hard with { Images = counts.Sum() })
        {
            Classes = new ClassMix(counts, shifts),
            Measure = measure,
            OneIn = oneIn,
        };
    }

    /// <summary>
    /// 30 % of the images, with five classes in the proportions of the whole; the rest trains every replicate.
    /// </summary>
    private static World HeldOut(string name, int images)
    {
        var test = (int)(0.3 * images);
        int[] counts = [.. Enumerable.Repeat(test / 5, 5)];
        return new World(name, OneSet with { Images = test })
        {
            Classes = new ClassMix(counts, [-2, -1, 0, 1, 2]),
            OneTrainingSet = true,
            SetOfArm = 0.1,
        };
    }

    private static World Failing(string name, GanFailures failures) =>
        new(name, UnsteadyGans) { Failures = failures };

    private static World Looks(string name, LookRule rule) =>
        new(name, Hard) { Looks = rule, Replicates = [5, 10, 20] };
}
