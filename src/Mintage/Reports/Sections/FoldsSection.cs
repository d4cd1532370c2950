using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The k-fold tables: the article's pooled folds, and the fair protocol's nested ones.</summary>
internal static class FoldsSection
{
    private const string PooledMeaning =
        "pooled: GANs and synthetic images saw the validation folds, as in the article";
    private const string NestedMeaning = "nested: a GAN for every training fold, real images only in validation";

    /// <summary>True where folds were run.</summary>
    public static bool IsShown(ReportContext study) => study.Results.FoldTable.Count > 0;

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var (results, rows) = (study.Results, study.Results.FoldTable);
        var pooled = rows.Any(r => r.Pooled);
        WriteTable(html, [.. rows.Where(r => !r.Nested)], $"{results.Folds}-fold validation"
            + (pooled ? $" ({PooledMeaning})" : ""));
        WriteTable(
            html, [.. rows.Where(r => r.Nested)],
            $"{results.NestedFolds}-fold validation under the fair protocol ({NestedMeaning})");
        Badges.ExplainLeaky(html, rows.Any(r => r.Leaky));
        html.Add(
            "p", "The deviation describes the folds; it is no standard error, because folds share most of their "
            + "training images."
            + (pooled ? " In pooled rows the validation parts hold synthetic images too: read the column for real "
                + "images." : "")
            + (results.Arms.Any(a => a.ArticleAccuracy is not null)
                ? " The article prints its k-fold table as a picture, so there is no figure to set beside these." : ""),
            ("class", "footnote"));
    }

    private static void WriteTable(Html html, List<FoldRow> rows, string caption)
    {
        if (rows.Count == 0) return;
        var table =
            new HtmlTable(
                caption, [new("Arm", IsText: true), new("Folds"), new("Steps"),
                new(Capital(rows[0].Measure?.Measure ?? "accuracy")), new("Deviation over folds, points"),
                .. rows[0].Nested ? Array.Empty<Column>() : [new("Accuracy on real images only")],
                new("Loss, nats")])
            {
                IsWide = true,
            };
        foreach (var size in rows.GroupBy(r => r.Size))
        {
            table.AddGroup(size.Key);
            foreach (var row in size)
            {
                table.AddRow(
                    null, [Badges.Named(row.Arm, row.Leaky, pooled: row.Pooled), Count(row.Folds), Count(row.Steps),
                    Percent(row.Measure?.Percent / 100 ?? row.Accuracy),
                    Spread(row.Measure is { } m ? m.DeviationPoints : row.AccuracyDeviation * 100),
                    .. row.Nested ? Array.Empty<Cell>() : [Percent(row.RealAccuracy)], Loss(row.Loss)]);
            }
        }
        table.WriteTo(html);
    }
}
