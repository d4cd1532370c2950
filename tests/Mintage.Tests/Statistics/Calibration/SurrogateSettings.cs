namespace Mintage.Tests.Statistics.Calibration;

/// <summary>The worlds that the inference is tried in; what they look like is measured and printed, not assumed.</summary>
internal static class SurrogateSettings
{
    /// <summary>3,000 training digits, 10,000 test digits: 96 % right, two arms disagree on 3 %, replicates differ by a quarter point.</summary>
    public static readonly SurrogateSetting Digits = new("digits", 10_000, 11.5, 6.2, ArmImage: 1, Subset: 0.13, Gan: 0.07, Training: 0.07);

    /// <summary>A hard task with a small test set.</summary>
    public static readonly SurrogateSetting SmallTest = new("small test set", 1_000, 4.63, 3.97, ArmImage: 1, Subset: 0.2, Gan: 0.1, Training: 0.1);

    /// <summary>Training runs differ by nearly a point; the test set matters little.</summary>
    public static readonly SurrogateSetting UnsteadyTraining = new("unsteady training", 2_000, 10.42, 5.64, ArmImage: 0.5, Subset: 0.5, Gan: 0.3, Training: 0.3);

    /// <summary>1 % of errors, and which images are wrong depends on the arm more than on the replicate: the test set matters most.</summary>
    public static readonly SurrogateSetting FewErrors = new("few errors", 1_000, 15.83, 6.38, ArmImage: 1.5, Subset: 0.15, Gan: 0.15, Training: 0.15);

    public static readonly SurrogateSetting[] All = [Digits, SmallTest, UnsteadyTraining, FewErrors];
}
