using Mintage.Reports.Charts;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>A measure by number of images, a line per GAN and one for held-out real images.</summary>
internal static class ScoreChart
{
    /// <summary>Writes the chart; nothing where only one number of images was measured.</summary>
    public static void Write(Html html, ReportContext study, ScoreSet set, string id)
    {
        if (set.Counts.Count < 2) return;
        var images = Axis.Log("images measured (logarithmic)", set.Counts.Select(n => (double)n));
        var chart = new Chart(images, Axis.Linear(set.Measure, set.Values, fromZero: true));
        var showsRank = set.IsFrechet && !set.IsExtrapolated
            && set.Counts[0] <= set.FeatureDimension && set.FeatureDimension <= set.Counts[^1];
        if (showsRank) chart.AddVertical(set.FeatureDimension, $"{Count(set.FeatureDimension)} features");
        foreach (var source in set.Sources)
        {
            var points = set.Counts.Select(n =>
                new IntervalPoint(n, set.Mean(source, n) ?? double.NaN, set.Interval(source, n)));
            chart.AddSeries(points, study.Styles[source.Name, source.Leaky], aside: 0, StrokeOf(source.Name));
        }
        using (html.In("figure"))
        {
            html.Add("figcaption", $"{set.Title} by number of images, size {set.Size}"
                + (showsRank ? "; left of the dashed line the covariance has no full rank" : "")
                + (set.HasIntervals ? "; with 95 % intervals" : "")
                + (set.Replicates > 1 ? "; means over replicates" : ""));
            Legend.Write(html, set.Sources.Select(s => new LegendEntry(study.Styles[s.Name, s.Leaky],
                s.Name == "real" ? "real against real (held out)" : Badges.Named(s.Name, s.Leaky), StrokeOf(s.Name))));
            chart.Write(html, id, $"{set.Title} by number of images; the figures are in the table beside it.");
        }
    }

    private static Stroke StrokeOf(string source) => source == "real" ? Stroke.Dashed : Stroke.Solid;
}
