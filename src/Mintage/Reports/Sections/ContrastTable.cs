using Mintage.Results;
using Mintage.Studies.Analysis;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Comparisons as a table.</summary>
internal static class ContrastTable
{
    private static readonly Column[] NoColumns = [];
    private static readonly Cell[] NoCells = [];

    /// <summary>Writes the comparisons of the family.</summary>
    public static void Write(Html html, ReportContext study, IReadOnlyList<ContrastRecord> family, string caption)
    {
        // One replicate has a difference and nothing more.
        var judged = family.Any(c => c.SimultaneousPoints is not null);
        var table = new HtmlTable(
            caption,
            [new("Comparison", IsText: true), new("Verdict", IsText: true), new($"Difference, {study.Points}"),
            .. judged ? [new($"{Confidence(study.Results)} % interval, simultaneous"), new("p (Holm)")] : NoColumns,
            new("Replicates"), new("Steps"),
            .. judged ? [new($"Smallest detectable, {study.Points}"), new("Replicates to settle")] : NoColumns])
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
                table.AddRow(
                    c.Steps is null ? "short" : null,
                    [Named(c), VerdictMark.Of(c, study.Results.PlumbingOnly).Badge, Strong(c.Shown()),
                    .. judged ? [Interval(c.SimultaneousPoints), PValue(c.AdjustedPValue)] : NoCells,
                    Replicates(study, c), Steps(c),
                    .. judged ? [Detectable(c.SmallestDetectablePoints), ToSettle(c.ToSettle)] : NoCells]);
            }
        }
        table.WriteTo(html);
    }

    /// <summary>Writes the exploratory comparisons: nothing about them is corrected, so no p value is shown.</summary>
    public static void WriteExploratory(Html html, ReportContext study, IReadOnlyList<ContrastRecord> exploratory)
    {
        var judged = exploratory.Any(c => c.PointwisePoints is not null);
        var table = new HtmlTable(
            "The exploratory comparisons, without correction and without a verdict",
            [new("Comparison", IsText: true), new($"Difference, {study.Points}"),
            .. judged ? [new("95 % interval, this one alone")] : NoColumns, new("Replicates"), new("Steps")]);
        foreach (var size in study.Results.Sizes)
        {
            var rows = exploratory.Where(c => c.Size == size.Name).ToList();
            if (rows.Count == 0) continue;
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var c in rows)
                table.AddRow(
                    null, [Named(c), Points(c.Shown()), .. judged ? [Interval(c.PointwisePoints)] : NoCells,
                    Replicates(study, c), Steps(c)]);
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

    /// <summary>The two arms of a comparison.</summary>
    public static Cell Named(ContrastRecord contrast) =>
        new(html =>
        {
            html.Text(contrast.Arm);
            Badges.Unknown(html, !contrast.LineageIsKnown);
            html.Add("small", $"against {contrast.Against}{contrast.Where()}");
        });

    private static Cell Steps(ContrastRecord contrast) => contrast.Steps is { } steps ? Count(steps)
        : contrast.Replicates == 0 ? None
        : "differ";

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

    private static string Detectable(double? points) => points >= Conclusions.WholeScale ? "any" : Spread(points);

    private static string ToSettle(SettlingRecord? settling) => settling switch
    {
        { Fewest: { } fewest, Most: { } most } => fewest == most ? Count(fewest) : $"{Count(fewest)} to {Count(most)}",
        { Fewest: { } fewest } => $"{Count(fewest)} or more",
        _ => None,
    };
}
