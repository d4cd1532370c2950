using Mintage.Data;

namespace Mintage.Studies;

/// <summary>What can be wrong with a plan for the images that it names.</summary>
internal static class DataFaults
{
    /// <summary>Faults that show before anything is drawn.</summary>
    public static IEnumerable<string> Of(StudyPlan plan, LabelledImages train, LabelledImages? test, int[] usable)
    {
        foreach (var fault in PlanFaults.TooLarge(plan, train.PixelsPerImage)) yield return fault;
        if (train.Height % 4 != 0 || train.Width % 4 != 0)
            yield return $"image height and width must be multiples of 4 for the GANs, but are {train.Height} x {train.Width}. Resize or pad the images.";
        if (test is not null && (train.Height, train.Width, train.Channels, train.ClassCount) != (test.Height, test.Width, test.Channels, test.ClassCount))
            yield return $"training and test images must be of one kind, but '{train.Name}' has {train.Height} x {train.Width} x {train.Channels} and {train.ClassCount} classes and '{test.Name}' {test.Height} x {test.Width} x {test.Channels} and {test.ClassCount}.";
        var reserved = StudyData.ReservedCounts(plan);
        var testPart = test is null ? (int)Math.Round(plan.TestShare!.Value * Math.Max(0, usable.Length - reserved.Sum())) : 0;
        var largest = plan.Sizes.Max(s => s.Images ?? 0);
        var needed = reserved.Sum() + testPart + largest;
        if (needed > usable.Length || reserved.Sum() >= usable.Length)
        {
            string[] parts = [.. reserved.Zip(["extractor", "reference", "held out"], (n, what) => $"{what} {n:N0}"), .. testPart > 0 ? [$"test part {testPart:N0}"] : Array.Empty<string>(), $"training part {largest:N0}"];
            yield return $"the plan needs {needed:N0} training images ({string.Join(", ", parts)}); '{train.Name}' has {usable.Length:N0} that are not in the test set too. Lower these numbers or add images.";
        }
        foreach (var gan in plan.Gans.Where(g => plan.Sizes.Any(s => (s.Images ?? usable.Length) < g.Options.BatchSize)))
            yield return $"GAN '{gan.Name}': a batch of {gan.Options.BatchSize} needs at least as many training images. Lower its batch size or add images.";
        foreach (var size in plan.Sizes.Where(s => (s.Images ?? usable.Length) < s.Classifier.BatchSize))
            yield return $"size '{size.Name}': a batch of {size.Classifier.BatchSize} needs at least as many training images, but there are {size.Images ?? usable.Length}. Lower the batch size.";
    }

    /// <summary>Faults of the parts that were drawn: classes too small for the size or the folds.</summary>
    public static IEnumerable<string> OfDraws(StudyPlan plan, StudyData data)
    {
        foreach (var size in plan.Sizes)
        {
            var part = data.Training(size, 0);
            var counts = data.Images(part).ClassCounts();
            var folds = Math.Max(plan.Article?.Folds ?? 0, plan.Fair?.NestedFolds ?? 0);
            for (var c = 0; c < counts.Length; c++)
            {
                var (name, whole) = (data.Train.ClassNames[c], data.Train.ClassCounts()[c]);
                if (counts[c] == 0)
                    yield return $"size '{size.Name}' must have an image of every class, but its {part.Count:N0} images leave none to class '{name}', which has {whole:N0} in all. Add images of it, take a larger size, or leave the class out.";
                else if (counts[c] < folds)
                    yield return $"size '{size.Name}': {folds} folds need at least {folds} images in every class; class '{name}' has {counts[c]} of {part.Count:N0}. Use fewer folds, a larger size, or add images.";
            }
        }
    }
}
