using System.Globalization;
using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Whether the trainings of a study were long enough for what is said of them.</summary>
internal static class TooShort
{
    /// <summary>Whoever learns without augmentation and recognises fewer of these very images is still learning.
    /// </summary>
    private const double Learned = 0.9;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>What the classifiers of a size have not learned yet; null where they have, or none tells.</summary>
    public static string? Classifiers(SizePlan size, IReadOnlyList<FairArmRow> arms)
    {
        // a head on features cannot learn every image by heart
        var row = arms.FirstOrDefault(a => a.Size == size.Name && a.Arm == FairArms.Real);
        if (size.Classifier.LearnsFromFeatures || row is not { TrainAccuracy: < Learned and var learned } real)
            return null;
        var (steps, percent) = (real.Steps.ToString("N0", Culture), (100 * learned).ToString("0.#", Culture));
        return $"The classifiers are still learning: after {steps} steps '{FairArms.Real}' recognises {percent} % of "
            + "the very images that it learned from. With more steps the arms may come out in another order.";
    }

    /// <summary>What was given up for time, full sentences.</summary>
    public static IEnumerable<string> Plan(StudyPlan plan) =>
        plan.GivenUp is { Count: > 0 } words
            ? [$"This study was shortened to fit a time. {string.Join(' ', words)}"]
            : [];
}
