using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The family with fewer and more steps, and each GAN against its own processor time.</summary>
internal static class BudgetSection
{
    private const int RowHeight = 40, Frame = 56;

    /// <summary>True where other numbers of steps were run.</summary>
    public static bool IsShown(ReportContext study) => study.Results.Budgets.Count > 0;

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add(
            "p", "S is the number of optimiser steps of every arm above. Synthetic images may help a classifier that "
            + "is trained briefly and not one that is trained long, or the other way round, so the comparisons of the "
            + "family are made again with a third of the steps and with three times as many. 'spent': the control "
            + "trains on real images, augmented classically, for as many further steps as the processor time of the "
            + "GAN pays for (estimated for an ordinary core).");
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Difference in {study.Measure} between arm and control at each number of steps"
                + (study.Results.Budgets.Any(b => b.PointwisePoints is not null)
                    ? ", with the 95 % interval of this difference alone." : "."));
            using (html.In("div", ("class", "pair")))
            {
                for (var i = 0; i < study.Results.Sizes.Count; i++) WriteChart(html, study, study.Results.Sizes[i], i);
            }
        }
        WriteTable(html, study);
        html.Add(
            "p", "These comparisons are outside the family: they have no verdict, and among many some miss zero by "
            + "chance.", ("class", "footnote"));
    }

    private static void WriteChart(Html html, ReportContext study, SizeRecord size, int index)
    {
        var rows = study.Results.Budgets.Where(b => b.Size == size.Name && double.IsFinite(b.EstimatePoints)).ToList();
        if (rows.Count == 0) return;
        var axis = Axis.Around(
            $"difference, {study.Points}",
            [.. rows.Select(b => b.EstimatePoints), 0, -size.MarginPoints, size.MarginPoints],
            rows.Select(b => b.PointwisePoints));
        var chart = new Chart(axis, Axis.Bare(-rows.Count + 0.4, 0.6), (rows.Count * RowHeight) + Frame);
        chart.AddBand(-size.MarginPoints, size.MarginPoints);
        for (var row = 0; row < rows.Count; row++)
        {
            var b = rows[row];
            chart.AddVertical(0, Stroke.Solid, -row - (row == rows.Count - 1 ? 0.6 : 0.45), -row + 0.16);
            var style = b.Budget == "spent"
                ? new SeriesStyle("#A67400", Mark.Square)
                : new SeriesStyle("#0072B2", Mark.Circle);
            chart.AddRowLabels(
                -row, b.Budget == "spent" ? $"spent: {b.Arm}" : $"{b.Budget}: {b.Arm} against {b.Against}",
                $"{Points(b.EstimatePoints)} {Interval(b.PointwisePoints)}");
            if (b.PointwisePoints is { } i) chart.AddInterval(i.Low, i.High, -row, style, 2.5);
            chart.AddMark(b.EstimatePoints, -row, style, 9);
        }
        using (html.In("div"))
        {
            html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
            chart.Write(
                html, $"budgets-{index}",
                $"Differences at several numbers of steps, size {size.Name}; the figures are in the table below.");
        }
    }

    private static void WriteTable(Html html, ReportContext study)
    {
        var table = new HtmlTable(
            $"Differences at several numbers of steps, {study.Points}", new("Comparison", IsText: true),
            new("Steps", IsText: true), new("Of the arm"), new("Of the control"), new($"Difference, {study.Points}"),
            new("95 % interval, this one alone"), new("Replicates"))
        {
            IsWide = true,
        };
        foreach (var size in study.Results.Sizes)
        {
            var rows = study.Results.Budgets.Where(b => b.Size == size.Name).ToList();
            if (rows.Count == 0) continue;
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var b in rows)
                table.AddRow(
                    null, new Cell(html => html.Text(b.Arm).Add("small", $"against {b.Against}")), b.Budget,
                    Count(b.Steps), Count(b.AgainstSteps), Points(b.EstimatePoints), Interval(b.PointwisePoints),
                    Count(b.Replicates));
        }
        table.WriteTo(html);
    }
}
