using Mintage.Reports;
using Mintage.Results;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints a study's findings on stdout after the run.</summary>
internal static class StudySummary
{
    /// <summary>Columns that the whole table needs.</summary>
    private const int Narrow = 100;

    public static void Print(StudyResults results, string folder)
    {
        if (Summary.HasFair(results)) PrintFair(results);
        else PrintArticle(results);
        Console.Out.WriteLine($"Report: {Path.Combine(folder, HtmlReport.FileName)}");
    }

    private static void PrintFair(StudyResults results)
    {
        foreach (var size in Summary.Sizes(results))
        {
            Terminal.Out.WriteLine();
            Terminal.Paragraph("", Summary.AnswerOf(results, size));
            PrintDecision(Summary.DecisionAt(results, size));
            Terminal.Out.Write(FairTable(results, size));
            if (Summary.PartialNote(results, Summary.Rows(results, size)) is { } note) Terminal.Paragraph("", note);
        }
        Terminal.Paragraph(
            "", $"gain: points of {results.Measure} over the arm that is named"
            + (results.Replicates < 2 ? "." : "; in brackets the interval that holds for all comparisons of a size at "
                + $"once ({results.ConfidencePercent:0.##} %), of exploratory arms the one that holds for this arm "
                + "alone (95 %)."));
        if (!results.PlumbingOnly) // a sentence that says "improves" would outlive the warning
        {
            PrintList("Verdicts", results.Conclusions.Select(c => (c.Size, c.Verdicts)));
            PrintList("What the controls say", results.Conclusions.Select(c => (c.Size, c.Controls)));
            PrintList("Where the article's gain comes from", results.Decompositions.GroupBy(d => d.Size)
                .Select(g => (g.Key, Sentences(g))));
        }
        PrintList("Before you rely on it", results.Conclusions.Select(c => (c.Size, c.Limits)));
        Terminal.Out.WriteLine();
    }

    private static void PrintDecision(DecisionRecord? decision)
    {
        if (decision is null) return;
        foreach (var (question, answer) in decision.Lines)
            Terminal.Paragraph("- ", $"{question}{(question.EndsWith('?') ? "" : ":")} {answer}");
        if (decision.ModelFile is { } file)
        {
            Terminal.Paragraph("- ", $"Model: {file} in the study folder (classifier of the first replicate). 'mintage "
                + "study use' writes it as a file of its own, retrained on all images if it uses real ones alone.");
        }
    }

    private static IReadOnlyList<string> Sentences(IEnumerable<DecompositionRecord> decompositions) =>
        [.. decompositions.Select(d => d.Leaky ? $"{d.Sentence} (leaky)" : d.Sentence)];

    private static Table FairTable(StudyResults results, SizeRecord size)
    {
        var rows = Summary.Rows(results, size);
        (string Heading, Func<SummaryRow, string> Cell)[] columns =
        [
            ("arm", row => Named(row.Arm, row.Leaky) + (row.FewerReplicates is { } few ? $" ({few})" : "")
                + (row.IsChosen ? " [green]<[/]" : "")),
            ("article", row => Percent(row.Article)),
            ("article's\nprotocol,\naccuracy", row => Percent(row.ArticleProtocol)),
            ($"fair,\n{results.Measure.Replace(' ', '\n')}", row => Percent(row.Fair)),
            ("gain", row => Markup.Escape(row.Gain is { } i ?
                $"{Points(row.GainPoints)} [{Points(i.Low)}, {Points(i.High)}]" : Points(row.GainPoints))),
            ("over", row => Markup.Escape(row.Against ?? "")),
            ("verdict", row => row.Verdict is { } verdict ? $"[{Colour(verdict)}]{Markup.Escape(verdict)}[/]" : ""),
        ];
        // without the article, or where it has no figures; a narrow terminal has room for the study's own ones only
        var isNarrow = Terminal.Out.Profile.Width < Narrow;
        columns = [.. columns.Where(column => rows.Any(row => column.Cell(row).Length > 0)
            && !(isNarrow && column.Heading.StartsWith("article", StringComparison.Ordinal)))];
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (heading, _) in columns)
        {
            var column = new TableColumn(heading)
            {
                Padding = new Padding(0, 0, 1, 0),
                NoWrap = heading != "verdict",
            };
            table.AddColumn(heading is "arm" or "over" or "verdict" ? column : column.RightAligned());
        }
        foreach (var row in rows) table.AddRow([.. columns.Select(column => column.Cell(row))]);
        return table;
    }

    private static void PrintList(string heading, IEnumerable<(string Size, IReadOnlyList<string> Lines)> bySize)
    {
        var all = bySize.SelectMany(s => s.Lines.Select(line => (s.Size, Line: line))).ToList();
        if (all.Count == 0) return;
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine($"{heading}:");
        var several = all.Select(l => l.Size).Distinct().Count() > 1;
        foreach (var lines in all.GroupBy(l => l.Line)) // what holds at every size is said once
            Terminal.Paragraph("- ", several && lines.Count() == 1 ? $"{lines.Single().Size}: {lines.Key}" : lines.Key);
    }

    private static void PrintArticle(StudyResults results)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        table.AddColumns("size", "arm", "steps", "accuracy", "article", "gain", "article's gain", "gain over control");
        for (var c = 2; c < 8; c++) table.Columns[c].RightAligned();
        foreach (var row in results.Arms)
        {
            table.AddRow(
                Markup.Escape(row.Size),
                Named(row.Arm, row.Leaky),
                $"{row.Steps:N0}",
                Percent(row.Accuracy),
                Percent(row.ArticleAccuracy),
                Points(row.GainPoints),
                Points(row.ArticleGainPoints),
                Points(row.GainOverControlPoints));
        }
        Terminal.Out.Write(table);
        foreach (var note in results.Notes.Take(2)) Terminal.Paragraph("", note);
    }

    private static string Named(string arm, bool leaky) =>
        leaky ? $"{Markup.Escape(arm)} [yellow](leaky)[/]" : Markup.Escape(arm);

    private static string Colour(string verdict) => verdict switch
    {
        "improves" => "green",
        "harms" => "red",
        "no relevant effect" => "blue",
        "not enough evidence" => "yellow",
        _ => "grey",
    };

    private static string Percent(double? share) => share is { } s && double.IsFinite(s) ? $"{100 * s:F2} %" : "";

    private static string Points(double? points) =>
        points is { } p && double.IsFinite(p) ? p.ToString("+0.00;\u22120.00;0.00") : "";
}
