using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Mintage.Data;

namespace Mintage.Studies.Plans;

/// <summary>
/// Turns the nodes of a plan file into the JSON of the plan's records and finds everything that does not fit them.
/// </summary>
/// <param name="faults">Gets what does not fit.</param>
/// <param name="shortForms">Writes out what a plan may abbreviate.</param>
internal sealed partial class PlanReader(PlanFaultList faults, PlanShortForms shortForms)
{
    /// <summary>JSON of a value; of no use where a fault was found.</summary>
    /// <param name="node">The value.</param>
    /// <param name="type">What it is to become.</param>
    /// <param name="path">Where it stands, e.g. "sizes[0].classifier"; empty for the plan.</param>
    public JsonNode? Read(YamlNode node, Type type, string path)
    {
        node = shortForms.Expand(node, type, path);
        if (PlanContract.ItemType(type) is { } item)
            return node is YamlList list ? List(list, item, path) : Wrong(node, path, "a list");
        if (PlanContract.IsRecord(type))
            return node is YamlMap map
                ? Record(map, type, path)
                : Wrong(node, path, "keys with values (\"key: value\")");
        return (node is YamlText text ? PlanScalar.Read(text, type) : null)
            ?? Wrong(node, path, PlanScalar.Must(type, node));
    }

    private JsonArray List(YamlList list, Type item, string path) =>
        [.. list.Items.Select((node, i) => Read(node, item, $"{path}[{i}]"))];

    private JsonObject Record(YamlMap map, Type type, string path)
    {
        var result = new JsonObject();
        var properties = PlanContract.Of(type).Properties;
        foreach (var same in map.Entries.GroupBy(e => e.Key))
        {
            var entry = same.First();
            foreach (var again in same.Skip(1))
                faults.Add(
                    again.Line, $"'{Join(path, again.Key)}' is there twice, first in line {entry.Line}. Remove one.");
            if (properties.FirstOrDefault(p => p.Name == entry.Key) is { } property)
                result[entry.Key] = Value(entry.Value, property, Join(path, entry.Key));
            else Unknown(entry, type, path);
        }
        foreach (var property in properties.Where(p => PlanContract.IsRequired(p) && map[p.Name] is null))
            faults.Add(
                map.Line,
                $"{(path.Length == 0 ? "the plan" : $"'{path}'")} must have the key '{property.Name}'. Add it.");
        return result;
    }

    private JsonNode? Value(YamlNode node, JsonPropertyInfo property, string path)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var (isRecord, isNullable) = (PlanContract.IsRecord(type), PlanContract.IsNullable(property));
        if (node is YamlText { IsEmpty: true } && (isRecord || PlanContract.IsRequired(property)))
        {
            // A group whose keys are all commented out would else be switched off unnoticed.
            faults.Add(
                node.Line,
                $"'{path}' has no value. " + (isRecord, isNullable) switch
                {
                    (true, true) => "Write true for its defaults, false to leave it out, or keys under it.",
                    (true, false) => "Write keys under it, or remove it.",
                    _ => "Give it one.",
                });
            return null;
        }
        if (type == typeof(string) && node is YamlText { IsEmpty: true })
        {
            faults.Add(
                node.Line,
                $"'{path}' has no value. Give it one (in quotes where it begins with #), or remove it.");
            return null;
        }
        if (isRecord && isNullable && node is YamlText { AsBool: { } wanted })
        {
            if (!wanted) return null;
            node = new YamlMap([], node.Line);
        }
        if (isNullable && node is YamlText { IsNull: true }) return null;
        return Read(node, type, path);
    }

    private JsonNode? Wrong(YamlNode node, string path, string must)
    {
        var came = node switch
        {
            YamlList => "a list",
            YamlMap => "keys with values",
            YamlText { IsNull: true } => "empty",
            YamlText { IsPlain: false } text => $"the quoted text \"{text.Text}\"",
            YamlText text => $"'{text.Text}'",
            _ => "something else",
        };
        faults.Add(node.Line, $"{(path.Length == 0 ? "a plan" : $"'{path}'")} must be {must}, but is {came}.");
        return null;
    }

    private void Unknown(YamlEntry entry, Type type, string path)
    {
        var keys = PlanContract.Keys(type);
        List<string> all = [.. PlanContract.All(typeof(StudyPlan)).Select(k => k.Path)];
        var places = all
            .Where(p => p == entry.Key || p.EndsWith($".{entry.Key}", StringComparison.Ordinal)).ToList();
        var here = Join(Index().Replace(path, "[]"), "");
        var below = places.Find(p => p.StartsWith(here, StringComparison.Ordinal) && here.Length > 0);
        var hint = below is not null ? $"Did you mean '{below[here.Length..]}'?"
            : NearestName.Find(entry.Key, keys) is { } near ? $"Did you mean '{near}'?"
            : places.Count == 0 && NearestName.Find(entry.Key, all.Select(LastKey)) is { } elsewhere
                ? $"Did you mean {string.Join(" or ", all.Where(p => LastKey(p) == elsewhere).Select(p => $"'{p}'"))}?"
            : places.Count > 0 ? $"There is {string.Join(" and ", places.Select(p => $"'{p}'"))}."
            : $"Keys are {string.Join(", ", keys)}.";
        faults.Add(entry.Line, $"'{Join(path, entry.Key)}' is not a plan key. {hint}");
    }

    private static string LastKey(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
