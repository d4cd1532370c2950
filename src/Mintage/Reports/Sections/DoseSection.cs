using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Dose and response: accuracy against synthetic images per real image, a series per GAN, at equal steps.</summary>
internal static class DoseSection
{
    private const double Apart = 9;

    /// <summary>True where some arm has a dose.</summary>
    public static bool HasPoints(ReportContext study) => study.Results.FairArms.Any(IsDosed);

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add("p", "The number of optimiser steps is the same at every dose; what grows is the set of synthetic images that batches are drawn from. "
            + "Dose 0 is the arm real. If more synthetic images helped, the lines would rise. These points are shown, not tested.");
        using (html.In("figure"))
        {
            html.Add("figcaption", "Test accuracy by dose (synthetic images per real image), with 95 % intervals over replicates and test images. "
                + "Points of several GANs at one dose stand side by side. The axis is logarithmic above zero.");
            var gans = study.Results.FairArms.Where(IsDosed).Select(a => a.Gan!).Distinct().ToList();
            Legend.Write(html, [.. gans.Select(g => new LegendEntry(study.Styles[g, false], g)), new(Real, "real (dose 0)", Stroke.Dashed)]);
            using (html.In("div", ("class", "pair")))
            {
                for (var i = 0; i < study.Results.Sizes.Count; i++) WriteChart(html, study, study.Results.Sizes[i], $"dose-{i}");
            }
        }
    }

    private static readonly SeriesStyle Real = new(SeriesStyle.Ink, Mark.Circle);

    private static bool IsDosed(FairArmRow arm) => arm is { Dose: not null, Gan: not null };

    private static void WriteChart(Html html, ReportContext study, SizeRecord size, string id)
    {
        var arms = study.FairArmsOf(size);
        var dosed = arms.Where(IsDosed).ToList();
        if (dosed.Count == 0) return;
        var real = arms.FirstOrDefault(a => a.Arm == "real");
        List<FairArmRow> shown = real is null ? dosed : [real, .. dosed];
        var chart = new Chart(Axis.FromZeroUp("synthetic images per real image", [0, .. dosed.Select(a => a.Dose!.Value)], d => Dose(d)),
            Axis.Linear("test accuracy, %", shown.SelectMany(Values)));
        if (real is not null)
        {
            chart.AddHorizontal(real.Accuracy * 100, Real);
            AddPoint(chart, 0, real, Real, 0);
        }
        var series = dosed.GroupBy(a => a.Gan!).ToList();
        for (var i = 0; i < series.Count; i++)
        {
            var (style, aside) = (study.Styles[series[i].Key, false], (i - ((series.Count - 1) / 2.0)) * Apart);
            var points = series[i].OrderBy(a => a.Dose).ToList();
            chart.AddShiftedLine(points.Select(a => (a.Dose!.Value, a.Accuracy * 100)), style, aside);
            foreach (var arm in points) AddPoint(chart, arm.Dose!.Value, arm, style, aside);
        }
        using (html.In("div"))
        {
            html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
            chart.Write(html, id, $"Test accuracy by dose of synthetic images at size {size.Name}; the figures are in the table of arms at equal steps.");
        }
    }

    private static void AddPoint(Chart chart, double dose, FairArmRow arm, SeriesStyle style, double aside)
    {
        if (arm.AccuracyPercent is { } interval) chart.AddUprightInterval(dose, interval.Low, interval.High, style, aside);
        chart.AddShiftedMark(dose, arm.Accuracy * 100, style, 8, aside);
    }

    private static IEnumerable<double> Values(FairArmRow arm) =>
        [arm.Accuracy * 100, arm.AccuracyPercent?.Low ?? double.NaN, arm.AccuracyPercent?.High ?? double.NaN];
}
