using Mintage.Runtime;

namespace Mintage.Studies.Surveys;

/// <summary>Something in a data set that a result could suffer from.</summary>
/// <param name="Kind">What kind of thing, e.g. "unequal-classes"; stays the same for programs.</param>
/// <param name="Text">What was found and what to do, in full sentences.</param>
public sealed record DataWarning(string Kind, string Text)
{
    private const int Named = 5;

    /// <summary>The first few of a list in quotes, and how many more there are.</summary>
    internal static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Named).Select(name => $"'{ShownText.Name(name)}'"))
            + (names.Count > Named ? $" and {names.Count - Named:N0} more" : "");
}
