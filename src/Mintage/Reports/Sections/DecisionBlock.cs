using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>What to do at one size, and every arm with its figure, the best first.</summary>
internal static class DecisionBlock
{
    /// <summary>Writes the decision in words.</summary>
    public static void Write(Html html, ReportContext study, SizeRecord size)
    {
        if (Summary.DecisionAt(study.Results, size) is not { } decision) return;
        using (html.In("dl", ("class", "decision")))
        {
            foreach (var (question, answer) in decision.Lines) Define(html, question, answer);
            if (decision.ModelFile is { } file)
                Define(html, "Which model is that?", new(cell => cell
                    .Text("Its classifier of the first replicate, in the study folder: ").Add("code", file).Text(". ")
                    .Add("code", "mintage study use DIR --out model.onnx")
                    .Text(" writes it as a file of its own, retrained on all images if it uses real ones alone.")));
        }
    }

    private static void Define(Html html, string question, Cell answer)
    {
        using (html.In("div"))
        {
            html.Add("dt", question);
            using (html.In("dd")) answer.Write(html);
        }
    }

    /// <summary>Writes the table of all arms of the fair protocol.</summary>
    public static void WriteArms(Html html, ReportContext study, SizeRecord size)
    {
        var rows = Summary.Rows(study.Results, size).Where(r => r.Fair is not null)
            .OrderByDescending(r => r.Fair).ToList();
        if (rows.Count == 0) return;
        var arms = study.FairArmsOf(size).ToDictionary(a => a.Arm);
        var table = new HtmlTable(
            $"Every arm at size {size.Name} by test {study.Measure}, the highest first",
            [new("Arm", IsText: true), new($"Test {study.Measure}"),
            .. study.HasIntervals ? [new("95 % interval, %")] : Array.Empty<Column>(),
            new($"Gain, {study.Points}"), new("over", IsText: true),
            .. study.HasIntervals ? [new("Interval of the gain")] : Array.Empty<Column>(),
            new("Verdict", IsText: true)])
        {
            IsWide = true,
        };
        foreach (var row in rows)
            table.AddRow(
                row.IsChosen ? "chosen" : null,
                [Named(row, arms[row.Arm]), Percent(row.Fair),
                .. study.HasIntervals
                    ? [PercentInterval(arms[row.Arm].IntervalOf(study.Measure))]
                    : Array.Empty<Cell>(),
                Points(row.GainPoints), row.Against ?? None,
                .. study.HasIntervals ? [Interval(row.Gain)] : Array.Empty<Cell>(), row.Verdict ?? None]);
        table.WriteTo(html);
        if (Summary.PartialNote(study.Results, rows) is { } note) html.Add("p", note, ("class", "footnote"));
        if (rows.Find(r => r.IsChosen) is { } chosen && chosen != rows[0])
            html.Add("p", $"“{chosen.Arm}” is advised though others stand higher: they are not clearly better, or are "
                + "controls that show what other images would do.", ("class", "footnote"));
    }

    private static Cell Named(SummaryRow row, FairArmRow arm) => new(html =>
    {
        html.Text(row.Arm);
        if (row.FewerReplicates is { } few) html.Text($" ({few} replicate{(few == 1 ? "" : "s")})");
        Badges.Unknown(html, !arm.LineageIsKnown);
        if (row.IsChosen) html.Text(" ").Add("span", "use this", ("class", "badge chosen"));
    });
}
