using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// Dose and response: the study's measure against synthetic images per real image, a series per GAN, at equal steps.
/// </summary>
internal static class DoseSection
{
    private const double Apart = 9;

    private static readonly SeriesStyle Real = new(SeriesStyle.Ink, Mark.Circle);

    /// <summary>True where some arm has a dose.</summary>
    public static bool HasPoints(ReportContext study) => study.Results.FairArms.Any(IsDosed);

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add(
            "p", "A dose is the number of synthetic images per real image. All doses get the same optimiser steps, "
            + "so a larger dose also takes a larger share of every batch from the real images (column Share above). "
            + "Dose 0 is the arm real. These points are shown, not tested.");
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"Test {study.Measure} by dose (synthetic images per real image)"
                + (study.HasIntervals ? $", with 95 % intervals {study.IntervalScope}" : "")
                + ". Points of several GANs at one dose stand side by side. The axis is logarithmic above "
                + "zero.");
            var gans = study.Results.FairArms.Where(IsDosed).Select(a => a.Gan!).Distinct().ToList();
            Legend.Write(
                html, [.. gans.Select(g => new LegendEntry(study.Styles[g, false], g)),
                new(Real, "real (dose 0)", Stroke.Dashed)]);
            using (html.In("div", ("class", "pair")))
            {
                for (var i = 0; i < study.Results.Sizes.Count; i++)
                    WriteChart(html, study, study.Results.Sizes[i], $"dose-{i}");
            }
        }
    }

    private static bool IsDosed(FairArmRow arm) => arm is { Dose: not null, Gan: not null };

    private static void WriteChart(Html html, ReportContext study, SizeRecord size, string id)
    {
        var arms = study.FairArmsOf(size);
        var dosed = arms.Where(IsDosed).ToList();
        if (dosed.Count == 0) return;
        var real = arms.FirstOrDefault(a => a.Arm == "real");
        List<FairArmRow> shown = real is null ? dosed : [real, .. dosed];
        var chart =
            new Chart(
                Axis.FromZeroUp(
                    "synthetic images per real image", [0, .. dosed.Select(a => a.Dose!.Value)], d => Dose(d)),
            Axis.Around($"test {study.Measure}, %", shown.Select(Value), shown.Select(Interval)));
        if (real is not null)
        {
            chart.AddHorizontal(Value(real), Stroke.Dashed);
            chart.AddSeries([new(0, Value(real), Interval(real))], Real, 0);
        }
        var series = dosed.GroupBy(a => a.Gan!).ToList();
        for (var i = 0; i < series.Count; i++)
        {
            var points = series[i].OrderBy(a => a.Dose)
                .Select(a => new IntervalPoint(a.Dose!.Value, Value(a), Interval(a)));
            chart.AddSeries(points, study.Styles[series[i].Key, false], (i - ((series.Count - 1) / 2.0)) * Apart);
        }
        using (html.In("div"))
        {
            html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
            chart.Write(
                html, id,
                $"Test {study.Measure} by dose of synthetic images at size {size.Name}; the figures are in the "
                + "table of arms at equal steps.");
        }

        double Value(FairArmRow arm) => arm.Of(study.Measure);

        PointsInterval? Interval(FairArmRow arm) => arm.IntervalOf(study.Measure);
    }
}
