using System.Text;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>
/// Builds HTML text. Everything that may come from a record goes through <see cref="Text"/> or an attribute value,
/// and both escape: a class called "&lt;script&gt;" is shown, never run, and control characters are replaced.
/// </summary>
internal sealed class Html
{
    /// <summary>Elements within a line of text: a line break after them would show as a space.</summary>
    private static readonly HashSet<string> Inline = ["a", "code", "em", "small", "span", "strong"];

    private readonly StringBuilder markup = new();

    /// <summary>Opens an element; disposing the scope closes it. Attributes whose value is null are left out.</summary>
    public Scope In(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        return new Scope(this, tag);
    }

    /// <summary>An element that holds text only.</summary>
    public Html Add(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using (In(tag, attributes)) Text(text);
        return this;
    }

    /// <summary>An element without content and without an end tag, such as img.</summary>
    public Html AddVoid(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public Html Text(string text)
    {
        foreach (var c in ShownText.Clean(text))
        {
            _ = c switch
            {
                '&' => markup.Append("&amp;"),
                '<' => markup.Append("&lt;"),
                '>' => markup.Append("&gt;"),
                '"' => markup.Append("&quot;"),
                '\'' => markup.Append("&#39;"),
                _ => markup.Append(c),
            };
        }
        return this;
    }

    /// <summary>Markup that Mintage made itself; never text from a record.</summary>
    public Html Markup(string trusted)
    {
        markup.Append(trusted);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => markup.ToString();

    private void Start(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        markup.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is null) continue;
            markup.Append(' ').Append(name).Append("=\"");
            Text(value);
            markup.Append('"');
        }
        markup.Append('>');
    }

    /// <summary>An open element.</summary>
    public readonly struct Scope(Html html, string tag) : IDisposable
    {
        /// <summary>Writes the end tag.</summary>
        public void Dispose() => html.markup.Append("</").Append(tag).Append(Inline.Contains(tag) ? ">" : ">\n");
    }
}
