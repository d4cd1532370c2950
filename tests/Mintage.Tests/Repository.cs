using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mintage.Tests;

/// <summary>Files of the repository that tests compare with the code.</summary>
internal static partial class Repository
{
    /// <summary>With this variable at 1, generated files are written instead of only compared.</summary>
    public const string Refresh = "MINTAGE_REFRESH_SCHEMA";

    private static readonly Lazy<Dictionary<string, XElement>> Members = new(() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Mintage.xml")).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!));

    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>Fails unless a file of the repository has this text; writes it first where that is asked for.</summary>
    public static void AssertIs(string path, string text, Type test, string refresh = Refresh)
    {
        var full = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable(refresh) == "1") File.WriteAllText(full, text);
        Assert.True(File.Exists(full) && File.ReadAllText(full) == text,
            $"{path} differs from the code. Run '{refresh}=1 dotnet test -c Release --project tests/Mintage.Tests -- --filter-class {test.FullName}', look at the difference and commit it.");
    }

    /// <summary>Summary of a property or of a record's parameter, as Markdown in one line.</summary>
    public static string Summary(Type owner, string property)
    {
        var element = Members.Value.GetValueOrDefault($"P:{owner.FullName}.{property}")?.Element("summary")
            ?? Members.Value[$"T:{owner.FullName}"].Elements("param").Single(p => (string)p.Attribute("name")! == property);
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{Kebab((string)see.Attribute("cref")!)}`",
            XElement other => $"`{other.Value}`",
            _ => node.ToString(),
        }));
        return Spaces().Replace(System.Net.WebUtility.HtmlDecode(text), " ").Trim();
    }

    /// <summary>A member as plans write it: values of enumerations with hyphens, keys with underscores.</summary>
    private static string Kebab(string member) => Words().Replace(member[(member.LastIndexOf('.') + 1)..], member[0] == 'F' ? "-$1" : "_$1").ToLowerInvariant();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mintage.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("(?<=.)([A-Z])")]
    private static partial Regex Words();
}
