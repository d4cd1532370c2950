using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Comparisons as a table.</summary>
internal static class ContrastTable
{
    /// <summary>Writes the comparisons of the family.</summary>
    public static void Write(Html html, ReportContext study, IReadOnlyList<ContrastRecord> family, string caption)
    {
        var table =
            new HtmlTable(
                caption, new("Comparison", IsText: true), new("Verdict", IsText: true), new("Difference, points"),
            new($"{Confidence(study.Results)} % interval, simultaneous"), new("p (Holm)"), new("Replicates"),
                new("Steps"), new("Smallest detectable, points"),
            new("Replicates to settle"))
            {
                IsWide = true,
            };
        foreach (var size in study.Results.Sizes)
        {
            var rows = family.Where(c => c.Size == size.Name).ToList();
            if (rows.Count == 0) continue;
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var c in rows)
            {
                table.AddRow(c.Steps is null ? "short" : null, Named(c),
                    VerdictMark.Of(c, study.Results.PlumbingOnly).Badge, Strong(c.Shown()),
                    Interval(c.SimultaneousPoints), PValue(c.AdjustedPValue), Replicates(study, c), Steps(c),
                        Spread(c.SmallestDetectablePoints),
                    ToSettle(c.ToSettle));
            }
        }
        table.WriteTo(html);
    }

    /// <summary>Writes the exploratory comparisons: nothing about them is corrected, so no p value is shown.</summary>
    public static void WriteExploratory(Html html, ReportContext study, IReadOnlyList<ContrastRecord> exploratory)
    {
        var table =
            new HtmlTable(
                "The exploratory comparisons, without correction and without a verdict",
                new("Comparison", IsText: true),
            new("Difference, points"), new("95 % interval, this one alone"), new("Replicates"), new("Steps"));
        foreach (var size in study.Results.Sizes)
        {
            var rows = exploratory.Where(c => c.Size == size.Name).ToList();
            if (rows.Count == 0) continue;
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var c in rows)
                table.AddRow(
                    null, Named(c), Points(c.Shown()), Interval(c.PointwisePoints), Replicates(study, c), Steps(c));
        }
        table.WriteTo(html);
    }

    /// <summary>
    /// Writes how many replicates would find effects of several sizes; nothing where no spread is known.
    /// </summary>
    public static void WriteDetection(Html html, IReadOnlyList<ContrastRecord> family)
    {
        var known = family.Where(c => c.Detection.Count > 0).ToList();
        if (known.Count == 0) return;
        var table =
            new HtmlTable(
                "Replicates that would find a true effect with a probability of 80 %, given the spread seen here; a "
                + "dash: no number would, with this test set",
            [new("Comparison", IsText: true),
            .. known[0].Detection.Select(d => new Column($"{Spread(d.Points)} points"))]);
        foreach (var c in known)
            table.AddRow(null, [Named(c), .. c.Detection.Select(d => (Cell)(d.Replicates is { } n ? Count(n) : None))]);
        table.WriteTo(html);
    }

    /// <summary>What the comparisons are about; they share it.</summary>
    public static string Measure(IReadOnlyList<ContrastRecord> contrasts) =>
        contrasts.Count > 0 ? contrasts[0].Measure : "accuracy";

    /// <summary>The two arms of a comparison.</summary>
    public static Cell Named(ContrastRecord contrast) =>
        new(html => html.Text(contrast.Arm).Add("small", $"against {contrast.Against}{contrast.Where()}"));

    private static Cell Steps(ContrastRecord contrast) => contrast.Steps is { } steps ? Count(steps) : "differ";

    private static Cell Replicates(ReportContext study, ContrastRecord contrast)
    {
        if (contrast.Replicates >= contrast.ReplicatesPlanned) return Count(contrast.Replicates);
        return new(html => html.Text($"{contrast.Replicates} of {contrast.ReplicatesPlanned}")
            .Add("small", Missing(study, contrast)));
    }

    /// <summary>Names the replicates that one of the two arms lacks, where the classifiers on record tell.</summary>
    private static string Missing(ReportContext study, ContrastRecord contrast)
    {
        var missing = Enumerable.Range(0, contrast.ReplicatesPlanned)
            .Where(r => !Has(contrast.Arm, r) || !Has(contrast.Against, r)).Select(r => r + 1).ToList();
        var count = contrast.ReplicatesPlanned - contrast.Replicates;
        return missing.Count == count ? $"no. {string.Join(", ", missing)} missing" : $"{count} missing";

        bool Has(string arm, int replicate) =>
            study.FairFits(contrast.Size, arm, contrast.IsNested()).Any(f => f.Replicate == replicate);
    }

    private static Cell Strong(double? points) =>
        points is null ? None : new Cell(html => html.Add("strong", Points(points)));

    private static string ToSettle(SettlingRecord? settling) => settling switch
    {
        { Fewest: { } fewest, Most: { } most } => fewest == most ? Count(fewest) : $"{Count(fewest)} to {Count(most)}",
        { Fewest: { } fewest } => $"{Count(fewest)} or more",
        _ => None,
    };
}
