using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Foreign;
using Mintage.Gans;
using Mintage.Networks;

namespace Mintage.Studies.Plans;

/// <summary>
/// The form of a plan file as a JSON schema for editors, made from the records, with the short forms. Draft 7, which
/// editors know.
/// </summary>
/// <param name="describe">Meaning of a property, or null.</param>
internal sealed class PlanSchema(Func<JsonPropertyInfo, string?> describe)
{
    /// <summary>The schema, indented, with a final newline; shipped as docs/schema/plan.schema.json.</summary>
    public string Create()
    {
        JsonObject schema =
            new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "Mintage study plan" };
        foreach (var (name, value) in Record(typeof(StudyPlan))) schema[name] = value?.DeepClone();
        return PlanContract.Indented(schema) + "\n";
    }

    private JsonObject Of(Type type) => PlanContract.ItemType(type) is { } item
        ? new JsonObject { ["type"] = "array", ["items"] = Of(item) }
        : PlanContract.IsRecord(type) ? WithShortForms(type, Record(type)) : Scalar(type);

    /// <summary>What <see cref="PlanShortForms"/> writes out.</summary>
    private JsonObject WithShortForms(Type type, JsonObject record) =>
        type == typeof(SizePlan) ? Any(Scalar(typeof(int)), Words("all"), record)
        : type == typeof(GanPlan) ? Any(Words([.. GanPresets.Names]), WithProgram(record))
        : type == typeof(ClassicalOptions) ? Any(Words([.. ClassicalKinds.Names]), record)
        : type == typeof(ClassifierOptions)
            ? Any(Words([.. ClassifierPresets.AllNames]), WithProgram(record))
        : type == typeof(ClassifierWidth) ? Any(Words([.. ClassifierPresets.Names]), record)
        : record;

    /// <summary>A classifier or GAN with the keys of a program beside its own.</summary>
    private JsonObject WithProgram(JsonObject record)
    {
        foreach (var (key, value) in Record(typeof(ProgramOptions))["properties"]!.AsObject())
            record["properties"]![key] = value!.DeepClone();
        return record;
    }

    private JsonObject Record(Type type)
    {
        var (keys, required) = (new JsonObject(), new JsonArray());
        foreach (var name in PlanContract.Keys(type))
        {
            var property = PlanContract.Of(type).Properties.FirstOrDefault(p => p.Name == name);
            keys[name] = property is null ? Preset() : Property(property, type);
            if (property is not null && PlanContract.IsRequired(property) && !PlanContract.Follows(type, property))
                required.Add(name);
        }
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = keys,
            ["required"] = required,
            ["additionalProperties"] = false
        };
        if (type == typeof(GanPlan)) schema["anyOf"] = new JsonArray([.. PlanContract.Origins.Select(Requires)]);
        return schema;
    }

    private JsonObject Property(JsonPropertyInfo property, Type owner)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = Of(type);
        if (PlanContract.IsNullable(property))
        {
            if (PlanContract.IsRecord(type)) schema = Any(schema, new JsonObject { ["type"] = "boolean" });
            else if (type.IsEnum) schema["enum"]!.AsArray().Add(null);
            else schema["type"] =
                new JsonArray(
                    [.. schema["type"] is JsonArray types
                    ? types.Select(t => t!.DeepClone())
                    : [schema["type"]!.DeepClone()], "null"]);
            if (owner == typeof(SizePlan) && property.Name == "images") schema = Any(Scalar(type), Words("all"));
        }
        if (describe(property) is { } meaning) schema["description"] = meaning;
        if (PlanContract.Default(property, owner) is JsonValue usual) schema["default"] = usual;
        return schema;
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Preset()
    {
        var schema = Words([.. GanPresets.Names]);
        schema["description"] = PlanContract.MeaningOfPreset;
        return schema;
    }

    private static JsonObject Scalar(Type type) =>
        type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(double) ? new() { ["type"] = "number" }
        : type == typeof(string) ? new() { ["type"] = new JsonArray("string", "number") }
        : type.IsEnum ? Words([.. PlanContract.Words(type)])
        // editors take 10_000 for text
        : new() { ["type"] = new JsonArray("integer", "string"), ["pattern"] = "^[-+]?[0-9][0-9_]*$" };

    private static JsonObject Words(params string[] words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w))]) };

    private static JsonObject Any(params JsonObject[] forms) => new() { ["anyOf"] = new JsonArray([.. forms]) };
}
