using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>Rows of the article's main and k-fold tables from the fits of one size.</summary>
internal static class ArmTable
{
    /// <summary>Main table: arms in the order they were planned, means over replicates.</summary>
    public static IEnumerable<ArmRow> Rows(SizePlan size, IReadOnlyList<FitRecord> fits, bool publishedFigures)
    {
        var byArm = fits.GroupBy(f => f.Arm).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (arm, runs) in byArm)
        {
            var article = publishedFigures ? ArticleFigures.Of(size.Name, arm) : new ArticleFigure();
            var isReal = runs[0].Figures.SyntheticImages == 0;
            yield return new ArmRow
            {
                Size = size.Name,
                Arm = arm,
                Description = Describe(arm, runs[0], size),
                Leaky = runs[0].Leaky,
                IsControl = arm == ArticleArms.Control,
                Replicates = runs.Count,
                Steps = runs[0].Figures.Steps,
                RealImages = runs[0].Figures.RealImages,
                SyntheticImages = runs[0].Figures.SyntheticImages,
                Accuracy = runs.Average(r => r.Figures.Accuracy),
                AccuracyDeviation = Deviation(runs.Select(r => r.Figures.Accuracy)),
                TrainLoss = runs.Average(r => r.Figures.TrainLoss),
                TestLoss = runs.Average(r => r.Figures.Loss),
                GainPoints = arm == ArticleArms.Real ? null : MeanGain(runs, byArm.GetValueOrDefault(ArticleArms.Real)),
                GainOverControlPoints = isReal ? null : MeanGain(runs, byArm.GetValueOrDefault(ArticleArms.Control)),
                ArticleAccuracy = article.Accuracy,
                ArticleGainPoints = article.GainPoints,
                ArticleTrainLossChange = article.TrainLossChange,
                ArticleTestLossChange = article.TestLossChange,
            };
        }
    }

    /// <summary>k-fold table: folds are averaged within a replicate before replicates are.</summary>
    /// <param name="size">The size.</param>
    /// <param name="fits">Fits of folds at that size.</param>
    /// <param name="measure">The study's measure.</param>
    public static IEnumerable<FoldRow> FoldRows(SizePlan size, IReadOnlyList<FitRecord> fits, string measure)
    {
        return fits.GroupBy(f => (f.Protocol, f.Arm)).Select(g => new FoldRow
        {
            Size = size.Name,
            Arm = g.Key.Arm,
            Pooled = g.Key.Protocol == ArmRun.Article && g.First().Figures.SyntheticImages > 0,
            Nested = g.Key.Protocol == ArmRun.Fair,
            Leaky = g.First().Leaky,
            Folds = g.Count(),
            Steps = g.First().Figures.Steps,
            Accuracy = ByReplicate(g, f => f.Figures.Accuracy),
            AccuracyDeviation = Deviation(g.Select(f => f.Figures.Accuracy)),
            Loss = ByReplicate(g, f => f.Figures.Loss),
            RealAccuracy = g.Where(f => f.Figures.RealAccuracy is not null).ToList() is { Count: > 0 } withReal
                ? ByReplicate(withReal, f => f.Figures.RealAccuracy!.Value)
                : null,
            Measure = g.All(f => f.Measures.Count > 0)
                ? new MeasureFigure(measure, ByReplicate(g, Percent), null)
                {
                    DeviationPoints = Deviation(g.Select(Percent)),
                }
                : null,
        });

        double Percent(FitRecord fit) => fit.Measures.First(m => m.Measure == measure).Percent;
    }

    /// <summary>Standard deviation over values; null with fewer than two.</summary>
    public static double? Deviation(IEnumerable<double> values)
    {
        var all = values.ToList();
        if (all.Count < 2) return null;
        var mean = all.Average();
        return Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Count - 1));
    }

    private static double ByReplicate(IEnumerable<FitRecord> folds, Func<FitRecord, double> value) =>
        folds.GroupBy(f => f.Replicate).Average(r => r.Average(value));

    /// <summary>Mean over the replicates that both arms have of the difference of accuracies, in points.</summary>
    private static double? MeanGain(List<FitRecord> arm, List<FitRecord>? baseline)
    {
        var pairs =
            arm.Join(baseline ?? [], a =>
            a.Replicate, b => b.Replicate, (a, b) => 100 * (a.Figures.Accuracy - b.Figures.Accuracy)).ToList();
        return pairs.Count == 0 ? null : pairs.Average();
    }

    private static string Describe(string arm, FitRecord run, SizePlan size) => arm switch
    {
        ArticleArms.Real => $"{run.Figures.RealImages:N0} real images, {size.Epochs} epochs: the article's baseline",
        ArticleArms.Control =>
            $"{run.Figures.RealImages:N0} real images, as many steps as the augmented arms: the control",
        _ => $"{run.Figures.RealImages:N0} real and {run.Figures.SyntheticImages:N0} synthetic images, {size.Epochs} "
            + $"epochs{(run.Leaky ? "; the GAN saw all training images" : "")}",
    };
}
