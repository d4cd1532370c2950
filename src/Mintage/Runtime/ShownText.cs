using System.Text.RegularExpressions;

namespace Mintage.Runtime;

/// <summary>
/// Makes text that others wrote fit to be shown: names of classes, files and GANs may hold escape sequences that a
/// terminal obeys, or thousands of characters.
/// </summary>
public static partial class ShownText
{
    private const char Replacement = '\uFFFD';
    private const int MostOfLine = 2_000, Beginning = 1_400, End = 500;

    /// <summary>
    /// Replaces control characters, and those that turn the direction of writing, by U+FFFD. Line ends and tabs stay.
    /// </summary>
    public static string Clean(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? text
            : string.Create(text.Length, text, (result, from) =>
            {
                for (var i = 0; i < from.Length; i++) result[i] = IsHarmful(from, i) ? Replacement : from[i];
            });

    /// <summary>Cleans a name that stands within a line: line ends and tabs are replaced too.</summary>
    public static string Name(string name) =>
        Clean(name).Replace('\n', Replacement).Replace('\r', Replacement).Replace('\t', Replacement);

    /// <summary>
    /// Cleans a message and cuts its longest lines in the middle: advice stands at the end. Lines of a message are
    /// indented after the first; other line ends are from names that it quotes, and are replaced like tabs.
    /// </summary>
    public static string Message(string text)
    {
        text = StrayLineEnd().Replace(Clean(text), stray => new string(Replacement, stray.Length));
        if (text.Length <= MostOfLine) return text;
        return string.Join('\n', text.Split('\n').Select(line => line.Length <= MostOfLine
            ? line
            : $"{line[..Beginning]} ... ({line.Length - Beginning - End:N0} characters left out) ... {line[^End..]}"));
    }

    [GeneratedRegex(@"\r?\n(?! |\z)|\t")]
    private static partial Regex StrayLineEnd();

    private static bool IsHarmful(string text, int at) => text[at] switch
    {
        '\n' or '\t' => false,
        '\r' => at + 1 == text.Length || text[at + 1] != '\n', // alone it goes back to the start of the line
        var c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'),
    };
}
