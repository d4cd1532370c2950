using Mintage.Reports;
using Mintage.Results;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints two studies side by side on stdout.</summary>
internal static class StudyComparisonText
{
    public static void Print(StudyComparison comparison)
    {
        Terminal.Paragraph("", ComparisonPage.Caution(comparison));
        Terminal.Out.WriteLine(comparison.PlanDifferences.Count == 0
            ? "The plans do not differ."
            : "What differs between the plans:");
        foreach (var difference in comparison.PlanDifferences) Terminal.Paragraph("- ", difference);
        Terminal.Out.Write(Arms(comparison));
        foreach (var v in comparison.Verdicts)
            Terminal.Paragraph(
                "- ", $"{v.Size}: {v.Arm} against {v.Against}: {Text(v.A)} in {comparison.A}, {Text(v.B)} in "
                + $"{comparison.B}.");
    }

    private static Table Arms(StudyComparison comparison)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("size").AddColumn("arm")
            .AddColumn(new TableColumn(Markup.Escape(comparison.A)).RightAligned())
            .AddColumn(new TableColumn(Markup.Escape(comparison.B)).RightAligned())
            .AddColumn(new TableColumn("difference").RightAligned());
        foreach (var arm in comparison.Arms)
            table.AddRow(
                Markup.Escape(arm.Size), Markup.Escape(arm.Arm), Markup.Escape(Text(arm.A)),
                Markup.Escape(Text(arm.B)), Points(arm.DifferencePoints));
        return table;
    }

    private static string Text(MeasureFigure? figure) => figure is null ? ""
        : $"{figure.Percent:F2} %" + (figure.IntervalPercent is { } i ? $" [{i.Low:F2}, {i.High:F2}]" : "");

    private static string Text(ComparedVerdict? verdict) => verdict is null ? "not there"
        : verdict.Points is null ? verdict.Verdict : $"{Points(verdict.Points)} points ({verdict.Verdict})";

    private static string Points(double? points) =>
        points is { } p && double.IsFinite(p) ? p.ToString("+0.00;\u22120.00;0.00") : "";
}
