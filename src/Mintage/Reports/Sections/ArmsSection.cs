using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The main table, and the same accuracies as a chart per size.</summary>
internal static class ArmsSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var results = study.Results;
        var spread = results.Arms.Any(a => a.AccuracyDeviation is not null);
        var published = results.Arms.Any(a => a.ArticleAccuracy is not null);
        var table = new HtmlTable(
            $"Every way the classifier was trained under the article's protocol, evaluated on {study.TestImages}",
            [new("Arm", IsText: true), new("Steps"), new("Real images"), new("Synthetic images"), new("Test accuracy"),
            .. published ? [new("Article's accuracy")] : Array.Empty<Column>(), new("Gain over real, points"),
            .. published ? [new("Article's gain, points")] : Array.Empty<Column>(),
            new("Gain over control, points"), new("Training loss, nats"), new("Test loss, nats")])
        {
            IsWide = true,
        };
        foreach (var size in results.Sizes)
        {
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var arm in study.ArmsOf(size)) AddRow(table, arm, spread, published);
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, results.Arms.Any(a => a.Leaky));
        html.Add(
            "p", "Gain over real is the article's comparison: it also contains the effect of more optimiser steps. "
            + (study.HasFair ? "Gain over control compares at equal steps, but still by the article's pooled sets; "
                + "the comparisons above decide."
                : "Gain over control compares at equal steps, and is the one to read.")
            + (spread ? " s: standard deviation over replicates in points; n: replicates." : ""),
            ("class", "footnote"));
        AccuracyChart.WriteAll(html, study);
    }

    private static void AddRow(HtmlTable table, ArmRow arm, bool spread, bool published)
    {
        var kind = arm.IsControl ? "control" : arm.GainPoints is null ? "baseline" : null;
        table.AddRow(kind,
            [Named(arm), Count(arm.Steps), Count(arm.RealImages), Count(arm.SyntheticImages),
            spread
                ? WithSpread(arm)
                : Percent(arm.Accuracy), .. published
                ? [Percent(arm.ArticleAccuracy)]
                : Array.Empty<Cell>(),
            Points(arm.GainPoints), .. published ? [Points(arm.ArticleGainPoints)] : Array.Empty<Cell>(),
            Strong(arm.GainOverControlPoints), Loss(arm.TrainLoss), Loss(arm.TestLoss)]);
    }

    private static Cell Named(ArmRow arm) => new(html =>
    {
        Badges.Named(arm.Arm, arm.Leaky, arm.IsControl).Write(html);
        html.Add("small", arm.Description);
    });

    private static Cell WithSpread(ArmRow arm) => new(html => html.Text(Percent(arm.Accuracy))
        .Add("small", $"s {Spread(arm.AccuracyDeviation * 100)}, n {arm.Replicates}"));

    private static Cell Strong(double? points) =>
        points is null ? None : new Cell(html => html.Add("strong", Points(points)));
}
