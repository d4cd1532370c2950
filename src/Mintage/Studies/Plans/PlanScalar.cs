using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mintage.Data;

namespace Mintage.Studies.Plans;

/// <summary>Single values of a plan file.</summary>
internal static partial class PlanScalar
{
    /// <summary>JSON of a value of this type, or null where the text is none.</summary>
    public static JsonNode? Read(YamlText text, Type type)
    {
        if (type == typeof(string)) return text.IsNull ? null : JsonValue.Create(text.Text);
        if (!text.IsPlain) return null;
        if (type == typeof(bool)) return text.AsBool is { } yes ? JsonValue.Create(yes) : null;
        if (type.IsEnum) return PlanContract.Words(type).Contains(text.Text) ? JsonValue.Create(text.Text) : null;
        if (type == typeof(double)) return Number(text.Text) is { } number ? JsonValue.Create(number) : null;
        if (type == typeof(int) || type == typeof(long))
            return Whole(text) is { } n && n >= -Largest(type) && n <= Largest(type) ? JsonValue.Create(n) : null;
        throw new InvalidOperationException($"a plan has no values of type {type}");
    }

    /// <summary>What a value of this type must be, for messages.</summary>
    public static string Must(Type type, YamlNode node)
    {
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(double)) return "a number";
        if (!type.IsEnum)
            return node is YamlText text && WholeForm().IsMatch(text.Text) && text.IsPlain
                ? $"a whole number of at most {Largest(type):N0} either way"
                : "a whole number";
        var words = PlanContract.Words(type);
        var meant = node is YamlText word ? NearestName.Find(word.Text, words) : null;
        return $"one of {string.Join(", ", words)}{(meant is null ? "" : $" (did you mean {meant}?)")}";
    }

    /// <summary>A whole number such as 10000 or 10_000, or null.</summary>
    public static long? Whole(YamlText text) =>
        text.IsPlain && WholeForm().IsMatch(text.Text)
            && long.TryParse(text.Text.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var n) ? n : null;

    /// <summary>A single JSON value as a plan has it where nothing needs quotes.</summary>
    public static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static double? Number(string text) =>
        NumberForm().IsMatch(text)
            && double.TryParse(text.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;

    private static long Largest(Type type) => type == typeof(int) ? int.MaxValue : long.MaxValue;

    [GeneratedRegex(@"\A[-+]?[0-9][0-9_]*\z")]
    private static partial Regex WholeForm();

    [GeneratedRegex(@"\A[-+]?([0-9][0-9_]*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberForm();
}
