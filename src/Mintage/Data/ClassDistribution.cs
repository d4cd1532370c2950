namespace Mintage.Data;

/// <summary>Number of images per class in one or more data sets: one row per class, one column per set.
/// Immutable.</summary>
/// <param name="SetNames">Name of each set.</param>
/// <param name="Totals">Number of images of each set.</param>
/// <param name="Rows">One row per class, in label order.</param>
public sealed record ClassDistribution(
    IReadOnlyList<string> SetNames, IReadOnlyList<int> Totals, IReadOnlyList<ClassDistributionRow> Rows)
{
    /// <summary>Counts the images per class of sets that have the same classes. Columns carry the sets'
    /// names.</summary>
    /// <param name="sets">At least one.</param>
    /// <exception cref="ArgumentException">There are no sets, or their classes differ.</exception>
    public static ClassDistribution Of(params IReadOnlyList<LabelledImages> sets)
    {
        if (sets.Count == 0) throw new ArgumentException("At least one set is needed.", nameof(sets));
        var classNames = sets[0].ClassNames;
        if (sets.Any(set => !set.ClassNames.SequenceEqual(classNames)))
            throw new ArgumentException(
                $"{string.Join(" and ", sets.Select(set => $"'{set.Name}'"))} must have the same classes.",
                nameof(sets));
        return Of(classNames, [.. sets.Select(set => (set.Name, set.ClassCounts()))]);
    }

    /// <summary>Builds the table from counts.</summary>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="sets">Each set's name and its number of images per class, in label order.</param>
    /// <exception cref="ArgumentException">A set does not have one count per class.</exception>
    public static ClassDistribution Of(
        IReadOnlyList<string> classNames, IReadOnlyList<(string Name, int[] Counts)> sets)
    {
        if (sets.FirstOrDefault(set => set.Counts.Length != classNames.Count) is { Counts: not null } odd)
            throw new ArgumentException(
                $"'{odd.Name}' has {odd.Counts.Length} counts for {classNames.Count} classes.", nameof(sets));
        int[] totals = [.. sets.Select(set => set.Counts.Sum())];
        var rows = classNames.Select((name, label) => new ClassDistributionRow(
            name,
            [.. sets.Select(set => set.Counts[label])],
            [.. sets.Select((set, i) => totals[i] == 0 ? 0 : set.Counts[label] / (double)totals[i])]));
        return new ClassDistribution([.. sets.Select(set => set.Name)], totals, [.. rows]);
    }
}

/// <summary>One class in a <see cref="ClassDistribution"/>.</summary>
/// <param name="ClassName">Name of the class.</param>
/// <param name="Counts">Its number of images in each set.</param>
/// <param name="Shares">Its share of each set, 0 to 1; 0 in a set without images.</param>
public sealed record ClassDistributionRow(string ClassName, IReadOnlyList<int> Counts, IReadOnlyList<double> Shares);
