using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Test accuracy per class: a mean can hide a class that suffers.</summary>
internal static class ClassAccuracySection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        foreach (var size in study.Results.Sizes)
        {
            var arms = study.WholeFits(size.Name).GroupBy(f => (f.Arm, f.Leaky)).ToList();
            if (arms.Count > 0) WriteTable(html, study, size, arms);
        }
    }

    private static void WriteTable(
        Html html, ReportContext study, SizeRecord size, List<IGrouping<(string Arm, bool Leaky), FitRecord>> arms)
    {
        var table =
            new HtmlTable($"Test accuracy per class at size {size.Name}"
            + (study.Results.Replicates > 1 ? ", means over replicates" : ""),
            [new("Class", IsText: true), .. arms.Select(a => new Column(a.Key.Arm, Leaky: a.Key.Leaky))]);
        var names = study.Results.Data.ClassNames;
        for (var c = 0; c < names.Count; c++)
        {
            var label = c;
            table.AddRow(
                null, [names[c],
                .. arms.Select(a => (Cell)Percent(a.Average(f => f.Figures.ClassAccuracy.ElementAtOrDefault(label))))]);
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, arms.Any(a => a.Key.Leaky));
    }
}
