using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Mintage.Gans;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>The tables of docs/guide/plans.md, made from the records.</summary>
internal static class PlanGuide
{
    /// <summary>Meaning of a key: the summary of its property.</summary>
    public static string Meaning(JsonPropertyInfo property) => Repository.Summary(
        property.DeclaringType, ((System.Reflection.MemberInfo)property.AttributeProvider!).Name);

    /// <summary>One table for each record, under the places where it is used.</summary>
    public static string Tables()
    {
        var text = new StringBuilder();
        foreach (var record in PlanContract.All(typeof(StudyPlan)).GroupBy(k => k.Owner))
        {
            var places = record.Select(k => k.Path[..Math.Max(0, k.Path.LastIndexOf('.'))]).Distinct().ToList();
            text.Append($"### {(places[0].Length == 0 ? "The plan" : string.Join(", ", places.Select(p => $"`{p}`")))}\n\n| key | default | meaning |\n|---|---|---|\n");
            foreach (var key in record.DistinctBy(k => k.Path.Split('.')[^1])) text.Append(Row(key));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Row(PlanKey key) => key.Property is { } property
        ? $"| `{property.Name}` | {Default(key.Owner, property)} | {Meaning(property).Replace("|", "\\|")}{Values(property)} |\n"
        : $"| `{PlanContract.Preset}` | one of {Words(PlanContract.Origins)} | {PlanContract.MeaningOfPreset} One of {Words(GanPresets.Names)}. |\n";

    private static string Default(Type owner, JsonPropertyInfo property)
    {
        if (owner == typeof(GanOptions)) return OfPresets(property);
        if (owner == typeof(GanPlan) && property.Name == "options") return "the preset's";
        if (PlanContract.IsRequired(property)) return PlanContract.Follows(owner, property) ? (owner, property.Name) switch
        {
            (_, "name") => owner == typeof(GanPlan) ? "the preset's, or the file's" : "the number, or `all`",
            (_, "classifier") => "`narrow` up to 5,000 images, else `wide`",
            (_, "extractor") => "`wide`",
            (_, "counts") => "`[100, 250, 500, 1000, 2500, 5000]`, as far as there are synthetic images",
            _ => throw new InvalidOperationException($"say what {owner.Name}.{property.Name} is by default"),
        } : "required";
        return PlanContract.Default(property, owner) switch
        {
            null => PlanContract.IsRecord(property.PropertyType) && PlanContract.IsNullable(property) ? "none (`false`)" : "none",
            var usual when JsonNode.DeepEquals(usual, PlanContract.ToJson(ClassifierPresets.Options(ClassifierPresets.Wide))) => "`wide`",
            JsonObject => PlanContract.IsNullable(property) ? "its defaults (`true`)" : "its defaults",
            JsonArray { Count: 0 } => "none (`[]`)",
            var value => $"`{PlanScalar.Text(value)}`",
        };
    }

    /// <summary>The first preset's value, then those of presets that have another.</summary>
    private static string OfPresets(JsonPropertyInfo property)
    {
        var values = GanPresets.Names.Select(name => (Name: name, Value: PlanContract.ToJson(GanPresets.Get(name))[property.Name] is { } value ? PlanScalar.Text(value) : "false")).ToList();
        return $"`{values[0].Value}`" + string.Concat(values.Where(v => v.Value != values[0].Value).Select(v => $"; {v.Name} `{v.Value}`"));
    }

    private static string Values(JsonPropertyInfo property) =>
        property.PropertyType.IsEnum ? $" One of {Words(PlanContract.Words(property.PropertyType))}."
        : PlanContract.ItemType(property.PropertyType) is { IsEnum: true } item ? $" A list of {Words(PlanContract.Words(item))}." : "";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"`{w}`"));
}
