using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Surveys;

/// <summary>Classes of unequal size, and classes too small for what a study does with them.</summary>
internal static class ClassWarnings
{
    private const int UsualFolds = 5;
    private const int FewInTraining = 10;
    private const int FewInTest = 30; // a recall is then known to within 18 points at best

    /// <summary>What can be said of the images alone.</summary>
    public static IEnumerable<DataWarning> Of(LabelledImages images)
    {
        var counts = images.ClassCounts();
        if (counts.Length < 2 || images.Count == 0) yield break; // no classes to compare: a study says so
        var (largest, smallest) = (Array.IndexOf(counts, counts.Max()), Array.IndexOf(counts, counts.Min()));
        if (counts[smallest] == 0)
            yield return new("empty-classes", $"No images of {DataWarning.Some(Names(images, c => counts[c] == 0))}.");
        else if (counts[largest] >= DefaultPlanBuilder.UnequalFrom * counts[smallest])
            yield return new(
                "unequal-classes",
                $"'{ShownText.Name(images.ClassNames[largest])}' has "
                + $"{counts[largest] / (double)counts[smallest]:0.#} times the images of "
                + $"'{ShownText.Name(images.ClassNames[smallest])}': accuracy hides small classes. A study measures "
                + "balanced accuracy by default and tries to balance the classes.");

        var units = SplitUnits.Of(images);
        var unitCounts = new int[counts.Length];
        foreach (var (_, label) in units.Zip(images.Labels).Distinct()) unitCounts[label]++;
        var small = Names(images, c => counts[c] > 0 && unitCounts[c] < UsualFolds, c => unitCounts[c]);
        if (small.Count > 0)
            yield return new(
                "too-small-for-folds",
                $"{UsualFolds} folds need {UsualFolds} images of every class that are neither identical nor of one "
                + $"group; fewer: {DataWarning.Some(small)}. Folds must be fewer there, or images more.");
    }

    /// <summary>What shows when the study's parts are drawn.</summary>
    public static IEnumerable<DataWarning> InStudy(StudyGraph study)
    {
        var (plan, data) = (study.Plan, study.Data);
        var part = data.Images(data.Training(plan.Sizes[0], 0));
        var training = part.ClassCounts();
        var few = Names(part, c => training[c] < FewInTraining, c => training[c]);
        if (few.Count > 0)
            yield return new(
                "few-in-training",
                $"Of the {part.Count:N0} images that a default study trains on, fewer than {FewInTraining} show "
                + $"{DataWarning.Some(few)}: too few to learn from, for a classifier or a GAN. Ask for more images "
                + "with 'study init --size', add some, or leave the class out.");

        var batch = plan.Gans[0].Options!.BatchSize; // a default plan trains its GAN
        var rare = Names(part, c => training[c] > 0 && (double)batch * training[c] < part.Count);
        if (rare.Count > 0)
            yield return new(
                "rare-in-gan-batch",
                $"A batch of the GAN ({batch} images) has on average less than one image of {DataWarning.Some(rare)}: "
                + $"it will learn little of {(rare.Count == 1 ? "that class" : "those classes")}.");

        var test = data.Images(data.Test(0));
        var inTest = test.ClassCounts();
        var uncertain = Names(test, c => inTest[c] < FewInTest, c => inTest[c]);
        if (uncertain.Count > 0)
            yield return new(
                "few-in-test",
                $"Fewer than {FewInTest} test images show {DataWarning.Some(uncertain)}: what becomes of "
                + $"{(uncertain.Count == 1 ? "that class" : "those classes")} alone cannot be told well.");
    }

    private static List<string> Names(LabelledImages images, Func<int, bool> which, Func<int, int>? count = null) =>
        [.. Enumerable.Range(0, images.ClassCount).Where(which)
            .Select(c => count is null ? images.ClassNames[c] : $"{images.ClassNames[c]} ({count(c)})")];
}
