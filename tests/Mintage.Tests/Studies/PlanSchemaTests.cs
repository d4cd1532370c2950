using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class PlanSchemaTests
{
    private static readonly string Text = new PlanSchema(PlanGuide.Meaning).Create();
    private static readonly JsonObject Schema = JsonNode.Parse(Text)!.AsObject();

    public static TheoryData<string> Names => [.. Profiles.Names];

    [Fact]
    public void The_shipped_schema_is_the_one_of_the_records() => Repository.AssertIs("docs/schema/plan.schema.json", Text, typeof(PlanSchemaTests));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_accepts_the_shipped_plans(string name) => Assert.Empty(Violations(Profiles.Text(name)));

    [Fact]
    public void It_accepts_every_key_and_every_plan_that_is_written()
    {
        Assert.Empty(Violations(PlanSamples.Everything));
        PlanSamples.Random.Sample(plan => Assert.Empty(Violations(PlanFile.Text(plan))), iter: 100);
    }

    [Theory]
    [InlineData("sizes: [300, 1_000, all, { images: all }, { images: 3, classifier: wide }]")]
    [InlineData("gans: [cgan, { preset: wgan, options: { filters: 3 }, filter: true }]")]
    [InlineData("article: false")]
    [InlineData("fair: true")]
    [InlineData("frechet: { extractor: { width: narrow } }")]
    [InlineData("test_share: ~")]
    public void It_accepts_the_short_forms(string line) => Assert.Empty(Violations(WithRequired(line)));

    [Theory]
    [InlineData("nam: x")]
    [InlineData("seed: one")]
    [InlineData("sizes: [most]")]
    [InlineData("sizes: [{ images: 3, epoch: 3 }]")]
    [InlineData("gans: [wgann]")]
    [InlineData("gans: [{ options: {} }]")]
    [InlineData("gans: [{ preset: cgan, options: { preset: cgan } }]")]
    [InlineData("fair: { doses: 1 }")]
    [InlineData("name: ~")]
    public void It_refuses_what_is_no_plan(string line) => Assert.NotEmpty(Violations(WithRequired(line)));

    private static string WithRequired(string line) => string.Concat(
        new[] { "name: n", "data: d", "sizes: [3]", "gans: [cgan]" }.Where(l => l.Split(':')[0] != line.Split(':')[0]).Append(line).Select(l => l + "\n"));

    private static IEnumerable<string> Violations(string yaml) => Violations(FromYaml(YamlTree.Read(yaml, new PlanFaultList())!), Schema, "plan");

    /// <summary>As an editor reads YAML 1.2.</summary>
    private static JsonNode? FromYaml(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, FromYaml(e.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(FromYaml)]),
        YamlText { IsNull: true } => null,
        YamlText { AsBool: { } yes } => yes,
        YamlText { IsPlain: true } text when Regex.IsMatch(text.Text, @"^[-+]?[0-9]+$") => long.Parse(text.Text, CultureInfo.InvariantCulture),
        YamlText { IsPlain: true } text when Regex.IsMatch(text.Text, @"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$") => double.Parse(text.Text, CultureInfo.InvariantCulture),
        YamlText text => text.Text,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The part of JSON Schema that the schema uses.</summary>
    private static IEnumerable<string> Violations(JsonNode? value, JsonObject schema, string path)
    {
        var known = new[] { "$schema", "title", "description", "default", "type", "enum", "pattern", "anyOf", "items", "properties", "required", "additionalProperties" };
        Assert.Empty(schema.Select(p => p.Key).Except(known));
        if (schema["anyOf"] is JsonArray forms && !forms.Any(f => !Violations(value, f!.AsObject(), path).Any())) yield return $"{path}: none of the forms";
        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value))) yield return $"{path}: no such word";
        if (schema["type"] is { } type && !(type is JsonArray types ? types : [type.DeepClone()]).Any(t => Is(value, t!.GetValue<string>()))) yield return $"{path}: type";
        if (schema["pattern"] is { } pattern && value?.GetValueKind() == JsonValueKind.String && !Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>())) yield return $"{path}: pattern";
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            foreach (var wrong in list.SelectMany((item, i) => Violations(item, items, $"{path}[{i}]"))) yield return wrong;
        }
        if (value is not JsonObject keys) yield break;
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(n => n!.GetValue<string>()).Where(n => !keys.ContainsKey(n))) yield return $"{path}: lacks {name}";
        if (schema["properties"] is not JsonObject properties) yield break;
        foreach (var (name, child) in keys)
        {
            foreach (var wrong in properties[name] is JsonObject property ? Violations(child, property, $"{path}.{name}") : [$"{path}.{name}: unknown"]) yield return wrong;
        }
    }

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Null => type == "null",
        _ => type == "number" || (type == "integer" && !value!.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E')),
    };
}
