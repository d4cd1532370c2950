using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Names of classes that people, or formats which know classes by their names alone, cannot tell apart.</summary>
internal static class ClassNameFaults
{
    /// <summary>Refuses names that would not come back the same: empty ones, and two classes of one name.</summary>
    /// <exception cref="UserInputException">There are such names.</exception>
    public static void Require(LabelledImages images)
    {
        var empty = images.ClassNames.ToList().FindIndex(string.IsNullOrWhiteSpace);
        if (empty >= 0)
            throw new UserInputException($"Every class needs a name in this format, but class {empty} (from 0) of '{images.Name}' has none. Name it, or write an .npz.");
        if (images.ClassNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UserInputException($"Every class needs a name of its own in this format, but {twice.Count()} classes of '{images.Name}' are called '{twice.Key}'. Rename them, or write an .npz.");
    }

    /// <summary>A sentence about names that differ only in outer spaces, in how accents are stored, or in case; null where there are none.</summary>
    public static string? LookAlike(LabelledImages images)
    {
        var alike = images.ClassNames.GroupBy(LookAlikeNames.Key).FirstOrDefault(same => same.Count() > 1);
        return alike is null ? null
            : $"'{images.Name}' has classes that look alike: {string.Join(", ", alike.Select(name => $"'{name}'"))}. They are different classes; rename them if one is meant.";
    }
}
