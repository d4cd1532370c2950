using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Measures of the synthetic images, above all the Fréchet distance by number of images.</summary>
internal static class ScoresSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var scores = study.Results.Scores;
        if (scores.Count > 0) html.Add(
            "p", "Smaller is better for a distance. Its expected value depends on the number of images, so compare "
            + "only rows of the same number, and only within one extractor. The line “real” measures held-out real "
            + "images in the same way: it is what a perfect generator would reach at that number. The images "
            + "measured are a stratified random part, the smaller parts within the larger ones; the order of the "
            + "data set does not matter.");
        foreach (var note in study.Results.ScoreNotes) html.Add("p", note);
        var index = 0;
        foreach (var group in scores.GroupBy(s => (s.Size, s.Metric.Name, s.Metric.Extractor, s.FeatureDimension)))
        {
            var set =
                new ScoreSet(
                    group.Key.Size, group.Key.Name, group.Key.Extractor, group.Key.FeatureDimension, [.. group]);
            WriteSet(html, study, set, $"score-{index++}");
        }
    }

    private static void WriteSet(Html html, ReportContext study, ScoreSet set, string id)
    {
        html.Add("h3", $"{set.Title}, {set.Size}");
        using (html.In("div", ("class", "pair")))
        {
            ScoreChart.Write(html, study, set, id);
            using (html.In("div")) WriteTable(html, set);
        }
        // Fewer images have warnings of their own, which the mark in the table explains.
        var most = set.Scores.Where(s => s.Metric.NSynthetic == set.Counts[^1]);
        var warnings = most.SelectMany(s => s.Metric.Warnings).Distinct().ToList();
        if (warnings.Count == 0) return;
        using (html.In("ul", ("class", "footnote")))
            foreach (var warning in warnings) html.Add("li", warning);
    }

    private static void WriteTable(Html html, ScoreSet set)
    {
        var table = new HtmlTable($"{set.Title} at size {set.Size}, against {set.References} real reference images",
            [new("Images measured", IsText: true), .. set.Sources.Select(s => new Column(s.Name, Leaky: s.Leaky))]);
        foreach (var n in set.Counts)
        {
            var (kind, mark) = set.IsShort(n) ? ("short", " †") : (null, "");
            table.AddRow(kind, [Count(n) + mark, .. set.Sources.Select(s => ValueOf(set, s, n))]);
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, set.Sources.Any(s => s.Leaky));
        if (set.HasIntervals)
        {
            html.Add("p", "In brackets: 95 % intervals over other draws of the same numbers of images, "
                + "not over other trainings.", ("class", "footnote"));
        }
        if (set.Counts.Any(set.IsShort)) html.Add("p", Mark(set), ("class", "footnote"));
    }

    private static Cell ValueOf(ScoreSet set, (string Name, bool Leaky) source, int images)
    {
        var value = Like(set.Largest, set.Mean(source, images));
        if (set.Interval(source, images) is not { } i) return value;
        var ends = $"[{Like(set.Largest, i.Low)}, {Like(set.Largest, i.High)}]";
        return new Cell(html => html.Text($"{value} ").Add("small", ends));
    }

    private static string Mark(ScoreSet set) => set.IsExtrapolated
        ? "† Extrapolated from distances of half as many images upwards, which takes more than twice the "
            + $"{Count(set.FeatureDimension)} features ({Count((4 * set.FeatureDimension) + 1)} images): "
            + "such a value is a rough one."
        : $"† Fewer images than the {Count(set.FeatureDimension)} features need for a covariance of full rank "
            + $"({Count(set.FeatureDimension + 1)}): such a value says more about the number of images than about the "
                + "images.";
}
