using Mintage.Reports.Charts;
using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Learning curves: accuracy and loss by optimiser step, a line per arm.</summary>
internal static class CurvesSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add(
            "p", "Against optimiser steps, not epochs: an epoch of an arm with synthetic images has more steps, and "
            + "a short line is a classifier that was given fewer of them. Solid: the test images, which the article "
            + "calls validation. Dashed: the training batches, measured while training. The curves are shown; "
            + "nothing was chosen by them.");
        for (var i = 0; i < study.Results.Sizes.Count; i++) Write(html, study, study.Results.Sizes[i], i);
    }

    private static void Write(Html html, ReportContext study, SizeRecord size, int index)
    {
        var curves = study.WholeFits(size.Name).GroupBy(f => (f.Arm, f.Leaky))
            .Select(g => (Style: study.Styles[g.Key.Arm, g.Key.Leaky], g.Key.Arm, g.Key.Leaky, Points: Mean(g)))
                .ToList();
        html.Add("h3", $"{size.Name}: {Count(size.Images)} real images");
        if (curves.All(c => c.Points.Count == 0))
        {
            html.Add("p", "No learning curve was recorded at this size.");
            return;
        }
        var points = curves.SelectMany(c => c.Points).ToList();
        var steps = Axis.Linear("optimiser steps", points.Select(p => (double)p.Steps), fromZero: true);
        var accuracy = new Chart(steps, Axis.Accuracy("accuracy, % (stretched towards 100)",
            points.SelectMany(p => new[] { p.Accuracy * 100, p.TrainAccuracy * 100 })));
        var loss =
            new Chart(
                steps, Axis.Log(
                    "cross-entropy, nats (logarithmic)", points.SelectMany(p => new[] { p.Loss, p.TrainLoss })));
        foreach (var curve in curves)
        {
            accuracy.AddLine(
                curve.Points.Select(p => ((double)p.Steps, p.TrainAccuracy * 100)), curve.Style, Stroke.Dashed);
            accuracy.AddLine(curve.Points.Select(p => ((double)p.Steps, p.Accuracy * 100)), curve.Style, Stroke.Solid);
            loss.AddLine(curve.Points.Select(p => ((double)p.Steps, p.TrainLoss)), curve.Style, Stroke.Dashed);
            loss.AddLine(curve.Points.Select(p => ((double)p.Steps, p.Loss)), curve.Style, Stroke.Solid);
        }
        using (html.In("figure"))
        {
            html.Add("figcaption", $"Learning curves at size {size.Name}"
                + (study.Results.Replicates > 1 ? ", means over replicates" : ""));
            Legend.Write(html, curves.Select(c => new LegendEntry(c.Style, Badges.Named(c.Arm, c.Leaky))));
            using (html.In("div", ("class", "pair")))
            {
                accuracy.Write(
                    html, $"curve-accuracy-{index}", $"Training and test accuracy by optimiser step, size {size.Name}");
                loss.Write(html, $"curve-loss-{index}", $"Training and test loss by optimiser step, size {size.Name}");
            }
        }
    }

    /// <summary>The mean over replicates, epoch by epoch.</summary>
    private static List<EpochRecord> Mean(IEnumerable<FitRecord> fits) =>
        [.. fits.SelectMany(f => f.Figures.Curve).GroupBy(p => p.Epoch).OrderBy(g => g.Key).Select(g => new EpochRecord
        {
            Epoch = g.Key,
            Steps = (int)Math.Round(g.Average(p => p.Steps)),
            TrainAccuracy = g.Average(p => p.TrainAccuracy),
            TrainLoss = g.Average(p => p.TrainLoss),
            Accuracy = g.Average(p => p.Accuracy),
            Loss = g.Average(p => p.Loss),
        })];
}
