using Mintage.Reports.Charts;
using Mintage.Results;
using Mintage.Runtime;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports;

/// <summary>Two studies side by side, as records and as one HTML page.</summary>
public static class ComparisonPage
{
    private const int RowHeight = 44, Frame = 56, BelowA = 11;

    private static readonly SeriesStyle StyleA = new("#0072B2", Mark.Circle), StyleB = new("#D55E00", Mark.Square);

    /// <summary>Sets the arms and verdicts of two studies side by side; sizes are matched by name.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="nameA">What to call the first.</param>
    /// <param name="nameB">What to call the second.</param>
    /// <param name="planDifferences">What differs between their plans.</param>
    public static StudyComparison Compare(
        StudyResults a, StudyResults b, string nameA, string nameB, IReadOnlyList<string> planDifferences)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new StudyComparison
        {
            A = nameA,
            B = nameB,
            Measure = a.Measure,
            MeasureOfB = b.Measure,
            SameTestImages = a.Data.TestFingerprints.SequenceEqual(b.Data.TestFingerprints),
            PlanDifferences = planDifferences,
            Arms = [.. from arm in a.FairArms.Concat(b.FairArms).Select(x => (x.Size, x.Arm)).Distinct()
                       select new ArmComparison(arm.Size, arm.Arm, Figure(a, arm), Figure(b, arm))],
            Verdicts = [.. from pair in Family(a).Concat(Family(b)).Select(c => (c.Size, c.Arm, c.Against)).Distinct()
                           select new VerdictComparison(
                               pair.Size, pair.Arm, pair.Against, Verdict(a, pair), Verdict(b, pair))],
        };

        MeasureFigure? Figure(StudyResults study, (string Size, string Arm) arm) =>
            study.FairArms.FirstOrDefault(x => (x.Size, x.Arm) == arm) is { } row
                ? row.Figure(a.Measure) ?? new MeasureFigure(a.Measure, row.Of(a.Measure), row.IntervalOf(a.Measure))
                : null;

        ComparedVerdict? Verdict(StudyResults study, (string Size, string Arm, string Against) pair)
        {
            if (Family(study).FirstOrDefault(x => (x.Size, x.Arm, x.Against) == pair) is not { } c) return null;
            var word = VerdictMark.Of(c, study.PlumbingOnly).Word;
            if (c.Measure == a.Measure) return new ComparedVerdict(c.Shown(), c.SimultaneousPoints, word);
            var other = c.Measures.FirstOrDefault(m => m.Measure == a.Measure);
            return new ComparedVerdict(other?.EstimatePoints, other?.PointwisePoints, word);
        }
    }

    /// <summary>Writes the page, whole or not at all. It needs no other file.</summary>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(StudyComparison comparison, string path) =>
        WholeFile.WriteText(path, Render(comparison));

    internal static string Render(StudyComparison comparison)
    {
        var html = new Html().Markup("<!DOCTYPE html>\n");
        var title = $"{comparison.A} and {comparison.B}";
        using (html.In("html", ("lang", "en-GB")))
        {
            using (html.In("head")) HtmlReport.WriteHead(html, title);
            using (html.In("body"))
            using (html.In("main"))
            {
                html.Add("h1", title);
                html.Add("p", Caution(comparison));
                WriteDifferences(html, comparison);
                WriteFigure(html, comparison);
                WriteArms(html, comparison);
                WriteVerdicts(html, comparison);
            }
        }
        return html.ToString();
    }

    /// <summary>What the comparison can say, in one or two sentences.</summary>
    public static string Caution(StudyComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return $"Test {comparison.Measure} of two studies"
            + (comparison.SameTestImages ? ", on the same test images" : ", on different test images")
            + ". No test is made between them: whatever differs may be behind a difference."
            + (comparison.MeasureOfB == comparison.Measure ? ""
                : $" The verdicts of {comparison.B} are about {comparison.MeasureOfB}.");
    }

    private static void WriteDifferences(Html html, StudyComparison comparison)
    {
        html.Add("h2", "What differs between the plans");
        if (comparison.PlanDifferences.Count == 0) html.Add("p", "Nothing.");
        else using (html.In("ul"))
            foreach (var difference in comparison.PlanDifferences) html.Add("li", difference);
    }

    private static void WriteFigure(Html html, StudyComparison comparison)
    {
        html.Add("h2", "Every arm");
        using (html.In("figure"))
        {
            html.Add(
                "figcaption", $"Test {comparison.Measure} of every arm, with its 95 % interval where there is one.");
            Legend.Write(html, [new(StyleA, comparison.A), new(StyleB, comparison.B)]);
            using (html.In("div", ("class", "pair")))
                foreach (var (index, size) in comparison.Arms.GroupBy(a => a.Size).Index())
                    WriteChart(html, comparison, [.. size], index);
        }
    }

    private static void WriteChart(Html html, StudyComparison comparison, List<ArmComparison> arms, int index)
    {
        var figures = arms.SelectMany(a => new[] { a.A, a.B }).OfType<MeasureFigure>().ToList();
        var axis = Axis.Around(
            $"test {comparison.Measure}, %", figures.Select(f => f.Percent), figures.Select(f => f.IntervalPercent));
        var chart = new Chart(axis, Axis.Bare(-arms.Count + 0.35, 0.65), (arms.Count * RowHeight) + Frame);
        foreach (var (row, arm) in arms.Index())
        {
            chart.AddRowLabels(-row, arm.Arm, Points(arm.DifferencePoints));
            Add(arm.A, StyleA, -row, 0);
            Add(arm.B, StyleB, -row, BelowA);
        }
        using (html.In("div"))
        {
            html.Add("h3", arms[0].Size);
            chart.Write(
                html, $"compare-{index}",
                $"Test {comparison.Measure} by arm in both studies, size {arms[0].Size}; the figures are in the "
                + "table.");
        }

        void Add(MeasureFigure? figure, SeriesStyle style, int row, int drop)
        {
            if (figure is null) return;
            if (figure.IntervalPercent is { } i) chart.AddInterval(i.Low, i.High, row, style, 2.5, drop: drop);
            chart.AddMark(figure.Percent, row, style, 9, drop);
        }
    }

    private static void WriteArms(Html html, StudyComparison comparison)
    {
        var table = new HtmlTable(
            $"Test {comparison.Measure} of every arm in both studies",
            new("Arm", IsText: true), new(comparison.A), new(comparison.B), new("Difference, points"));
        foreach (var size in comparison.Arms.GroupBy(a => a.Size))
        {
            table.AddGroup(size.Key);
            foreach (var arm in size)
                table.AddRow(null, arm.Arm, Cell(arm.A), Cell(arm.B), Points(arm.DifferencePoints));
        }
        table.WriteTo(html);

        static Cell Cell(MeasureFigure? figure) => figure is null ? None : new Cell(html =>
        {
            html.Text(Percent(figure.Percent / 100));
            if (figure.IntervalPercent is { } i) html.Add("small", PercentInterval(i));
        });
    }

    private static void WriteVerdicts(Html html, StudyComparison comparison)
    {
        if (comparison.Verdicts.Count == 0) return;
        html.Add("h2", "Verdicts");
        var table = new HtmlTable(
            $"The comparisons of the family in both studies, in {PointsOf(comparison.Measure)}",
            new("Comparison", IsText: true), new(comparison.A, IsText: true), new(comparison.B, IsText: true));
        foreach (var size in comparison.Verdicts.GroupBy(v => v.Size))
        {
            table.AddGroup(size.Key);
            foreach (var v in size)
                table.AddRow(
                    null, new Cell(html => html.Text(v.Arm).Add("small", $"against {v.Against}")), Cell(v.A),
                    Cell(v.B));
        }
        table.WriteTo(html);

        static Cell Cell(ComparedVerdict? verdict) => verdict is null ? None : new Cell(html =>
        {
            html.Text($"{Points(verdict.Points)} {verdict.Verdict}");
            if (verdict.Interval is { } i) html.Add("small", Interval(i));
        });
    }

    private static IEnumerable<ContrastRecord> Family(StudyResults study) => study.Contrasts.Where(c => c.InFamily);
}
