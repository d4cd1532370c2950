using System.Text.Json.Nodes;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Gans;
using Mintage.Networks;

namespace Mintage.Studies.Plans;

/// <summary>Writes out what a plan file may abbreviate or leave out beyond the defaults of the records.</summary>
/// <param name="faults">Gets unknown presets.</param>
/// <param name="root">The plan, whose numbers decide some defaults.</param>
internal sealed class PlanShortForms(PlanFaultList faults, YamlNode root)
{
    private static readonly int[] UsualCounts = [100, 250, 500, 1_000, 2_500, 5_000];

    /// <summary>The long form of a value; the value itself where it is not abbreviated.</summary>
    public YamlNode Expand(YamlNode node, Type type, string path) =>
        type == typeof(SizePlan) ? Size(node)
        : type == typeof(GanPlan) ? Gan(node, path)
        : type == typeof(FrechetPlan) ? Frechet(node)
        : type == typeof(ClassifierOptions) && node is YamlText { IsNull: false } name ? Classifier(name)
        : type == typeof(ClassifierOptions) && node is YamlMap map ? Program(map, type)
        : type == typeof(ClassifierWidth) ? Width(node, path)
        : type == typeof(ClassicalOptions) ? Classical(node, path)
        : node;

    /// <summary>Synthetic image counts of the plan, where the file does not say otherwise.</summary>
    /// <param name="syntheticImages">Fewest synthetic images at a size.</param>
    public static int[] Counts(int syntheticImages) => UsualCounts[0] <= syntheticImages
        ? [.. UsualCounts.Where(n => n <= syntheticImages)]
        : [Math.Max(2, syntheticImages)];

    /// <summary>
    /// "3000" or "all": a size of that many images; its name and its classifier follow from the number.
    /// </summary>
    private static YamlNode Size(YamlNode node)
    {
        if (node is YamlText { IsNull: false } text) node = Map("images", text);
        if (node is not YamlMap map || map["images"] is not YamlText { IsEmpty: false } images) return node;
        var all = images is { IsPlain: true, Text: "all" } || images.IsNull;
        var number = PlanScalar.Whole(images);
        map = map
            .WithDefault("name", new YamlText(all ? "all" : number?.ToString() ?? images.Text, false, map.Line))
            .WithDefault(
                "classifier",
                new YamlText(
                    ClassifierPresets.For(all ? null : (int?)Math.Clamp(number ?? 0, 0, int.MaxValue)), true,
                    map.Line));
        return all ? Replace(map, "images", new YamlText("null", true, images.Line)) : map;
    }

    /// <summary>A preset, or a preset and what differs from it: all options; the name is the preset's.</summary>
    private YamlNode Gan(YamlNode node, string path)
    {
        if (node is YamlText { IsNull: false } text) node = Map(PlanContract.Preset, text);
        if (node is not YamlMap map) return node;
        map = Program(map, typeof(GanPlan));
        var preset = map[PlanContract.Preset];
        if (preset is null && map[PlanContract.Program] is not null)
            return map.WithDefault("name", new YamlText("program", true, map.Line));
        if (preset is null && (map["images"] ?? map["onnx"]) is YamlText { IsEmpty: false } source)
            return map.WithDefault("name", new YamlText(NameOfImages(source.Text), false, map.Line));
        YamlNode options = Preset(preset, map, path);
        if (map["options"] is YamlMap own)
        {
            foreach (var wrong in own.Entries.Where(e => e.Key == PlanContract.Preset))
                faults.Add(
                    wrong.Line,
                    $"'{path}.options.{PlanContract.Preset}' must stand beside 'options', not in it: "
                    + $"'{path}.{PlanContract.Preset}'.");
            own = own.Without(PlanContract.Preset);
            options =
                own with { Entries = [.. ((YamlMap)options).Entries.Where(e => own[e.Key] is null), .. own.Entries] };
        }
        var name = preset as YamlText ?? new YamlText("gan", true, map.Line);
        map = map.WithDefault("name", name).WithDefault("options", options).Without(PlanContract.Preset);
        // what is no group of keys is a fault of its own
        return map["options"] is YamlMap ? Replace(map, "options", options) : map;
    }

    /// <summary>Name of ready-made images: that of their file or folder, if a GAN can be called so.</summary>
    /// <param name="source">As on the command line.</param>
    public static string NameOfImages(string source)
    {
        var path = DataSetReference.Parse(source).Source.Replace('\\', '/').TrimEnd('/');
        var name = Path.GetFileNameWithoutExtension(path).Trim('.');
        return name.Length == 0 || FairArms.IsReserved(name) ? "ready-made" : name;
    }

    /// <summary>Options of a preset, or of any where it is a fault, so that the rest can be checked.</summary>
    private YamlMap Preset(YamlNode? preset, YamlMap gan, string path)
    {
        var names = string.Join(", ", GanPresets.Names);
        var known = GanPresets.Names[0];
        if (preset is null)
            faults.Add(
                gan.Line,
                $"'{path}' must have the key '{PlanContract.Preset}', one of {names}, or another of "
                + $"{string.Join(", ", PlanContract.Origins)}. Add it.");
        else if (preset is YamlText text && GanPresets.Names.Contains(text.Text)) known = text.Text;
        else
        {
            var came = (preset as YamlText)?.Text ?? "";
            var meant = NearestName.Question(came, GanPresets.Names);
            faults.Add(
                preset.Line,
                $"'{path}.{PlanContract.Preset}' must be one of {names}, but is "
                + $"{(came.Length == 0 ? "none of them" : $"'{came}'")}.{meant}");
        }
        return Map(PlanContract.ToJson(GanPresets.Get(known)).AsObject(), (preset ?? gan).Line);
    }

    private YamlNode Frechet(YamlNode node) => node is not YamlMap map ? node : map
        .WithDefault("extractor", new YamlText("wide", true, map.Line))
        .WithDefault(
            "counts",
            new YamlList([.. Counts(FewestSynthetic()).Select(n => new YamlText($"{n}", true, map.Line))], map.Line));

    private int FewestSynthetic()
    {
        var plan = root as YamlMap;
        var general = Number(plan?["synthetic_images"]) ?? StudyPlan.UsualSyntheticImages;
        var sizes = (plan?["sizes"] as YamlList)?.Items ?? [];
        return sizes.Select(s => Number((s as YamlMap)?["synthetic_images"]) ?? general).DefaultIfEmpty(general).Min();

        static int? Number(YamlNode? node) =>
            node is YamlText text && PlanScalar.Whole(text) is { } n and <= int.MaxValue ? (int)n : null;
    }

    /// <summary>A name: all options of that classifier. Unknown ones are told of as a width.</summary>
    private static YamlMap Classifier(YamlText name) => ClassifierPresets.Named(name.Text) is { } options
        ? Map(PlanContract.ToJson(options).AsObject(), name.Line)
        : Map("width", name);

    /// <summary>Keys of a program beside others: the program that they are of.</summary>
    private static YamlMap Program(YamlMap map, Type owner)
    {
        var (own, others) = (PlanContract.Keys(typeof(ProgramOptions)), PlanContract.Keys(owner));
        if (map[PlanContract.Program] is not null || !map.Entries.Any(e => own.Contains(e.Key))) return map;
        // a misspelt one too, so that it is answered with the right one
        var entries = map.Entries.ToLookup(
            e => !others.Contains(e.Key) && NearestName.Find(e.Key, own) is not null);
        return (map with { Entries = [.. entries[false]] })
            .WithDefault(PlanContract.Program, new YamlMap([.. entries[true]], map.Line));
    }

    private YamlNode Width(YamlNode node, string path)
    {
        if (node is not YamlText { IsNull: false } text) return node;
        if (ClassifierPresets.Find(text.Text) is { } width)
            return Map(PlanContract.ToJson(width).AsObject(), node.Line);
        faults.Add(
            node.Line,
            $"'{path}' must be {string.Join(" or ", ClassifierPresets.Names)}, or have filters1, filters2 and hidden, "
            + $"but is '{text.Text}'. A classifier is one of {string.Join(", ", ClassifierPresets.AllNames)}."
            + NearestName.Question(text.Text, ClassifierPresets.AllNames));
        return Map(PlanContract.ToJson(ClassifierPresets.Narrow).AsObject(), node.Line); // the fault is told
    }

    /// <summary>A kind of images: its options.</summary>
    private YamlNode Classical(YamlNode node, string path)
    {
        if (node is not YamlText { IsNull: false } text) return node;
        if (ClassicalKinds.Find(text.Text) is { } options)
            return Map(PlanContract.ToJson(options).AsObject(), node.Line);
        faults.Add(
            node.Line,
            $"'{path}' must be one of {string.Join(", ", ClassicalKinds.Names)}, or have keys with values, but is "
            + $"'{text.Text}'.{NearestName.Question(text.Text, ClassicalKinds.Names)}");
        return new YamlMap([], node.Line); // the fault is told
    }

    private static YamlMap Map(string key, YamlText value) => new([new YamlEntry(key, value, value.Line)], value.Line);

    private static YamlMap Map(JsonObject json, int line) =>
        new([.. json.Select(p => new YamlEntry(p.Key, Node(p.Value, line), line))], line);

    private static YamlNode Node(JsonNode? json, int line) => json switch
    {
        null => new YamlText("null", true, line),
        JsonArray list => new YamlList([.. list.Select(item => Node(item, line))], line),
        JsonObject group => Map(group, line),
        _ => new YamlText(PlanScalar.Text(json), true, line),
    };

    private static YamlMap Replace(YamlMap map, string key, YamlNode value) => map[key] is null
        ? map.WithDefault(key, value)
        : map with { Entries = [.. map.Entries.Select(e => e.Key == key ? e with { Value = value } : e)] };
}
