using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>A rendered report, parsed: the builder closes every element, so the page is XML but for its void elements.</summary>
internal sealed partial class Page
{
    private Page(string text)
    {
        Text = text;
        Root = XDocument.Parse(VoidElement().Replace(text["<!DOCTYPE html>".Length..], "<$1/>")).Root!;
    }

    public string Text { get; }

    public XElement Root { get; }

    /// <summary>The words of the page, without pictures and style.</summary>
    public string Words => string.Join('\n', Root.Element("body")!.DescendantNodes().OfType<XText>().Select(t => t.Value));

    public static Page Of(StudyResults results, string folder = ".") => new(HtmlReport.Render(results, folder));

    public XElement Section(string id) => Root.Descendants().Single(e => (string?)e.Attribute("id") == id);

    /// <summary>The headings of the rows of a section's tables.</summary>
    public IEnumerable<XElement> RowHeadings(string section) =>
        Section(section).Descendants("th").Where(t => (string?)t.Attribute("scope") == "row");

    public static bool HasBadge(XElement element, string word) =>
        element.Descendants("span").Any(s => (string?)s.Attribute("class") == $"badge {word}" && s.Value == word);

    [GeneratedRegex("<((?:meta|img)[^>]*)>")]
    private static partial Regex VoidElement();
}
