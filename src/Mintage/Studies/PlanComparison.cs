using System.Text.Json.Nodes;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>What differs between two plans, a line for each value.</summary>
internal static class PlanComparison
{
    /// <summary>Goes through both, and matches the items of lists by name or by place.</summary>
    /// <param name="path">Of the two in their plans; empty for a whole plan.</param>
    /// <param name="there">The one.</param>
    /// <param name="wanted">The other.</param>
    /// <param name="words">Says a pair of values.</param>
    public static IEnumerable<string> Of(
        string path, JsonNode? there, JsonNode? wanted, Func<string, string, string> words)
    {
        if (there is JsonObject a && wanted is JsonObject b)
            return a.Select(p => p.Key).Union(b.Select(p => p.Key))
                .SelectMany(k => Of($"{path}.{k}".TrimStart('.'), a[k], b[k], words));
        if (there is JsonArray c && wanted is JsonArray d && c.Count == d.Count)
            return Enumerable.Range(0, c.Count).SelectMany(i => Of($"{path}[{i}]", c[i], d[i], words));
        if (Named(there) is { } first && Named(wanted) is { } second)
            return first.Keys.Union(second.Keys).SelectMany(name => Of(
                $"{path}[{name}]", first.GetValueOrDefault(name), second.GetValueOrDefault(name), words));
        return JsonNode.DeepEquals(there, wanted) ? [] : [$"{path}: {words(Text(there), Text(wanted))}."];

        static string Text(JsonNode? value) =>
            value is JsonObject ? "given" : value?.ToJsonString(Json.Line) ?? "nothing";
    }

    /// <summary>The items of a list by their names; null where it is no list of named things.</summary>
    private static Dictionary<string, JsonNode?>? Named(JsonNode? list) =>
        list is JsonArray { Count: > 0 } items && items.All(i => i is JsonObject o && o["name"] is JsonValue)
            && items.DistinctBy(i => i!["name"]!.ToString()).Count() == items.Count
            ? items.ToDictionary(i => i!["name"]!.ToString(), i => i)
            : null;
}
