using Mintage.Results;
using Mintage.Scoring;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints metrics as a table on stdout, with their limits below it.</summary>
internal static class ScoreTable
{
    public static void Print(IReadOnlyList<MetricRecord> records)
    {
        foreach (var sentence in ScoreSummary.Of(records)) Terminal.Paragraph("", sentence);
        var notes = records.SelectMany(r => r.Warnings).Distinct().ToList();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("metric", "value", "", "95 % interval", "real", "synthetic", "extractor", "notes");
        foreach (var c in new[] { 1, 4, 5 }) table.Columns[c].RightAligned();
        foreach (var r in records)
        {
            table.AddRow(
                Markup.Escape(r.Name),
                Number(r.Value),
                MetricDirection.Of(r.Name),
                r.Interval is { } i ? $"{Number(i[0])} to {Number(i[1])}" : "",
                $"{r.NReal:N0}",
                $"{r.NSynthetic:N0}",
                Markup.Escape(r.Preprocessing is null ? r.Extractor : $"{r.Extractor} ({r.Preprocessing})"),
                string.Join(" ", r.Warnings.Select(w => notes.IndexOf(w) + 1).Order()));
        }
        Terminal.Out.Write(table);
        for (var n = 0; n < notes.Count; n++) Terminal.Line($"{n + 1}. {notes[n]}");
        if (records.FirstOrDefault(r => r.IntervalMethod is not null) is { } example)
            Terminal.Line($"Intervals: {example.IntervalMethod}.");
    }

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-3 => value.ToString("0.00e+0"),
        < 10 => value.ToString("0.0000"),
        < 1000 => value.ToString("0.00"),
        _ => value.ToString("N0"),
    };
}
