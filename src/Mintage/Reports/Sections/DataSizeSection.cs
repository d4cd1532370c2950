using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>What the number of real images changes: accuracies, and what is left to gain.</summary>
internal static class DataSizeSection
{
    private const double Apart = 9;

    /// <summary>True where arms were run at more than one size.</summary>
    public static bool HasPoints(ReportContext study) => study.Results.FairArms.Select(a => a.Size).Distinct().Count() > 1;

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var sizes = Finding.Order(study.Results).ToList();
        html.Add("p", "Few real images leave the most to gain. Each size may have a classifier of its own, so compare arms within a size, "
            + "and sizes by their differences.");
        using (html.In("div", ("class", "pair")))
        {
            WriteAccuracies(html, study, sizes);
            if (study.Results.Contrasts.Any(c => c.InFamily && Estimate(c) is not null)) WriteDifferences(html, study, sizes);
        }
    }

    private static void WriteAccuracies(Html html, ReportContext study, List<SizeRecord> sizes)
    {
        // Arms that stand alone or with classical augmentation; doses, bounds and controls are in the table.
        var lines = study.Results.FairArms.Where(a => a.Arm is "real" or "classical" || a.Arm == a.Gan).GroupBy(a => a.Arm)
            .Select(g => (Name: g.Key, Style: study.Styles.Of(g.First()), Arms: g.ToDictionary(a => a.Size))).ToList();
        var images = Images(sizes);
        var accuracy = Axis.Accuracy("test accuracy, % (stretched towards 100)",
            lines.SelectMany(l => l.Arms.Values).SelectMany(a => new[] { a.Accuracy * 100, a.AccuracyPercent?.Low ?? double.NaN, a.AccuracyPercent?.High ?? double.NaN }));
        var chart = new Chart(images, accuracy);
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, aside) = (lines[i], Aside(i, lines.Count));
            var points = sizes.Where(s => line.Arms.ContainsKey(s.Name)).Select(s => (s.Images, Arm: line.Arms[s.Name])).ToList();
            chart.AddShiftedLine(points.Select(p => ((double)p.Images, p.Arm.Accuracy * 100)), line.Style, aside);
            foreach (var (count, arm) in points)
            {
                if (arm.AccuracyPercent is { } interval) chart.AddUprightInterval(count, interval.Low, interval.High, line.Style, aside);
                chart.AddShiftedMark(count, arm.Accuracy * 100, line.Style, 8, aside);
            }
        }
        using (html.In("figure"))
        {
            html.Add("figcaption", "Test accuracy at equal steps by number of real images (logarithmic), with 95 % intervals.");
            Legend.Write(html, lines.Select(l => new LegendEntry(l.Style, l.Name)));
            chart.Write(html, "size-accuracy", "Test accuracy by number of real images; the figures are in the table of arms at equal steps.");
        }
    }

    private static void WriteDifferences(Html html, ReportContext study, List<SizeRecord> sizes)
    {
        var family = study.Results.Contrasts.Where(c => c.InFamily && Estimate(c) is not null).GroupBy(c => (c.Arm, c.Against)).ToList();
        var differences = Axis.Differences("difference, points", family.SelectMany(g => g).Select(c => Estimate(c)!.Value)
            .Concat([-study.Results.RelevantPoints, study.Results.RelevantPoints]),
            family.SelectMany(g => g).Select(c => c.SimultaneousPoints).OfType<PointsInterval>().SelectMany(i => new[] { i.Low, i.High }));
        var chart = new Chart(Images(sizes), differences);
        chart.AddBandAcross(-study.Results.RelevantPoints, study.Results.RelevantPoints);
        chart.AddStrokeAcross(0);
        var entries = new List<LegendEntry>();
        for (var i = 0; i < family.Count; i++)
        {
            var (style, aside) = (StyleOf(study, family[i].Key.Arm), Aside(i, family.Count));
            // Arms of one GAN share its colour and mark; those with classical augmentation differ by the broken line.
            var stroke = family[i].Key.Against == "real" ? Stroke.Solid : Stroke.Dashed;
            entries.Add(new(style, $"{family[i].Key.Arm} against {family[i].Key.Against}", stroke));
            var points = sizes.Join(family[i], s => s.Name, c => c.Size, (s, c) => (X: (double)s.Images, Contrast: c)).ToList();
            chart.AddShiftedLine(points.Select(p => (p.X, Estimate(p.Contrast)!.Value)), style, aside, stroke);
            foreach (var (x, contrast) in points)
            {
                if (contrast.SimultaneousPoints is { } interval) chart.AddUprightInterval(x, interval.Low, interval.High, style, aside);
                chart.AddShiftedMark(x, Estimate(contrast)!.Value, style, 8, aside);
            }
        }
        using (html.In("figure"))
        {
            html.Add("figcaption", $"Difference between arm and control by number of real images, with simultaneous intervals. Shaded: ±{Spread(study.Results.RelevantPoints)} points.");
            Legend.Write(html, entries);
            chart.Write(html, "size-difference", "Difference between arm and control by number of real images; the figures are in the table of comparisons.");
        }
    }

    private static Axis Images(List<SizeRecord> sizes) => Axis.LogAt("real training images (logarithmic)", sizes.Select(s => (double)s.Images), n => Count((int)n));

    private static double Aside(int index, int count) => (index - ((count - 1) / 2.0)) * Apart;

    private static double? Estimate(ContrastRecord contrast) => contrast.Steps is null ? null : contrast.EstimatePoints;

    private static SeriesStyle StyleOf(ReportContext study, string arm) =>
        study.Results.FairArms.FirstOrDefault(a => a.Arm == arm) is { } row ? study.Styles.Of(row) : new(SeriesStyle.Grey, Mark.Diamond);
}
