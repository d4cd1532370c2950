using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>Splits a data set into folds. Each image is validated on once, and each fold keeps the class
/// proportions.</summary>
public static class StratifiedKFold
{
    /// <summary>
    /// Deals the images to the folds' validation parts. Without groups, both the images of each class and all images
    /// are spread evenly: their numbers per fold differ by at most one. Groups stay together. The largest comes first,
    /// and each goes to the fold where its classes are scarcest, so the spread is as even as the group sizes allow.
    /// </summary>
    /// <param name="labels">Class index of every image, 0 or more.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="random">Decides which fold gets which images; consumed.</param>
    /// <param name="groups">
    /// One number per image. Images with the same number (identical images, or images of one patient) stay on one side
    /// of every split.
    /// </param>
    /// <param name="classNames">Class names in label order, for messages.</param>
    /// <exception cref="UserInputException">There are no images, fewer than 2 folds, or a class has fewer images (or
    /// groups) than folds.</exception>
    /// <exception cref="ArgumentException">There is not one group number per image.</exception>
    public static IReadOnlyList<Fold> Split(IReadOnlyList<int> labels, int folds, SeededRandom random,
        IReadOnlyList<int>? groups = null, IReadOnlyList<string>? classNames = null)
    {
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException(
                $"{labels.Count} images need {labels.Count} group numbers, but {groups.Count} came.", nameof(groups));
        if (labels.Count == 0)
            throw new UserInputException("Folds need images, but the data set has none. Choose one with images.");
        if (folds < 2)
            throw new UserInputException(
                $"There must be at least 2 folds, but you asked for {folds}. Use --folds 5, for example.");
        var indices = Enumerable.Range(0, labels.Count);
        int[][] units = groups is null
            ? [.. indices.Select(i => new[] { i })]
            : [.. indices.GroupBy(i => groups[i]).Select(group => group.ToArray())];
        RequireEnough(labels, folds, units, classNames);
        var foldOf = Deal(labels, folds, units, random);
        return [.. Enumerable.Range(0, folds).Select(fold => new Fold(
            Training: [.. indices.Where(i => foldOf[i] != fold)],
            Validation: [.. indices.Where(i => foldOf[i] == fold)]))];
    }

    private static int[] Deal(IReadOnlyList<int> labels, int folds, int[][] units, SeededRandom random)
    {
        int[] classCounts = [.. ClassMembers.Of(labels).Select(members => members.Length)];
        var (dealt, totals) = (new int[folds, classCounts.Length], new int[folds]);
        var foldOf = new int[labels.Count];
        random.Shuffle(units.AsSpan());
        foreach (var unit in units.OrderByDescending(unit => unit.Length).ThenBy(unit => labels[unit[0]]))
        {
            // Measures how full a fold is of the unit's classes; rare classes weigh more.
            var fold = Enumerable.Range(0, folds)
                .MinBy(f => (Fullness: unit.Sum(i => dealt[f, labels[i]] / (double)classCounts[labels[i]]), totals[f]));
            foreach (var i in unit)
            {
                foldOf[i] = fold;
                dealt[fold, labels[i]]++;
            }
            totals[fold] += unit.Length;
        }
        return foldOf;
    }

    private static void RequireEnough(
        IReadOnlyList<int> labels, int folds, int[][] units, IReadOnlyList<string>? classNames)
    {
        var scarce = units.SelectMany(unit => unit.Select(i => labels[i]).Distinct()).CountBy(label => label)
            .Where(pair => pair.Value < folds).OrderBy(pair => pair.Value).ThenBy(pair => pair.Key).ToArray();
        if (scarce.Length == 0) return;
        var counts = labels.CountBy(label => label).ToDictionary();
        var found = string.Join(", ", scarce.Select(pair =>
        {
            var name = classNames is null ? $"{pair.Key}" : $"'{classNames[pair.Key]}'";
            var once = counts[pair.Key] == pair.Value
                ? ""
                : $" ({counts[pair.Key]} images, but identical or grouped ones count once)";
            return $"class {name} has {pair.Value}{once}";
        }));
        var fewer = scarce[0].Value >= 2
            ? $"Use --folds {scarce[0].Value} or add images."
            : "Add images, or leave the class out.";
        throw new UserInputException($"{folds} folds need at least {folds} images in every class; {found}. {fewer}");
    }
}

/// <summary>One split of a data set, as image indices to train on and to validate on.</summary>
/// <param name="Training">Indices of the training part, ascending.</param>
/// <param name="Validation">Indices of the validation part, ascending. The two parts share no image.</param>
public sealed record Fold(int[] Training, int[] Validation);
