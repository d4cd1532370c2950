using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The gain under the article's protocol, taken apart.</summary>
internal static class DecompositionSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var all = study.Results.Decompositions;
        html.Add(
            "p", "Between the article's baseline and its arm with synthetic images more changes than the images. "
            + "Each part below is the difference between two arms; together the parts add up to the gain.");
        var parts = all.SelectMany(d => d.Parts).GroupBy(p => p.Name).ToList();
        using (html.In("dl", ("class", "parts")))
        {
            foreach (var part in parts)
                html.Add("dt", part.Key).Add("dd", string.Join("; ", part.Select(p => p.Meaning).Distinct()));
        }
        DecompositionChart.WriteAll(html, study);
        WriteTable(html, study, [.. parts.Select(p => p.Key)]);
        WriteTwoByTwo(html, study);
        Badges.ExplainLeaky(html, all.Any(d => d.Leaky));
        html.Add(
            "p", "Each interval (95 %) holds for its part alone. A share of the gain is given only where the interval "
            + "of the whole gain excludes zero: a share of what may be nothing means nothing. Shares over 100 % and "
            + "below zero belong to parts that outdo the gain or work against it.",
            ("class", "footnote"));
    }

    private static void WriteTable(Html html, ReportContext study, List<string> names)
    {
        var table = new HtmlTable("The gain and its parts, in points, with intervals and shares of the gain",
            [new("Arm of the article's protocol", IsText: true), .. names.Select(n => new Column(n)),
            new("Whole gain")])
        {
            IsWide = true,
        };
        foreach (var size in study.Results.Decompositions.GroupBy(d => d.Size))
        {
            table.AddGroup(size.Key);
            foreach (var d in size)
            {
                var parts = d.Parts.GroupBy(p => p.Name).ToDictionary(g => g.Key, g => g.First());
                table.AddRow(null, [Badges.Named(d.Arm, d.Leaky), .. names.Select(n => parts.TryGetValue(n, out var p)
                    ? Figures(p.Points, p.Interval, p.PercentOfTotal) : None),
                    Figures(d.TotalPoints, d.TotalInterval, null, strong: true)]);
            }
        }
        table.WriteTo(html);
    }

    /// <summary>Steps and images two by two: the order in which the parts are taken hides their interaction.</summary>
    private static void WriteTwoByTwo(Html html, ReportContext study)
    {
        var shown = study.Results.Decompositions.Where(d => d is { Leaky: false, TwoByTwo: not null }).ToList();
        if (shown.Count == 0) return;
        html.Add(
            "p", "The parts are taken in an order: first the steps, then the images. Taken two by two, steps and "
            + "images may also help or hinder each other; that is the interaction.");
        var table = new HtmlTable(
            "Few steps and all of them, without and with the fair GAN's images", new("GAN", IsText: true),
            new("Steps"), new("Real images, accuracy"), new("With the GAN's, accuracy"), new("Difference, points"),
            new("Interaction, points"))
        {
            IsWide = true,
        };
        foreach (var d in shown)
        {
            var (t, name) = (d.TwoByTwo!, $"{d.Arm}, {d.Size}");
            var all = d.Parts.First(p => p.Name == "fair GAN");
            table.AddRow(
                null, name, Count(t.FewSteps), Percent(t.RealFew / 100), Percent(t.GanFew / 100),
                Figures(t.ImagesAtFewPoints, t.ImagesAtFew, null), None);
            table.AddRow(
                null, name, Count(t.AllSteps), Percent(t.RealAll / 100), Percent(t.GanAll / 100),
                Figures(all.Points, all.Interval, null), Figures(t.InteractionPoints, t.Interaction, null));
        }
        table.WriteTo(html);
    }

    private static Cell Figures(
        double points, Results.PointsInterval? interval, double? percent, bool strong = false) => new(html =>
    {
        html.Add(strong ? "strong" : "span", Points(points) + (percent is null ? "" : $" = {Share(percent / 100)}"));
        html.Add("small", Interval(interval));
    });
}
