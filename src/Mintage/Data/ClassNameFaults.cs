using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Finds class names that people, or formats that know classes only by name, cannot tell apart.</summary>
internal static class ClassNameFaults
{
    private const int MostCharacters = 500;

    /// <summary>Refuses names that a file would not preserve: empty ones, and two classes with the same name.</summary>
    /// <exception cref="UserInputException">There are such names.</exception>
    public static void Require(LabelledImages images)
    {
        var empty = images.ClassNames.ToList().FindIndex(string.IsNullOrWhiteSpace);
        if (empty >= 0)
            throw new UserInputException(
                $"Every class needs a name in this format, but class {empty} (from 0) of '{images.Name}' has none. "
                + "Give it a name, or write an .npz.");
        if (images.ClassNames.GroupBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UserInputException(
                $"Class names must differ in this format, but {twice.Count()} classes of '{images.Name}' are called "
                + $"'{twice.Key}'. Rename them, or write an .npz.");
    }

    /// <summary>Refuses names that are texts, not names.</summary>
    /// <exception cref="UserInputException">There is such a name.</exception>
    public static void RequireShort(LabelledImages images)
    {
        if (images.ClassNames.FirstOrDefault(name => name.Length > MostCharacters) is { } text)
            throw new UserInputException(
                $"A class name must have at most {MostCharacters:N0} characters, but one of '{images.Name}' has "
                + $"{text.Length:N0} and begins with '{text[..30]}'. Is another column or array the label?");
    }

    /// <summary>Warns about names that differ only in outer spaces, in how accents are stored, or in case; null if
    /// there are none.</summary>
    public static string? LookAlike(LabelledImages images)
    {
        var alike = images.ClassNames.GroupBy(LookAlikeNames.Key).FirstOrDefault(same => same.Count() > 1);
        return alike is null ? null
            : $"'{images.Name}' has classes that look alike: {string.Join(", ", alike.Select(name => $"'{name}'"))}. "
                + "They count as different classes. If you mean one class, rename them.";
    }
}
