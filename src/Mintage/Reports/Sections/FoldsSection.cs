using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>The k-fold table.</summary>
internal static class FoldsSection
{
    private const string PooledMeaning = "pooled: GANs and synthetic images saw the validation folds, as in the article";

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var (results, rows) = (study.Results, study.Results.FoldTable);
        if (rows.Count == 0)
        {
            html.Add("p", "No folds were run in this study.");
            return;
        }
        var pooled = rows.Any(r => r.Pooled);
        var table = new HtmlTable($"{results.Folds}-fold validation" + (pooled ? $" ({PooledMeaning})" : ""),
            new("Arm", IsText: true), new("Folds"), new("Steps"), new("Accuracy"), new("Deviation over folds, points"),
            new("Accuracy on real images only"), new("Loss, nats"))
        {
            IsWide = true,
        };
        foreach (var size in rows.GroupBy(r => r.Size))
        {
            table.AddGroup(size.Key);
            foreach (var row in size)
            {
                table.AddRow(null, Badges.Named(row.Arm, row.Leaky, pooled: row.Pooled), Count(row.Folds), Count(row.Steps), Percent(row.Accuracy),
                    Spread(row.AccuracyDeviation * 100), Percent(row.RealAccuracy), Loss(row.Loss));
            }
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, rows.Any(r => r.Leaky));
        html.Add("p", "The deviation describes the folds; it is no standard error, because folds share most of their training images."
            + (pooled ? " In pooled rows the validation parts hold synthetic images too: read the column for real images." : "")
            + " The article prints its k-fold table as a picture, so there is no figure to set beside these.", ("class", "footnote"));
    }
}
