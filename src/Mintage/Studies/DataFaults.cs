using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>What can be wrong with a plan for the images that it names.</summary>
internal static class DataFaults
{
    /// <summary>Faults that show before anything is drawn.</summary>
    public static IEnumerable<string> Of(StudyPlan plan, LabelledImages train, LabelledImages? test, int[] usable)
    {
        foreach (var fault in PlanFaults.TooLarge(plan, train.PixelsPerImage)) yield return fault;
        if (train.ClassCounts().Count(images => images > 0) < 2)
            yield return $"a classifier needs images of at least 2 classes, but '{train.Name}' has fewer. Add another "
                + "class.";
        if (DcganShape.SizeFault(train.Height, train.Width) is { } sizeFault) yield return sizeFault;
        if (test is not null
            && (train.Height, train.Width, train.Channels) != (test.Height, test.Width, test.Channels))
            yield return $"training and test images must be of one kind, but '{train.Name}' has {train.Height} x "
                + $"{train.Width} x {train.Channels} and '{test.Name}' {test.Height} x {test.Width} x "
                + $"{test.Channels}.";
        foreach (var set in new[] { train, test }.OfType<LabelledImages>())
        {
            if (set.IsSynthetic?.Count(mark => mark) is > 0 and var synthetic)
                yield return $"a study judges with real images, but {synthetic:N0} of the {set.Count:N0} images of "
                    + $"'{set.Name}' are marked as synthetic. Name the real images alone; the study makes its own "
                    + "synthetic ones.";
        }
        var reserved = StudyData.ReservedCounts(plan);
        var testPart = test is null
            ? (int)Math.Round(plan.TestShare!.Value * Math.Max(0, usable.Length - reserved.Sum()))
            : 0;
        var largest = plan.Sizes.Max(s => s.Images ?? 0);
        var needed = reserved.Sum() + testPart + largest;
        if (needed > usable.Length || reserved.Sum() >= usable.Length)
        {
            string[] parts =
                [.. reserved.Zip(["extractor", "reference", "held out"], (n, what) => $"{what} {n:N0}"),
                .. testPart > 0 ? [$"test part {testPart:N0}"] : Array.Empty<string>(), $"training part {largest:N0}"];
            yield return $"the plan needs {needed:N0} training images ({string.Join(", ", parts)}); '{train.Name}' has "
                + $"{usable.Length:N0} that are not in the test set too. Lower these numbers or add images.";
        }
    }

    /// <summary>
    /// Faults of the parts that were drawn: classes too small for the size or the folds, batches too large.
    /// </summary>
    public static IEnumerable<string> OfDraws(StudyPlan plan, StudyData data)
    {
        if (plan.Frechet is { } frechet && data.Common(RealPart.Extractor).Count < frechet.Extractor.BatchSize)
            yield return Batch("the extractor", frechet.Extractor.BatchSize, data.Common(RealPart.Extractor).Count);
        foreach (var size in plan.Sizes)
        {
            var part = data.Training(size, 0);
            var counts = data.Images(part).ClassCounts();
            if (plan.Fair is { Balance: true } && counts.Distinct().Count() == 1)
                yield return $"size '{size.Name}': balance is for classes of unequal size, but all {counts.Length} "
                    + $"have {counts[0]:N0} images. Remove fair.balance.";
            foreach (var fault in Batches(plan, size, part.Count)
                .Concat(SyntheticBatches(data.ReadyMade.Fitted(plan), size.Name, part.Count))
                .Concat(Slices(plan, size, counts, data.Train.ClassNames))
                .Concat(data.ReadyMade.Faults(plan, size.Name, part.Count)))
                yield return fault;
            var folds = Math.Max(plan.Article?.Folds ?? 0, plan.Fair?.NestedFolds ?? 0);
            for (var c = 0; c < counts.Length; c++)
            {
                var (name, whole) = (data.Train.ClassNames[c], data.Train.ClassCounts()[c]);
                if (counts[c] == 0)
                    yield return $"size '{size.Name}' must have an image of every class, but its {part.Count:N0} "
                        + $"images leave none to class '{name}', which has {whole:N0} in all. Add images of it, take a "
                        + "larger size, or leave the class out.";
                else if (counts[c] < folds)
                    yield return $"size '{size.Name}': {folds} folds need at least {folds} images in every class; "
                        + $"class '{name}' has {counts[c]} of {part.Count:N0}. Use fewer folds, a larger size, or add "
                        + "images.";
            }
        }
    }

    /// <summary>Batches that are larger than what they are drawn from, folds and slices included.</summary>
    private static IEnumerable<string> Batches(StudyPlan plan, SizePlan size, int images)
    {
        var folds = Math.Max(plan.Article?.Folds ?? 0, plan.Fair?.NestedFolds ?? 0);
        var inFold = folds == 0 ? images : images - ((images + folds - 1) / folds);
        var inGan = plan.Fair is { NestedFolds: > 0 and var k } ? images - ((images + k - 1) / k) : images;
        foreach (var gan in plan.Gans)
        {
            if (gan.Options is not { } options) continue;
            var beside = inGan - (int)Math.Round(options.SliceShare * inGan);
            if (beside < options.BatchSize)
                yield return Batch($"GAN '{gan.Name}' (size '{size.Name}')", options.BatchSize, beside);
        }
        if (inFold < size.Classifier.BatchSize)
            yield return Batch($"the classifier of size '{size.Name}'", size.Classifier.BatchSize, inFold);
        if (plan.Fair?.RealTuned is { } tuned && images - (int)Math.Round(tuned.SliceShare * images) is var rest
            && rest < tuned.Classifier.BatchSize)
            yield return Batch($"the classifier of '{FairArms.RealTuned}' (size '{size.Name}')",
                tuned.Classifier.BatchSize, rest);
    }

    /// <summary>The first arm of a size with fewer synthetic images than one batch takes.</summary>
    private static IEnumerable<string> SyntheticBatches(StudyPlan plan, string sizeName, int images)
    {
        var size = plan.Sizes.First(s => s.Name == sizeName);
        if (size.Classifier.Program is not null) return [];
        var (batch, arms) = (size.Classifier.BatchSize, FairArms.All(plan).OfType<MixedArm>());
        return arms.Select(arm => (arm.Name, Taken: BatchShareMix.Places(batch, arm.Share),
                There: arm.SyntheticAt(plan, size, images)))
            .Where(arm => arm.There < arm.Taken).Take(1)
            .Select(arm => $"arm '{arm.Name}' at size '{sizeName}' takes {arm.Taken} synthetic images into every "
                + $"batch of {batch}, but has {arm.There} of them. Lower the classifier's batch_size, or raise their "
                + "number (synthetic_images, or bring more).");
    }

    /// <summary>
    /// Slices of GANs that might get too few images of a class, in the smallest part that the GAN is trained on.
    /// </summary>
    private static IEnumerable<string> Slices(
        StudyPlan plan, SizePlan size, int[] counts, IReadOnlyList<string> classNames)
    {
        var inFolds = plan.Fair is { NestedFolds: > 0 and var k } ? (k - 1.0) / k : 1;
        var fewest = counts.Index().Where(c => c.Item > 0).MinBy(c => c.Item);
        foreach (var gan in plan.Gans.Where(g => g is { Scope: GanScope.TrainingPart, Options.SliceShare: > 0 }))
        {
            var inSlice = (int)(gan.Options!.SliceShare * inFolds * fewest.Item);
            if (inSlice < TrainingSlice.LeastPerClass)
                yield return $"GAN '{gan.Name}' (size '{size.Name}'): its slice needs at least "
                    + $"{TrainingSlice.LeastPerClass} images of every class; a share of {gan.Options.SliceShare} "
                    + $"leaves it {inSlice} of class '{classNames[fewest.Index]}'. Raise slice_share, add images, or "
                    + "turn the slice off.";
        }
    }

    private static string Batch(string whose, int batchSize, int images) =>
        $"{whose} needs at least one batch of training images ({batchSize}), but has {images}. Lower its batch_size or "
            + "add images.";
}
