using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Measures that treat classes of unequal size alike, and recall by class.</summary>
internal static class MeasuresSection
{
    private const double UnequalFrom = 1.5;

    /// <summary>
    /// True where accuracy alone would hide small classes: unequal test classes, arms that balance, or a verdict on
    /// another measure.
    /// </summary>
    public static bool IsShown(ReportContext study)
    {
        if (study.Results.FairArms.All(a => a.Measures.Count == 0)) return false;
        var counts = study.Results.Data.TestClassCounts.Where(n => n > 0).DefaultIfEmpty(1).ToList();
        return counts.Max() >= UnequalFrom * counts.Min() || study.Measure != "accuracy";
    }

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add(
            "p", "Accuracy counts images, so a rare class hardly counts. Balanced accuracy is the mean recall of the "
            + "classes; macro-F1 is the mean of their F1, which also counts images wrongly taken for the class. "
            + $"This study's differences and verdicts are about {study.Measure}."
            + (study.HasIntervals ? $" Intervals are 95 %, {study.IntervalScope}." : ""));
        foreach (var size in study.Results.Sizes)
        {
            var arms = study.FairArmsOf(size).Where(a => a.Measures.Count > 0).ToList();
            if (arms.Count == 0) continue;
            WriteArms(html, size, arms);
            WriteDifferences(
                html, size, [.. study.Results.Contrasts.Where(c => c.Size == size.Name && c.Measures.Count > 0)]);
            WriteClasses(html, study, size, arms);
        }
        if (study.HasIntervals)
            html.Add(
                "p", "Intervals of these tables hold one by one: among many, some miss.", ("class", "footnote"));
    }

    private static void WriteArms(Html html, SizeRecord size, List<FairArmRow> arms)
    {
        var table =
            new HtmlTable(
                $"Three measures of every arm at size {size.Name}, %",
                [new("Arm", IsText: true),
                .. arms[0].Measures.Select(m => new Column(Capital(m.Measure)))])
            { IsWide = true };
        foreach (var arm in arms)
            table.AddRow(
                arm.EqualSteps
                ? null
                : "short", [arm.Arm, .. arm.Measures.Select(m => Figure(m.Percent, m.IntervalPercent))]);
        table.WriteTo(html);
    }

    private static void WriteDifferences(Html html, SizeRecord size, List<ContrastRecord> contrasts)
    {
        if (contrasts.Count == 0) return;
        var table = new HtmlTable($"Differences in three measures at size {size.Name}, points",
            [new("Comparison", IsText: true), .. contrasts[0].Measures.Select(m => new Column(Capital(m.Measure)))])
        { IsWide = true };
        foreach (var contrast in contrasts)
        {
            table.AddRow(null, [ContrastTable.Named(contrast), .. contrast.Measures.Select(m => new Cell(html =>
            {
                html.Text(Points(m.EstimatePoints));
                if (m.PointwisePoints is { } interval) html.Add("small", Interval(interval));
            }))]);
        }
        table.WriteTo(html);
    }

    private static void WriteClasses(Html html, ReportContext study, SizeRecord size, List<FairArmRow> arms)
    {
        var table =
            new HtmlTable($"Recall per class at size {size.Name}, %",
            [new("Class", IsText: true), new(study.TestImagesHeading), .. arms.Select(a => new Column(a.Arm))])
            { IsWide = true };
        foreach (var row in arms[0].Classes)
        {
            table.AddRow(null, [row.Class, Count(row.Images), .. arms.Select(a =>
                a.Classes.FirstOrDefault(c => c.Class == row.Class) is { } recall
                ? Figure(recall.Percent, recall.IntervalPercent)
                : None)]);
        }
        table.WriteTo(html);
    }

    private static Cell Figure(double percent, PointsInterval? interval) =>
        new(html =>
        {
            html.Text(Percent(percent / 100));
            if (interval is not null) html.Add("small", PercentInterval(interval));
        });
}
