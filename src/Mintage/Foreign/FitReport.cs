using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>What a program says of the training it did, in report.json.</summary>
/// <param name="Steps">Optimiser steps that it took.</param>
/// <param name="Versions">Versions of what it used, by name, e.g. "torch": "2.1.0".</param>
internal sealed record FitReport(int Steps, IReadOnlyDictionary<string, string> Versions)
{
    public const string File = "report.json";

    private const int MostBytes = 1 << 20, MostText = 200, MostVersions = 100;

    /// <summary>Reads a report; what else it holds is the program's own.</summary>
    /// <exception cref="UserInputException">It is not there, or does not say the steps.</exception>
    public static FitReport Read(string path)
    {
        if (!System.IO.File.Exists(path))
            throw new UserInputException(
                $"A program must say how many optimiser steps it took, but there is no '{path}'. Write there, for "
                + "example: {\"steps\": 1000}");
        return Parse(path, root =>
        {
            if (root?["steps"] is not JsonValue number || !number.TryGetValue(out int steps) || steps < 0)
                throw new UserInputException(
                    $"'{path}' must say how many optimiser steps the program took, as in {{\"steps\": 1000}}, but its "
                    + $"steps are {Shown(root?["steps"])}.");
            return new FitReport(steps, VersionsIn(root, path));
        });
    }

    /// <summary>The versions of a report that need not be there; null where it is not.</summary>
    /// <exception cref="UserInputException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, string>? ReadVersions(string path) => System.IO.File.Exists(path)
        ? Parse(path, root => VersionsIn(root ?? [], path))
        : null;

    private static SortedDictionary<string, string> VersionsIn(JsonObject root, string path)
    {
        if (root["versions"] is not (null or JsonObject))
            throw new UserInputException(
                $"'{path}' must name versions as in {{\"versions\": {{\"torch\": \"2.1\"}}}}, but does not.");
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in (root["versions"] as JsonObject ?? []).Take(MostVersions))
            versions[Cut(name)] = Cut(value is JsonValue text && text.TryGetValue(out string? s) ? s : $"{value}");
        return versions;
    }

    /// <summary>Takes what is wanted from a file; text in it is looked at only then.</summary>
    private static T Parse<T>(string path, Func<JsonObject?, T> take)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new UserInputException($"'{path}' must be at most 1 MB long, but is longer.");
        try
        {
            return take(InputFile.ReadContent(
                path, stream => JsonNode.Parse(stream, documentOptions: Json.Strict) as JsonObject));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserInputException(
                $"'{path}' must be JSON, as in {{\"steps\": 1000}}, but is not: {e.Message}", e);
        }
    }

    private static string Shown(JsonNode? value) => value is null ? "not there" : $"'{Cut(value.ToJsonString())}'";

    private static string Cut(string text) => ShownText.Name(text.Length > MostText ? text[..MostText] : text);
}
