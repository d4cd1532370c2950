using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>A key that a plan file may have.</summary>
/// <param name="Path">E.g. "sizes[].classifier.batch_size".</param>
/// <param name="Owner">Record that has it.</param>
/// <param name="Property">Its property; null for a key that stands in the file only.</param>
internal sealed record PlanKey(string Path, Type Owner, JsonPropertyInfo? Property);

/// <summary>
/// The form of a plan, read off the records: keys, types, what may be left out. Reader, writer, schema and
/// documentation follow it.
/// </summary>
internal static class PlanContract
{
    /// <summary>Key of a GAN in the file: the preset that its options start from.</summary>
    public const string Preset = "preset";

    /// <summary>Keys of a GAN that say where its images come from, of which it has one.</summary>
    public static IReadOnlyList<string> Origins { get; } = [Preset, "images", "onnx", "command", Program];

    /// <summary>What that key means.</summary>
    public const string MeaningOfPreset = "Options that the GAN starts from; 'options' has only what differs.";

    /// <summary>Key of a classifier or GAN that is a program; in the file its keys may stand in its place.</summary>
    public const string Program = "program";

    private static readonly JsonSerializerOptions Options =
        new(Json.File) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Contract of a type.</summary>
    public static JsonTypeInfo Of(Type type) => Options.GetTypeInfo(type);

    /// <summary>
    /// Keys that the file may have for a record. The preset of GAN options stands beside them, not in them.
    /// </summary>
    public static IReadOnlyList<string> Keys(Type record) =>
    [
        .. record == typeof(GanPlan) ? [Preset] : Array.Empty<string>(),
        .. Of(record).Properties.Where(p => !(record == typeof(GanOptions) && p.Name == Preset)).Select(p => p.Name),
    ];

    /// <summary>Whether a property has no default.</summary>
    public static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    /// <summary>
    /// Whether the file may leave a required property out because it follows from others: <see cref="PlanShortForms"/>.
    /// </summary>
    public static bool Follows(Type owner, JsonPropertyInfo property) =>
        owner == typeof(GanPlan) || owner == typeof(GanOptions) || owner == typeof(FrechetPlan)
        || (owner == typeof(SizePlan) && property.Name != "images");

    /// <summary>
    /// What a property is where the file leaves it out; null where that is null, depends on others, or is not allowed.
    /// </summary>
    public static JsonNode? Default(JsonPropertyInfo property, Type owner) =>
        IsRequired(property) || owner == typeof(GanOptions)
        ? null
        : JsonSerializer.SerializeToNode(
            property.Get!(Activator.CreateInstance(owner)!), property.PropertyType, Options);

    /// <summary>Whether a property may be null.</summary>
    public static bool IsNullable(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.IsSetNullable || property.AssociatedParameter is { IsNullable: true };

    /// <summary>Whether a type is a record with keys of its own.</summary>
    public static bool IsRecord(Type type) => Of(type).Kind == JsonTypeInfoKind.Object;

    /// <summary>Type of a list's items; null where the type is no list.</summary>
    public static Type? ItemType(Type type) =>
        type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) ? Of(type).ElementType : null;

    /// <summary>Words that an enumeration is written with.</summary>
    public static IReadOnlyList<string> Words(Type enumeration) =>
        [.. Enum.GetValues(enumeration).Cast<object>()
            .Select(v => JsonSerializer.SerializeToNode(v, enumeration, Options)!.GetValue<string>())];

    /// <summary>Every key below a record, each before those under it.</summary>
    public static IEnumerable<PlanKey> All(Type record, string prefix = "")
    {
        foreach (var name in Keys(record))
        {
            var property = Of(record).Properties.FirstOrDefault(p => p.Name == name);
            yield return new PlanKey(prefix + name, record, property);
            if (property is null) continue;
            var item = ItemType(property.PropertyType);
            if (!IsRecord(item ?? property.PropertyType)) continue;
            foreach (var key in All(item ?? property.PropertyType, prefix + name + (item is null ? "." : "[].")))
                yield return key;
        }
    }

    /// <summary>Text of JSON over several lines.</summary>
    public static string Indented(JsonNode json) => json.ToJsonString(Options);

    /// <summary>JSON of a value, in the form of the records.</summary>
    public static JsonNode ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!;
}
