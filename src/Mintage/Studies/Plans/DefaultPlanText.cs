using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mintage.Gans;

namespace Mintage.Studies.Plans;

/// <summary>A plan as a file that explains itself: default-plan.yaml with the plan's values in it.</summary>
/// <param name="plan">
/// A default plan. Its fair protocol has no doses, nested folds or extra arms: those stand in the file as examples.
/// </param>
internal sealed partial class DefaultPlanText(StudyPlan plan)
{
    private const string Template = "Mintage.Studies.default-plan.yaml";
    private static readonly string[] UnusedWhenShared = ["extractor_images", "reference_images"];
    private readonly JsonObject form = Form(plan);

    /// <summary>The text; reads back to an equal plan.</summary>
    public string Create()
    {
        using var template = new StreamReader(typeof(DefaultPlanText).Assembly.GetManifestResourceStream(Template)!);
        var text = new StringBuilder();
        foreach (var paragraph in template.ReadToEnd().ReplaceLineEndings("\n").Split("\n\n"))
        {
            var lines = paragraph.TrimEnd('\n') + "\n";
            var places = Place().Matches(lines);
            if (places.Count > 0 && places.All(p => Value(p.Groups[2].Value) is null)) continue; // with its comment
            if (text.Length > 0) text.Append('\n');
            if (places.Any(p => p.Groups[2].Value == "gans") && plan.Gans[0].IsForeign)
                lines = Example().Replace(lines, ""); // of what a GAN may have that the study trains
            text.Append(Filled(Place().Replace(lines, Lines)));
        }
        return text.ToString();
    }

    private static JsonObject Form(StudyPlan plan)
    {
        var form = PlanText.Form(plan);
        if (plan.Frechet is not { Shared: true }) return form;
        foreach (var unused in UnusedWhenShared) form["frechet"]!.AsObject().Remove(unused);
        return form;
    }

    private string Lines(Match place)
    {
        var path = place.Groups[2].Value;
        return Value(path) is { } value ? PlanText.Entry(path.Split('.')[^1], value, place.Groups[1].Length) : "";
    }

    private JsonNode? Value(string path) => path.Split('.').Aggregate((JsonNode?)form, (node, key) => node?[key]);

    private string Filled(string text)
    {
        var size = plan.Sizes[0];
        var batch = size.Classifier.BatchSize;
        var fewest = Math.Max(batch, 2 * plan.Gans.Max(g => g.Options?.BatchSize ?? 1));
        return text
            .Replace("<data>", Line().Replace(plan.Data, " "))
            .Replace("<presets>", string.Join(", ", GanPresets.Names))
            .Replace("<gan>", plan.Gans[0].Name)
            // the default plan adds 10 synthetic images for 3 real ones
            .Replace("<third>", $"{Math.Max(fewest, plan.SyntheticAt(size) / 10)}")
            .Replace("<network>", size.Classifier.Width is null ? "small: 24" : "width: narrow")
            .Replace("<batch>", $"{batch}")
            .Replace("<epochs>", $"{size.Epochs}")
            .Replace("<folds>", $"{Math.Max(2, plan.Article?.Folds ?? 0)}");
    }

    [GeneratedRegex(@"^( *)\{([a-z_.]+)\}\n", RegexOptions.Multiline)]
    private static partial Regex Place();

    [GeneratedRegex("^ +#.*\n", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"[\x00-\x1F\x7F-\x9F\u2028\u2029]")]
    private static partial Regex Line();
}
