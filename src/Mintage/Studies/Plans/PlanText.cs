using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>Writes plans as YAML.</summary>
internal static partial class PlanText
{
    private const int KeysInOneLine = 3, KeysInOneItem = 2;
    private const string UpdatesKey = "generator_updates", RealTunedKey = "real_tuned";
    private static readonly string[] Protocols = ["article", "fair"];
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off"];

    /// <summary>
    /// The plan as JSON in the form of a plan file: presets with what differs, named widths, "all" and false where the
    /// records have null.
    /// </summary>
    public static JsonObject Form(StudyPlan plan)
    {
        var form = PlanContract.ToJson(plan).AsObject();
        foreach (var size in form["sizes"]!.AsArray().Select(s => s!.AsObject()))
        {
            if (size["images"] is null) size["images"] = "all";
        }
        form["gans"] = new JsonArray([.. form["gans"]!.AsArray().Select(g => Gan(g!.AsObject()))]);
        // leaving it out would mean its defaults
        foreach (var off in Protocols.Where(key => form[key] is null)) form[off] = false;
        if (plan.Fair is { RealTuned: null }) form["fair"]![RealTunedKey] = false;
        if (plan.Import == new ImageImport()) form.Remove("import"); // says nothing of most data sets
        if (plan.Device == ComputeDevice.Cpu.Name) form.Remove("device");
        Shorten(form);
        return form;
    }

    /// <summary>A key with its value as lines of YAML.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, in the form of a plan file.</param>
    /// <param name="indent">Spaces before the key.</param>
    public static string Entry(string key, JsonNode value, int indent = 0)
    {
        var text = new StringBuilder();
        Append(text, key, value, new string(' ', indent));
        return text.ToString();
    }

    private static JsonObject Gan(JsonObject gan)
    {
        if (gan["options"] is not JsonObject options)
        {
            var foreign = gan.DeepClone().AsObject();
            foreach (var ofTraining in new[] { "scope", "members" }) foreign.Remove(ofTraining); // nothing is trained
            return foreign;
        }
        var preset = PlanContract.ToJson(GanPresets.Get(options[PlanContract.Preset]!.GetValue<string>())).AsObject();
        var written = new JsonObject { [PlanContract.Preset] = options[PlanContract.Preset]!.DeepClone() };
        // What decides the time of a study is always there to be changed.
        var different = options
            .Where(p => p.Key == UpdatesKey || !JsonNode.DeepEquals(p.Value, preset[p.Key])).ToList();
        foreach (var (key, value) in gan)
        {
            if (key != "options") written[key] = value?.DeepClone();
            else if (different.Count > 0)
                written[key] =
                    new JsonObject(
                        different.Select(
                            p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value?.DeepClone() ?? false)));
        }
        return written;
    }

    /// <summary>Leaves out what is null and names the widths that have a name.</summary>
    private static void Shorten(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Shorten(item!);
        }
        if (node is not JsonObject keys) return;
        foreach (var (key, value) in keys.ToList())
        {
            if (value is null) keys.Remove(key);
            else if (key == "width"
                && ClassifierPresets.Names.FirstOrDefault(
                    name => JsonNode.DeepEquals(value, PlanContract.ToJson(ClassifierPresets.Find(name)))) is { } named)
                keys[key] = named;
            else Shorten(value);
        }
    }

    private static void Append(StringBuilder text, string key, JsonNode value, string indent)
    {
        text.Append(indent).Append(key).Append(':');
        if (IsShort(value))
        {
            text.Append(' ').Append(InLine(value)).Append('\n');
            return;
        }
        text.Append('\n');
        if (value is JsonObject keys)
        {
            foreach (var (name, child) in keys) Append(text, name, child!, indent + "  ");
            return;
        }
        foreach (var item in value.AsArray())
        {
            var lines = new StringBuilder();
            if (IsShort(item!, KeysInOneItem)) lines.Append(indent).Append("    ").Append(InLine(item!)).Append('\n');
            else
            {
                foreach (var (name, child) in item!.AsObject()) Append(lines, name, child!, indent + "    ");
            }
            lines[indent.Length + 2] = '-';
            text.Append(lines);
        }
    }

    private static bool IsShort(JsonNode value, int keysAtMost = KeysInOneLine) => value switch
    {
        JsonObject keys => keys.Count <= keysAtMost && keys.All(p => p.Value is JsonValue),
        JsonArray list => list.All(i => i is JsonValue),
        _ => true,
    };

    private static string InLine(JsonNode value) => value switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonObject keys => $"{{ {string.Join(", ", keys.Select(p => $"{p.Key}: {InLine(p.Value!)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(i => InLine(i!)))}]",
        _ when value.GetValueKind() == JsonValueKind.String => Quoted(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Text in double quotes, unless nothing could take it for anything else.</summary>
    private static string Quoted(string text) => PlainForm().IsMatch(text) && !Words.Contains(text.ToLowerInvariant())
        ? text
        : $"\"{string.Concat(text.Select(Escaped))}\"";

    private static string Escaped(char c) => c switch
    {
        '"' or '\\' => $"\\{c}",
        '\u2028' or '\u2029' or '\uFEFF' => $"\\u{(int)c:X4}",
        _ when char.IsControl(c) => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./+-]*\z")]
    private static partial Regex PlainForm();
}
