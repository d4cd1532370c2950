using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Gives images the classes of a model or of another set. Classes are matched by name, never by
/// number.</summary>
public static class ClassMatching
{
    private const int Named = 10;

    /// <summary>The same images with these classes in this order. The images may have fewer classes, in any
    /// order.</summary>
    /// <param name="images">The images; their pixels are shared, not copied.</param>
    /// <param name="classNames">The classes that they get.</param>
    /// <param name="owner">Who has those classes, in words for a message: "the classifier".</param>
    /// <exception cref="UserInputException">
    /// The images have a class of another name, or two classes of one name that cannot be told apart.
    /// </exception>
    public static LabelledImages InClassesOf(LabelledImages images, IReadOnlyList<string> classNames, string owner)
    {
        if (classNames.SequenceEqual(images.ClassNames)) return images;
        if (Fault(images, classNames, owner) is { } fault) throw new UserInputException(fault);
        var known = classNames.Index().ToDictionary(c => c.Item, c => c.Index);
        return images.WithLabels(
            Array.ConvertAll(images.Labels, label => known[images.ClassNames[label]]), classNames);
    }

    /// <summary>Says why images cannot get these classes; null if they can.</summary>
    internal static string? Fault(LabelledImages images, IReadOnlyList<string> classNames, string owner)
    {
        if (classNames.SequenceEqual(images.ClassNames)) return null;
        if ((Twice(classNames, owner) ?? Twice(images.ClassNames, $"'{images.Name}'")) is { } twice) return twice;
        string[] unknown = [.. images.ClassNames.Except(classNames)];
        if (unknown.Length == 0) return null;
        var meant = unknown.Select(name => NearestName.Find(name, classNames.Except(images.ClassNames)))
            .OfType<string>().FirstOrDefault();
        return $"Classes are matched by name, and {owner} has {Words(classNames)}; '{images.Name}' has "
            + $"{Words(unknown)}, which {owner} does not have.{(meant is null ? "" : $" Did you mean '{meant}'?")} "
            + "Rename the classes (folders, labels, or class_names in an .npz), or leave them out.";
    }

    /// <summary>The same images with the classes of another set.</summary>
    /// <param name="images">The images; their pixels are shared, not copied.</param>
    /// <param name="others">The set whose classes they get.</param>
    /// <exception cref="UserInputException">As for the other overload.</exception>
    public static LabelledImages InClassesOf(LabelledImages images, LabelledImages others) =>
        InClassesOf(images, others.ClassNames, $"'{others.Name}'");

    /// <summary>The first names of a list, in quotes.</summary>
    internal static string Words(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + (names.Count > Named ? ", ..." : "");

    private static string? Twice(IReadOnlyList<string> classNames, string owner) =>
        classNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)
            is { } twice
            ? $"Classes are matched by name, but {owner} has {twice.Count()} classes called '{twice.Key}'. Give each "
                + "class a name of its own."
            : null;
}
