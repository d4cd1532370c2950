using Mintage.Results;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>The main table on stdout after a study.</summary>
internal static class StudySummary
{
    public static void Print(StudyResults results, string folder)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        table.AddColumns("size", "arm", "steps", "accuracy", "article", "gain", "article's gain", "gain over control");
        for (var c = 2; c < 8; c++) table.Columns[c].RightAligned();
        foreach (var row in results.Arms)
        {
            table.AddRow(
                row.Size,
                row.Leaky ? $"{Markup.Escape(row.Arm)} [yellow](leaky)[/]" : Markup.Escape(row.Arm),
                $"{row.Steps:N0}",
                Percent(row.Accuracy),
                row.ArticleAccuracy is { } a ? Percent(a) : "",
                Points(row.GainPoints),
                Points(row.ArticleGainPoints),
                Points(row.GainOverControlPoints));
        }
        Terminal.Out.Write(table);
        foreach (var note in results.Notes.Take(2)) Console.Out.WriteLine(note);
        Console.Out.WriteLine($"Report: {Path.Combine(folder, "report.html")}");
    }

    private static string Percent(double share) => $"{100 * share:F2} %";

    private static string Points(double? points) => points is { } p ? p.ToString("+0.00;-0.00;0.00") : "";
}
