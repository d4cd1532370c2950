using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Which classes gain and which lose: a heat table per size, a column per comparison.</summary>
internal static class ClassEffectsSection
{
    private const int Shades = 3;
    private const double MostQ = 0.05;

    /// <summary>True where a comparison was taken apart by class.</summary>
    public static bool HasRows(ReportContext study) => study.Results.Contrasts.Any(IsShown);

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var judged = study.Results.Contrasts.Any(c => c.Classes.Any(k => k.SimultaneousPoints is not null));
        html.Add(
            "p", "The difference in recall on the test images of each class, arm minus control, in points. A mean "
            + "can hide a class that suffers. "
            + (judged ? "▲ and ▼ mark a class that gains or loses with a q value up to 0.05; the " : "The ")
            + "shade grows with the difference, blue for a gain, orange for a loss.");
        foreach (var size in study.Results.Sizes)
        {
            var contrasts = study.Results.Contrasts.Where(c => c.Size == size.Name && IsShown(c)).ToList();
            if (contrasts.Count > 0) WriteTable(html, study, size, contrasts);
        }
        if (!judged) return;
        html.Add(
            "p", "Below each difference: the 95 % interval that holds for all classes of its column at once. The q "
            + "values (Benjamini and Hochberg) are over all classes and all columns of a size: of the marks, about 5 % "
            + "at most are expected to be chance. These tables explain a verdict; they do not make one.",
            ("class", "footnote"));
    }

    private static bool IsShown(ContrastRecord contrast) =>
        contrast is { InFamily: true, Steps: not null, Classes.Count: > 0 };

    private static void WriteTable(
        Html html, ReportContext study, SizeRecord size, List<ContrastRecord> contrasts)
    {
        var table = new HtmlTable($"Difference in recall per class at size {size.Name}, points",
            [new("Class", IsText: true), new(study.TestImagesHeading),
            .. contrasts.Select(c => new Column($"{c.Arm} against {c.Against}"))])
        {
            IsWide = true,
        };
        var largest = contrasts.SelectMany(c => c.Classes).Select(c => Math.Abs(c.EstimatePoints ?? 0))
            .Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var columns = contrasts.Select(c => c.Classes.GroupBy(k => k.Class).ToDictionary(g => g.Key, g => g.First()))
            .ToList();
        foreach (var row in contrasts.SelectMany(c => c.Classes).DistinctBy(c => c.Class))
            table.AddRow(
                "heat", [row.Class, new Cell(html => html.Add("span", Count(row.Images), ("class", "cell"))),
                .. columns.Select(c => Of(c.GetValueOrDefault(row.Class), largest))]);
        table.WriteTo(html);
    }

    private static Cell Of(ClassEffectRecord? effect, double largest) => new(html =>
    {
        if (effect?.EstimatePoints is not { } points || !double.IsFinite(points))
        {
            html.Text(None);
            return;
        }
        using (html.In("span", ("class", Shade(points, largest))))
        {
            html.Text(effect.QValue > MostQ || effect.QValue is null ? "" : points > 0 ? "▲\u00A0" : "▼\u00A0");
            html.Text(Points(points));
            if (effect.SimultaneousPoints is { } interval) html.Add("small", Interval(interval));
        }
    });

    private static string Shade(double points, double largest)
    {
        var level = largest > 0 ? (int)Math.Round(Shades * Math.Abs(points) / largest) : 0;
        return level == 0 ? "cell" : $"cell {(points > 0 ? "gain" : "loss")}{level}";
    }
}
