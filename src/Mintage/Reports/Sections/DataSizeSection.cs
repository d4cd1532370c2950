using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>What the number of real images changes: the measure of each arm, and what is left to gain.</summary>
internal static class DataSizeSection
{
    private const double Apart = 9;

    /// <summary>True where arms were run at more than one size.</summary>
    public static bool HasPoints(ReportContext study) =>
        study.Results.Sizes.Where(s => study.Results.FairArms.Any(a => a.Size == s.Name)).Select(s => s.Images)
            .Distinct().Count() > 1;

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var sizes = Finding.Order(study.Results).ToList();
        html.Add(
            "p", "Few real images leave the most to gain. Each size may have a classifier of its own, so compare "
            + "arms within a size, and sizes by their differences.");
        using (html.In("div", ("class", "pair")))
        {
            WriteAccuracies(html, study, sizes);
            if (study.Results.Contrasts.Any(c => c.InFamily && c.Shown() is not null))
                WriteDifferences(html, study, sizes);
        }
    }

    private static void WriteAccuracies(Html html, ReportContext study, List<SizeRecord> sizes)
    {
        // Real, classical and each GAN alone; doses, bounds and further controls are in the table.
        var arms = study.Results.FairArms.Where(a => a.Arm is "real" or "classical" || a.Arm == a.Gan).ToList();
        var chart = new Chart(
            Images(sizes), Axis.Accuracy($"test {study.Measure}, % (stretched towards 100)", Ends(study, arms)));
        var lines = arms.GroupBy(a => a.Arm).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var points =
                sizes.Join(lines[i], s =>
                s.Name, a => a.Size, (s, a) => new IntervalPoint(
                    s.Images, a.Of(study.Measure), a.IntervalOf(study.Measure)));
            chart.AddSeries(points, study.Styles.Of(lines[i].First()), Aside(i, lines.Count));
        }
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Test {study.Measure} at equal steps by number of real images (logarithmic)"
                + (study.HasIntervals ? ", with 95 % intervals." : "."));
            Legend.Write(html, lines.Select(l => new LegendEntry(study.Styles.Of(l.First()), l.Key)));
            chart.Write(
                html, "size-accuracy",
                $"Test {study.Measure} by number of real images; the figures are in the table of arms at equal steps.");
        }
    }

    private static void WriteDifferences(Html html, ReportContext study, List<SizeRecord> sizes)
    {
        var all = study.Results.Contrasts.Where(c => c.InFamily && c.Shown() is not null).ToList();
        var differences =
            Axis.Around(
                $"difference, {study.Points}", [.. all.Select(c => c.Shown()!.Value), 0],
                all.Select(c => c.SimultaneousPoints));
        var chart = new Chart(Images(sizes), differences);
        chart.AddHorizontal(0, Stroke.Solid);
        var entries = new List<LegendEntry>();
        var pairs = all.GroupBy(c => (c.Arm, c.Against)).ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (arm, against) = pairs[i].Key;
            // Arms of one GAN share its colour and mark; those with classical augmentation differ by the broken line.
            var (style, stroke) = (StyleOf(study, arm), against == "real" ? Stroke.Solid : Stroke.Dashed);
            entries.Add(new(style, $"{arm} against {against}", stroke));
            var points =
                sizes.Join(pairs[i], s =>
                s.Name, c => c.Size, (s, c) => new IntervalPoint(s.Images, c.Shown()!.Value, c.SimultaneousPoints));
            chart.AddSeries(points, style, Aside(i, pairs.Count), stroke);
        }
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Difference in {study.Measure} between arm and control by number of real images"
                + (all.Any(c => c.SimultaneousPoints is not null) ? ", with simultaneous intervals." : "."));
            Legend.Write(html, entries);
            chart.Write(
                html, "size-difference",
                "Difference between arm and control by number of real images; the figures are in the table of "
                + "comparisons.");
        }
    }

    /// <summary>
    /// The measure and the ends of their intervals, but for ends so far out that they would take all of a stretched
    /// axis.
    /// </summary>
    private static IEnumerable<double> Ends(ReportContext study, List<FairArmRow> arms)
    {
        var values = arms.Select(a => a.Of(study.Measure)).Where(double.IsFinite).ToList();
        if (values.Count == 0) return [];
        var (least, most) = (values.Min() - (values.Max() - values.Min()), values.Max() + ((100 - values.Max()) / 2));
        return [.. values, .. arms.Select(a => a.IntervalOf(study.Measure)).OfType<PointsInterval>()
            .SelectMany(i => new[] { Math.Max(i.Low, least), Math.Min(i.High, most) })];
    }

    private static Axis Images(List<SizeRecord> sizes) =>
        Axis.LogAt("real training images (logarithmic)", sizes.Select(s => (double)s.Images), n => Count((int)n));

    private static double Aside(int index, int count) => (index - ((count - 1) / 2.0)) * Apart;

    private static SeriesStyle StyleOf(ReportContext study, string arm) =>
        study.Results.FairArms.FirstOrDefault(a => a.Arm == arm) is { } row
            ? study.Styles.Of(row)
            : new(SeriesStyle.Grey, Mark.Diamond);
}
