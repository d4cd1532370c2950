using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Runtime;

namespace Mintage.Data.Formats;

/// <summary>The metadata that the Hugging Face library writes into a Parquet file: kinds of columns and class
/// names.</summary>
internal static class HuggingFaceFeatures
{
    /// <summary>The key of the metadata in the file.</summary>
    public const string Key = "huggingface";

    /// <summary>Gives the class names of a label column; null if there are no readable ones.</summary>
    public static string[]? ClassNames(IReadOnlyDictionary<string, string>? metadata, string labelColumn)
    {
        if (metadata is null || !metadata.TryGetValue(Key, out var text)) return null;
        try
        {
            var features = JsonNode.Parse(text, documentOptions: Json.Strict)?["info"]?["features"];
            var names = features?[labelColumn]?["names"] as JsonArray;
            return names is { Count: > 0 } ? [.. names.Select(name => name!.GetValue<string>())] : null;
        }
        // The metadata are optional: a file of another version is read without names.
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>Makes the metadata of a file with these classes.</summary>
    /// <param name="classNames">In label order.</param>
    /// <param name="textColumns">Columns of texts beside image and label.</param>
    public static string Write(IReadOnlyList<string> classNames, IEnumerable<string> textColumns)
    {
        var features = new JsonObject
        {
            [ParquetColumns.ImageName] = new JsonObject { ["_type"] = "Image" },
            [ParquetColumns.LabelName] =
                new JsonObject
                {
                    ["names"] = new JsonArray([.. classNames.Select(name => JsonValue.Create(name))]),
                    ["_type"] = "ClassLabel"
                },
        };
        foreach (var column in textColumns)
            features[column] = new JsonObject { ["dtype"] = "string", ["_type"] = "Value" };
        return new JsonObject { ["info"] = new JsonObject { ["features"] = features } }.ToJsonString();
    }
}
