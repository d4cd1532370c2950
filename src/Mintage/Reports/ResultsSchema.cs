using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Mintage.Results;

namespace Mintage.Reports;

/// <summary>
/// The form of results.json as a JSON schema, made from the records themselves so that the two cannot differ.
/// </summary>
public static class ResultsSchema
{
    /// <summary>
    /// The schema (draft 2020-12), indented, with a final newline; shipped as docs/schema/results.schema.json.
    /// </summary>
    public static string Json { get; } = Create();

    private static string Create()
    {
        var options =
            new JsonSerializerOptions(Runtime.Json.File) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var form = options.GetJsonSchemaAsNode(typeof(StudyResults), new() { TreatNullObliviousAsNonNullable = true })
            .AsObject();
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Mintage results.json",
        };
        foreach (var (name, value) in form) schema[name] = value?.DeepClone();
        return schema.ToJsonString(options) + "\n";
    }
}
