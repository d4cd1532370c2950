using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mintage.Studies.Plans;

/// <summary>A value of a YAML document.</summary>
/// <param name="Line">Line in which it begins, from 1.</param>
internal abstract record YamlNode(int Line);

/// <summary>
/// A single value; <paramref name="IsPlain"/> where it is not quoted, and so may be a number, true, false or null.
/// </summary>
internal sealed record YamlText(string Text, bool IsPlain, int Line) : YamlNode(Line)
{
    public bool IsEmpty => IsPlain && Text.Length == 0;

    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public bool? AsBool => !IsPlain
        ? null
        : Text switch { "true" or "True" or "TRUE" => true, "false" or "False" or "FALSE" => false, _ => null };
}

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

/// <summary>A key with its value.</summary>
internal sealed record YamlEntry(string Key, YamlNode Value, int Line);

/// <summary>Keys with values, in order; a key may wrongly occur twice.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line) : YamlNode(Line)
{
    public YamlNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key)?.Value;

    /// <summary>The same without a key.</summary>
    public YamlMap Without(string key) => this with { Entries = [.. Entries.Where(e => e.Key != key)] };

    /// <summary>The same with a value for a key that it may lack.</summary>
    public YamlMap WithDefault(string key, YamlNode value) =>
        this[key] is null ? this with { Entries = [.. Entries, new YamlEntry(key, value, Line)] } : this;
}

/// <summary>
/// Reads YAML text into nodes that know their lines. Anchors, aliases and tags are refused: a plan says plainly what it
/// says.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 32;
    private readonly PlanFaultList faults;
    private readonly Parser parser;

    private YamlTree(string yaml, PlanFaultList faults) =>
        (parser, this.faults) = (new Parser(new StringReader(yaml)), faults);

    /// <summary>The document, or null where the text has none that can be read; says why then.</summary>
    public static YamlNode? Read(string yaml, PlanFaultList faults)
    {
        var tree = new YamlTree(yaml, faults);
        try
        {
            return tree.Document();
        }
        // The parser throws InvalidOperationException on some texts that are not YAML, "[1, 2" and a line after it for
        // one.
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            var line = e is YamlException { Start.Line: > 0 } at
                ? (int)at.Start.Line
                : (int)(tree.parser.Current?.End.Line ?? 1);
            var tabs = yaml.Split('\n').Index().Where(l => l.Item[..^l.Item.TrimStart().Length].Contains('\t'))
                .Select(l => l.Index + 1).ToList();
            if (tabs.Count > 0)
                faults.Add(
                    tabs[0],
                    $"lines must be indented with spaces, but there are tabs in line{(tabs.Count == 1 ? "" : "s")} "
                    + $"{string.Join(", ", tabs)}.");
            else faults.Add(
                line, "this is not YAML: "
                + $"{(e is YamlException ? e.Message.TrimEnd('.') : "a bracket or quote may be open")}. Keys are "
                + "written as \"key: value\", lists as \"- item\" or \"[item, item]\".");
            return null;
        }
    }

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return null;
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            faults.Add(
                (int)second.Start.Line,
                "a file must hold one plan, but a second YAML document begins here. Remove it, or the line \"---\" "
                + "before it.");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var line = (int)parser.Current!.Start.Line;
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            faults.Add((int)alias.Start.Line, $"'*{alias.Value}' refers to another place; write its value out here.");
            return new YamlText("", true, (int)alias.Start.Line);
        }
        if (parser.Accept<NodeEvent>(out var node)) line = RefuseMarks(node);
        if (depth > MaxDepth)
            throw new YamlException(node!.Start, node.End, $"nothing in a plan is {MaxDepth} levels deep");
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
            return new YamlList(items, line);
        }
        if (parser.TryConsume<MappingStart>(out _))
        {
            var entries = new List<YamlEntry>();
            while (!parser.TryConsume<MappingEnd>(out _)) Entry(entries, depth);
            return new YamlMap(entries, line);
        }
        var text = parser.Consume<Scalar>();
        return new YamlText(text.Value, text.Style == ScalarStyle.Plain, line);
    }

    private void Entry(List<YamlEntry> entries, int depth)
    {
        var key = Node(depth + 1);
        var value = Node(depth + 1);
        if (key is YamlText text) entries.Add(new YamlEntry(text.Text, value, key.Line));
        else faults.Add(key.Line, "a key must be a word, but is a list or a group of keys.");
    }

    private int RefuseMarks(NodeEvent node)
    {
        var line = (int)node.Start.Line;
        if (!node.Anchor.IsEmpty)
            faults.Add(
                line, $"'&{node.Anchor.Value}' names a place to refer to; a plan has no references, so remove it.");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            faults.Add(line, $"the tag '{node.Tag.Value}' is of no use here; remove it.");
        return line;
    }
}
