using Mintage.Reports.Charts;
using Mintage.Results;
using Mintage.Studies.Analysis;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// The comparisons that the study was run for: a forest plot and a table, then the exploratory ones apart.
/// </summary>
internal static class ContrastsSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var family = study.Results.Sizes.SelectMany(s => study.ContrastsOf(s, inFamily: true)).ToList();
        var exploratory = study.Results.Sizes.SelectMany(s => study.ContrastsOf(s, inFamily: false)).ToList();
        if (family.Count == 0) html.Add("p", "No comparison of the family was completed, so there is no verdict.");
        else WriteFamily(html, study, family);
        if (exploratory.Count > 0) WriteExploratory(html, study, exploratory);
    }

    private static void WriteFamily(Html html, ReportContext study, List<ContrastRecord> family)
    {
        html.Add(
            "p", "Each row sets an arm beside its control at equal optimiser steps, with the same real images and "
            + "seeds, replicate by replicate. "
            + (family.All(c => c.SimultaneousPoints is null)
                ? "Without intervals nothing can be told from chance. "
                : study.Results.Data.RepeatedSplits
                ? "An interval to the right of zero suggests a gain, one to the left harm; since the splits share "
                    + "their images, neither is shown. "
                : "An interval to the right of zero is an improvement, one to the left is harm, given five "
                    + "replicates. One that holds zero and lies inside the shaded band "
                    + $"({Margins(study.Results)}) is no relevant effect. ")
            + (family.All(c => c.SimultaneousPoints is null) ? "" : "Any other leaves the question open."));
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Difference in test {study.Measure} between arm and control. "
                + (family.Any(c => c.SimultaneousPoints is not null)
                    ? "Thick: the interval that holds for all comparisons of a size at once "
                        + $"({Confidence(study.Results)} %). Thin: the interval of this comparison alone. An "
                        + "arrowhead: the interval goes on outside the chart. "
                    : "")
                + "Open dots: single replicates.");
            var verdicts = family.Select(c => VerdictMark.Of(c, study.Results.PlumbingOnly)).Distinct().ToList();
            Legend.Write(
                html, [.. VerdictMark.All.Where(verdicts.Contains).Select(v => new LegendEntry(v.Style, v.Word)),
                .. verdicts.Where(v => !v.IsOne).DistinctBy(v => v.Style)
                .Select(v => new LegendEntry(v.Style, "no verdict"))]);
            WriteCharts(html, study, inFamily: true, ForestChart.SharedAxis(study.Results, family));
        }
        ContrastTable.Write(html, study, family, "The comparisons of the family, arm against control");
        html.Add(
            "p", Correction(study.Results)
            + (family.Any(c => c.SmallestDetectablePoints is not null)
                ? "Smallest detectable: the effect that this study would have detected with a probability of 80 %"
                    + (family.Any(c => c.SmallestDetectablePoints >= Conclusions.WholeScale)
                        ? "; any: it could miss an effect of any size. " : ". ")
                    + "To settle: how many replicates a new study with a new seed would probably need, given how "
                    + "unsure the estimate is; a dash there means that it is settled, or that the test set is too "
                    + "small for any number. "
                : "")
            + $"Evaluated on: {Distinct(family, c => c.Evaluation)}."
            + (family.Any(c => c.StandardErrorPoints is not null)
                ? $" Standard errors: {Distinct(family, c => c.Method)}." : ""),
            ("class", "footnote"));
        if (study.Results.PlumbingOnly || family.All(c => c.Detection.All(d => d.Replicates is null))) return;
        using (html.In("details"))
        {
            html.Add("summary", "How many replicates it takes to find an effect of a given size");
            ContrastTable.WriteDetection(html, family);
        }
    }

    /// <summary>What the correction keeps, as far as the replicates allow it.</summary>
    private static string Correction(StudyResults results) => results switch
    {
        { Replicates: < 2 } => "",
        { Data.RepeatedSplits: true } => "Holm's correction over the comparisons of one size is applied, but its 5 % "
            + "holds only for independent test images, which repeated splits do not have. ",
        _ => "Holm's correction over the comparisons of one size decides: in at most 5 % of studies one of them is "
            + "falsely said to improve or to harm. A false 'no relevant effect' may come on top where others do have "
            + "an effect; the bound for any false verdict is 6.9 % with four comparisons. "
            + (results.Sizes.Count > 1 ? "Each size has its own 5 %. " : ""),
    };

    private static void WriteExploratory(Html html, ReportContext study, List<ContrastRecord> exploratory)
    {
        html.Add("h3", "Exploratory comparisons");
        html.Add(
            "p", "These are not the questions of the study. They get no verdict"
            + (exploratory.Any(c => c.PointwisePoints is not null)
                ? " and are outside the correction: among many such intervals some miss zero by chance."
                : ".") + (exploratory.Any(c => c.IsNested())
                ? " On nested folds every comparison of the family is made once more, with GANs trained on each "
                + "training fold alone." : ""));
        using (html.In("figure", ("class", "faint")))
        {
            html.Add(
                "figcaption", $"Exploratory differences in test {study.Measure}"
                + (exploratory.Any(c => c.PointwisePoints is not null)
                    ? ", each with the 95 % interval that holds for it alone." : "."));
            WriteCharts(html, study, inFamily: false, ForestChart.SharedAxis(study.Results, exploratory));
        }
        using (html.In("details"))
        {
            html.Add("summary", "The figures of the exploratory comparisons");
            ContrastTable.WriteExploratory(html, study, exploratory);
        }
    }

    private static void WriteCharts(Html html, ReportContext study, bool inFamily, Axis axis)
    {
        using (html.In("div", ("class", "pair")))
        {
            for (var i = 0; i < study.Results.Sizes.Count; i++)
            {
                var size = study.Results.Sizes[i];
                var contrasts = study.ContrastsOf(size, inFamily);
                if (contrasts.Count == 0) continue;
                using (html.In("div"))
                {
                    html.Add(inFamily ? "h3" : "h4", $"{size.Name}: {Count(size.Images)} real images");
                    ForestChart.Write(
                        html, study, size, contrasts, axis, $"forest-{(inFamily ? "family" : "more")}-{i}",
                        $"Differences in test {study.Measure} at size {size.Name}; "
                        + "the figures are in the table below.");
                }
            }
        }
    }

    /// <summary>What does not matter, by size.</summary>
    public static string Margins(StudyResults results)
    {
        var bySize = results.Sizes.GroupBy(s => Spread(s.MarginPoints)).ToList();
        return bySize.Count == 1
            ? $"±{bySize[0].Key} points"
            : string.Join(
                ", ", bySize.Select(g => $"±{g.Key} points at {string.Join(" and ", g.Select(s => s.Name))}"));
    }

    private static string Distinct(List<ContrastRecord> contrasts, Func<ContrastRecord, string> text) =>
        string.Join("; ", contrasts.Select(text).Distinct());
}
