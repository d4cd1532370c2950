using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports;

/// <summary>The study's finding in plain words, computed from the main table.</summary>
internal static class Finding
{
    /// <summary>Factor of steps from which the paragraph calls a comparison unequal.</summary>
    private const double UnequalFrom = 1.05;

    /// <summary>The sizes in the order of the finding: the smallest first, where the article sees its effect.</summary>
    public static IEnumerable<SizeRecord> Order(StudyResults results) => results.Sizes.OrderBy(s => s.Images);

    /// <summary>What was found at one training set size, as one paragraph.</summary>
    public static string Of(StudyResults results, SizeRecord size)
    {
        var arms = results.Arms.Where(a => a.Size == size.Name).ToList();
        if (arms.FirstOrDefault(a => a.GainPoints is null) is not { } real)
            return $"No classifier was trained on the {Count(size.Images)} real images of “{size.Name}” alone, so "
                + "there is nothing to compare with.";
        var synthetic = arms.Where(a => a.SyntheticImages > 0 && a.GainPoints is not null).ToList();
        var told = Told(synthetic);
        var control = arms.FirstOrDefault(a => a.IsControl);
        IEnumerable<string> sentences =
        [
            Baseline(size, real), .. Gains(told), .. Steps(real, control, told),
            .. Control(control, told), .. Remainder(told), .. Leaks(synthetic, told),
        ];
        return string.Join(' ', sentences);
    }

    /// <summary>
    /// The article's gain and ours under its protocol, without an explanation: the decomposition gives it.
    /// </summary>
    public static string OfArticle(StudyResults results, SizeRecord size)
    {
        var arms = results.Arms.Where(a => a.Size == size.Name).ToList();
        if (arms.FirstOrDefault(a => a.GainPoints is null) is not { } real) return Of(results, size);
        return string.Join(
            ' ', [Baseline(size, real),
            .. Gains(Told([.. arms.Where(a => a.SyntheticImages > 0 && a.GainPoints is not null)]))]);
    }

    /// <summary>
    /// The arms that the paragraph follows: those with an article's figure, else those without a leak, else all.
    /// </summary>
    private static List<ArmRow> Told(List<ArmRow> synthetic)
    {
        var article = synthetic.Where(a => a.ArticleGainPoints is not null).ToList();
        var clean = synthetic.Where(a => !a.Leaky).ToList();
        return article.Count > 0 ? article : clean.Count > 0 ? clean : synthetic;
    }

    private static string Baseline(SizeRecord size, ArmRow real) =>
        $"Trained on {Count(size.Images)} real images alone (“{size.Name}”), the classifier gets "
            + $"{Percent(real.Accuracy)} of the test images right"
        + (real.ArticleAccuracy is { } article ? $"; the article's got {Percent(article)}." : ".");

    private static IEnumerable<string> Gains(List<ArmRow> told)
    {
        if (told.Count == 0)
        {
            yield return "No arm with synthetic images was run at this size.";
            yield break;
        }
        if (told.Any(a => a.ArticleGainPoints is not null))
            yield return $"Adding synthetic images, the article gained {List(told, a => a.ArticleGainPoints)} points.";
        yield return $"Under the article's protocol this study measured {List(told, a => a.GainPoints)} points.";
    }

    private static IEnumerable<string> Steps(ArmRow real, ArmRow? control, List<ArmRow> told)
    {
        var steps = told.Select(a => a.Steps).DefaultIfEmpty(0).Max();
        if (real.Steps == 0 || steps < UnequalFrom * real.Steps) yield break;
        yield return $"But those classifiers were also trained for {OneDecimal((double)steps / real.Steps)} times as "
            + "many optimiser steps.";
        if (control is null)
            yield return "No step-matched control was run, so the gain mixes the effect of the images with that of "
                + "longer training.";
    }

    private static IEnumerable<string> Control(ArmRow? control, List<ArmRow> told)
    {
        if (control is null) yield break;
        // A share of a gain that is not above zero means nothing.
        var gains = control.GainPoints > 0 ? told.Where(a => a.GainPoints > 0).ToList() : [];
        yield return $"Real images alone, trained for {Count(control.Steps)} steps (the control), "
            + $"change the accuracy by {Points(control.GainPoints)} points"
            + (gains.Count == 0 ? "." : ", which is " + Join(gains.Select(a => control.GainPoints >= a.GainPoints
                ? $"all of the gain of {Name(a)}"
                : $"{Share(control.GainPoints / a.GainPoints)} of the gain of {Name(a)}")) + ".");
    }

    private static IEnumerable<string> Remainder(List<ArmRow> told)
    {
        var rest = told.Where(a => a.GainOverControlPoints is not null).ToList();
        if (rest.Count == 0) yield break;
        yield return "What is left for the synthetic images at equal steps is "
            + $"{List(rest, a => a.GainOverControlPoints)} points.";
    }

    private static IEnumerable<string> Leaks(List<ArmRow> synthetic, List<ArmRow> told)
    {
        var leaky = synthetic.Where(a => a.Leaky && a.GainOverControlPoints is not null).ToList();
        if (leaky.Count == 0) yield break;
        yield return leaky.All(told.Contains)
            ? "Where marked leaky, that includes what the extra real images are worth that only the GAN saw."
            : "With GANs that saw more real images than the classifier (leaky), "
                + $"{List(leaky, a => a.GainOverControlPoints)} points are left, which includes what those extra "
                + "images are worth.";
    }

    private static string List(IEnumerable<ArmRow> arms, Func<ArmRow, double?> points) =>
        Join(arms.Select(a => $"{Points(points(a))}\u00A0({Name(a)})"));

    private static string Name(ArmRow arm) => arm.Leaky ? $"{arm.Arm}, leaky" : arm.Arm;

    private static string Join(IEnumerable<string> parts)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
