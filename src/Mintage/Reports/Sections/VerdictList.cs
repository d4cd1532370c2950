using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The fair protocol's part of the opening: the answer, a line per comparison, and what limits them.</summary>
internal static class VerdictList
{
    /// <summary>Writes the answers of all sizes, the smallest first.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var all = study.Results.Contrasts.Where(c => c.InFamily).ToList();
        var axis = ForestChart.SharedAxis(study.Results, all);
        foreach (var size in Finding.Order(study.Results))
        {
            html.Add("p", Answer.Of(study.Results, size), ("class", "answer"));
            DecisionBlock.Write(html, study, size);
            DecisionBlock.WriteArms(html, study, size);
            var family = study.ContrastsOf(size, inFamily: true);
            var strip = new IntervalStrip(axis, size.MarginPoints);
            if (family.Count == 0) continue;
            using (html.In("ul", ("class", study.Results.PlumbingOnly ? "verdicts plumbing" : "verdicts")))
                foreach (var contrast in family) WriteLine(html, study, contrast, strip);
        }
        if (all.Count == 0) return;
        html.Add(
            "p", $"Points: percentage points of test {study.Measure}, arm minus the arm that is named, at equal "
            + "optimiser steps unless the row says otherwise. "
            + (all.Any(c => c.SimultaneousPoints is not null)
                ? "In brackets and as bars: intervals that hold for all comparisons of a size at once "
                    + $"({Confidence(study.Results)} %); those of exploratory rows hold for their row alone. "
                : "")
            + $"Line: no difference. Shaded: {ContrastsSection.Margins(study.Results)}, which count as not relevant.",
            ("class", "footnote"));
    }

    /// <summary>Writes what the controls say beside the verdicts.</summary>
    public static void WriteControls(Html html, StudyResults results)
    {
        var several = results.Conclusions.Count(c => c.Controls.Count > 0) > 1;
        List<string> all =
            [.. results.Conclusions.SelectMany(c => c.Controls.Select(text => several ? $"{c.Size}: {text}" : text))];
        if (all.Count == 0) return;
        WriteList(html, "What the controls say", all);
    }

    /// <summary>Writes the limits of the verdicts: what the study says itself, then what the GANs did.</summary>
    public static void WriteLimits(Html html, StudyResults results)
    {
        var several = results.Conclusions.Count(c => c.Limits.Count > 0) > 1;
        // What holds at every size is said once.
        var limits = results.Conclusions.SelectMany(c => c.Limits.Select(text => (c.Size, text))).GroupBy(l => l.text)
            .Select(
                g => !several || g.Count() == results.Conclusions.Count
                ? g.Key
                : $"{string.Join(", ", g.Select(l => l.Size))}: {g.Key}");
        List<string> all = [.. limits, .. Caveats.OfFair(results)];
        if (all.Count == 0) return;
        WriteList(html, "Before you rely on it", all);
    }

    private static void WriteList(Html html, string heading, List<string> sentences)
    {
        using (html.In("div"))
        {
            html.Add("h2", heading);
            using (html.In("ul"))
                foreach (var sentence in sentences) html.Add("li", sentence);
        }
    }

    private static void WriteLine(Html html, ReportContext study, ContrastRecord contrast, IntervalStrip strip)
    {
        var plumbingOnly = study.Results.PlumbingOnly;
        var verdict = VerdictMark.Of(contrast, plumbingOnly);
        using (html.In("li"))
        {
            using (html.In("div")) verdict.Badge.Write(html);
            using (html.In("div"))
            {
                using (html.In("p"))
                {
                    html.Add("strong", $"{contrast.Arm} against {contrast.Against}");
                    Badges.Unknown(html, !contrast.LineageIsKnown);
                    if (contrast.Shown() is { } points)
                    {
                        html.Text("  ").Add("span", Points(points), ("class", "figure")).Text($" {study.Points} ");
                        if (contrast.SimultaneousPoints is { } interval)
                            html.Add("span", Interval(interval), ("class", "interval"));
                    }
                }
                // A sentence that says "improves" would outlive the warning above it.
                if (!plumbingOnly) html.Add("p", contrast.Sentence, ("class", "sentence"));
            }
            strip.Write(html, contrast, verdict);
        }
    }
}
