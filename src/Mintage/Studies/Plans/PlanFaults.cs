using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>What can be wrong with a plan before any image is looked at.</summary>
internal static class PlanFaults
{
    private const long MaxSetBytes = 4L << 30;
    private const int MostOfName = 100;

    public static IEnumerable<string> Of(StudyPlan plan) =>
    [
        .. Numbers(plan), .. plan.Import.Faults(), .. Names(
            plan), .. plan.Sizes.SelectMany(s => s.Faults()), .. plan.Gans.SelectMany(g => g.Faults()),
        .. plan.Fair is { } fair ? Fair(plan, fair) : [],
        .. plan.Frechet?.Faults(plan.Sizes.Select(plan.SyntheticAt).DefaultIfEmpty(plan.SyntheticImages).Min()) ?? [],
    ];

    private static IEnumerable<string> Numbers(StudyPlan plan)
    {
        if (plan.Seed is < 0 or > SeedTree.MaxSeed)
            yield return $"seed must be 0 to {SeedTree.MaxSeed}, but is {plan.Seed}.";
        if (plan.Replicates < 1) yield return $"replicates must be at least 1, but are {plan.Replicates}.";
        if (plan.Looks.Count > 0
            && (plan.Looks[0] < 2 || plan.Looks.Zip(plan.Looks.Skip(1)).Any(l => l.First >= l.Second)))
            yield return "looks must be numbers of replicates in ascending order, the first at least 2, but are "
                + $"{string.Join(", ", plan.Looks)}.";
        if (plan.Looks.Count > 0 && !plan.Looks.Contains(plan.Replicates))
            yield return $"replicates must be one of the looks ({string.Join(", ", plan.Looks)}), but are "
                + $"{plan.Replicates}. Leave them out, or write {plan.Looks[^1]}.";
        if (plan.Article is { Folds: 1 or < 0 })
            yield return $"folds must be 0 (none) or at least 2, but are {plan.Article.Folds}.";
        if (plan.Article is { FoldReplicates: < 1 })
            yield return "fold replicates must be at least 1 (folds: 0 is for none), but are "
                + $"{plan.Article.FoldReplicates}.";
        if (plan.Article is { PublishedFigures: true } && plan.Data != "mnist")
            yield return $"the article's published figures are those of MNIST, but the data are '{plan.Data}'. Remove "
                + "published_figures.";
        if (plan.SyntheticImages < 1)
            yield return $"synthetic images must be at least 1, but are {plan.SyntheticImages}.";
        if (plan.Threads < 1) yield return $"threads must be at least 1, but are {plan.Threads}.";
        if (ComputeDevice.Fault(plan.Device) is { } noDevice) yield return noDevice;
        if (plan.TestShare is not (null or (> 0 and < 1)))
            yield return $"test_share must lie between 0 and 1, but is {plan.TestShare}."
                + (plan.TestShare is >= 1 and < 100 ? $" Write {plan.TestShare / 100} for {plan.TestShare} %." : "");
        if (plan is { TestShare: not null, TestData: not null })
            yield return "a plan must name either test data or a test share, not both.";
        if (plan is { RepeatedSplits: true, TestShare: null })
            yield return "repeated splits need a test share. Write test_share, or remove repeated_splits.";
        if (plan.RepeatedSplits
            && plan.Gans.FirstOrDefault(g => g.Scope == GanScope.WholeTrainingSet) is { } leaky)
            yield return $"GAN '{leaky.Name}' must not see the whole training set where replicates draw their test "
                + "part from it (repeated_splits): it would see test images. Name test_data, or give it the scope "
                + "training-part.";
        if (plan is { TestImages: not null, PlumbingOnly: false })
            yield return "test images must not be cut down: remove test_images (only a plan marked plumbing_only may "
                + "have it).";
        if (plan.Article is null && plan.Fair is null)
            yield return "at least one protocol must be run: article, fair, or both.";
    }

    private static IEnumerable<string> Names(StudyPlan plan)
    {
        if (plan.Sizes.Count == 0) yield return "there must be at least one training set size.";
        if (plan.Gans.Count == 0 && plan.Fair is not { Arms.Count: > 0 })
            yield return "there must be at least one GAN, or an arm of your own to compare.";
        if (Repeated(plan.Sizes.Select(s => s.Name)) is { } size)
            yield return $"every size needs a name of its own, but '{size}' occurs twice.";
        foreach (var draw in plan.Sizes.GroupBy(s => s.DrawName)
            .Where(d => d.Select(s => s.Images).Distinct().Count() > 1))
            yield return $"sizes of one draw must have the same number of images, but '{draw.Key}' has "
                + $"{string.Join(" and ", draw.Select(s => s.Images?.ToString() ?? "all"))}.";
        if (Repeated(plan.Gans.Select(g => g.Name)) is { } gan)
            yield return $"every GAN needs a name of its own, but '{gan}' occurs twice.";
        foreach (var name in AllNames(plan).Where(name => name.Length > MostOfName || ShownText.Clean(name) != name
            || name.AsSpan().ContainsAny("\n\r\t")))
            yield return $"names of plans, sizes, GANs and arms must be a line of at most {MostOfName} characters, "
                + $"without control characters, but one is '{name[..Math.Min(MostOfName, name.Length)]}'.";
        foreach (var name in plan.Gans.Select(g => g.Name).Where(FairArms.IsReserved))
            yield return $"a GAN must not be called '{name}': that is the name of an arm.";
    }

    private static IEnumerable<string> AllNames(StudyPlan plan) =>
    [
        plan.Name, .. plan.Sizes.Select(s => s.Name), .. plan.Gans.Select(g => g.Name),
        .. plan.Fair?.Arms.Select(a => a.Name) ?? [],
    ];

    private static IEnumerable<string> Fair(StudyPlan plan, FairPlan fair)
    {
        if (fair.SyntheticShare is not (> 0 and < 1))
            yield return $"synthetic share must lie between 0 and 1, but is {fair.SyntheticShare}.";
        if (fair.SyntheticLossWeight <= 0)
            yield return $"synthetic loss weight must be positive, but is {fair.SyntheticLossWeight}.";
        if (fair.RelevantPoints <= 0) yield return $"relevant points must be positive, but are {fair.RelevantPoints}.";
        if (fair.NestedFolds is 1 or < 0)
            yield return $"nested folds must be 0 (none) or at least 2, but are {fair.NestedFolds}.";
        if (fair.Doses.Any(d => d < 0))
            yield return $"doses must not be negative, but are {string.Join(", ", fair.Doses)}.";
        if (fair.RealTuned is { SliceShare: not (> 0 and < 1) and var share })
            yield return $"the slice of real-tuned must lie between 0 and 1, but is {share}.";
        if (fair.RealTuned is { MaxEpochs: < 1 } or { PatienceEpochs: < 1 })
            yield return "real-tuned must train and wait for at least one epoch.";
        foreach (var fault in fair.Classical.Faults()) yield return fault;
        if (fair.RealTuned is { Classifier.Program: not null })
            yield return "real-tuned: its classifier must be one of Mintage's own, for a program stops by itself.";
        foreach (var fault in fair.RealTuned?.Classifier.Faults() ?? []) yield return $"real-tuned: {fault}";
        if (fair.StrongOrUsual().LearningRate is not (> 0 and < 1))
            yield return $"strong: learning rate must lie between 0 and 1, but is {fair.Strong!.LearningRate}.";
        foreach (var fault in fair.StrongOrUsual().Recipe.Faults()) yield return $"strong: {fault}";
        foreach (var fault in fair.StrongOrUsual().Augmentation.Faults()) yield return $"strong: {fault}";
        if (plan.Gans.Count > 0 && plan.Gans.All(g => g.Scope == GanScope.WholeTrainingSet))
            yield return "the fair protocol needs a GAN that is trained on the training part alone; all GANs of the "
                + "plan see the whole training set.";
        foreach (var fault in Arms(plan, fair)) yield return fault;
    }

    private static IEnumerable<string> Arms(StudyPlan plan, FairPlan fair)
    {
        if (Repeated(fair.Arms.Select(a => a.Name)) is { } twice)
            yield return $"every arm needs a name of its own, but '{twice}' occurs twice.";
        var fairGans = plan.Gans.Where(g => g.Scope == GanScope.TrainingPart).Select(g => g.Name).ToList();
        var standard = FairArms.Standard(plan).Select(a => a.Name).ToHashSet();
        foreach (var arm in fair.Arms)
        {
            if (standard.Contains(arm.Name) || FairArms.IsReserved(arm.Name))
                yield return $"arm '{arm.Name}' must not be listed: it is always there.";
            if (arm.Gan is { } gan && !fairGans.Contains(gan))
                yield return $"arm '{arm.Name}': its GAN must be one that is trained on the training part "
                    + $"({string.Join(", ", fairGans)}), but is '{gan}'.";
            if (arm.SyntheticShare is not (null or (> 0 and < 1)))
                yield return $"arm '{arm.Name}': synthetic share must lie between 0 and 1, but is "
                    + $"{arm.SyntheticShare}.";
            if (arm.SyntheticLossWeight <= 0)
                yield return $"arm '{arm.Name}': synthetic loss weight must be positive, but is "
                    + $"{arm.SyntheticLossWeight}.";
            if (arm.Redraw < 0) yield return $"arm '{arm.Name}': redraw must not be negative, but is {arm.Redraw}.";
            if (arm.SyntheticImages < 1)
                yield return $"arm '{arm.Name}': synthetic images must be at least 1, but are {arm.SyntheticImages}.";
            if (!fair.Contrasts.Any(c => c.Arm == arm.Name || c.Against == arm.Name))
                yield return $"arm '{arm.Name}' is in no contrast, so nothing would be learned from it. Add one under "
                    + "fair.contrasts, or remove the arm.";
        }
        var known = standard.Concat(fair.Arms.Select(a => a.Name)).ToHashSet();
        foreach (var contrast in fair.Contrasts)
        {
            foreach (var side in new[] { contrast.Arm, contrast.Against }.Where(side => !known.Contains(side)))
                yield return $"contrast '{contrast.Arm}' against '{contrast.Against}': there is no arm '{side}'. Arms "
                    + $"are {string.Join(", ", known)}.";
            if (contrast.Arm == contrast.Against)
                yield return $"contrast '{contrast.Arm}' against itself says nothing.";
            if (new[] { contrast.Arm, contrast.Against }.Contains(FairArms.RealTuned))
                yield return $"'{FairArms.RealTuned}' enters no contrast: it has another network and its own number of "
                    + "steps.";
        }
    }

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1)?.Key;

    /// <summary>A set of synthetic images that would not fit into memory.</summary>
    public static IEnumerable<string> TooLarge(StudyPlan plan, int pixelsPerImage)
    {
        foreach (var size in plan.Sizes)
        {
            var count = FairArms.SyntheticNeeded(plan, size, size.Images);
            if ((long)count * pixelsPerImage > MaxSetBytes)
                yield return $"size '{size.Name}': {count:N0} synthetic images of {pixelsPerImage} bytes are more than "
                    + $"the {MaxSetBytes >> 30} GiB that one set may have. Lower synthetic_images or the doses.";
        }
    }
}
