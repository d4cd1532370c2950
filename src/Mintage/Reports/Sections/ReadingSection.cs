using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>How to read the page, and what it can and cannot show.</summary>
internal static class ReadingSection
{
    /// <summary>Two-sided 95 % point of the standard normal distribution.</summary>
    private const double Normal95 = 1.959964;

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        WriteWords(html, study);
        html.Add("h3", "What this page can show");
        WriteList(html, Powers(study));
        html.Add("h3", "What it cannot show");
        WriteList(html, Limits(study));
    }

    private static IEnumerable<string> Powers(ReportContext study)
    {
        if (study.HasFair)
            yield return "Whether synthetic images help this classifier on this data set at equal steps"
                + (study.HasIntervals ? ", by how much, and how sure that is." : ": by how much in one replicate.");
        if (!study.HasArticle) yield break;
        var published = study.Results.Arms.Any(a => a.ArticleGainPoints is not null);
        if (published)
            yield return "Whether the article's gain appears when its steps are followed with this software.";
        yield return $"How much of {(published ? "that gain" : "a gain under the article's protocol")} the "
            + "step-matched control gives without one synthetic image.";
        if (HasLeaky(study))
            yield return "Whether a gain comes with a GAN that saw more real images than the classifier: those rows "
                + "are marked leaky.";
    }

    private static bool HasLeaky(ReportContext study) =>
        study.Results.Arms.Any(a => a.Leaky) || study.Results.Gans.Any(g => g.Leaky);

    private static void WriteWords(Html html, ReportContext study)
    {
        using (html.In("dl"))
        {
            Define(html, "Arm", "One way to train the classifier: its images and its number of optimiser steps. "
                + "The network is the same in all arms of a size, unless the arm's description says otherwise.");
            Define(html, "Control", study.HasFair
                ? "The arm that another one is set beside: it differs by what the comparison is about, and by nothing "
                    + "else."
                : "The same real images, as many steps as the arms with synthetic images, and no synthetic image. It "
                    + "shows what longer training does by itself, and is the row to compare with.");
            if (study.HasFair)
            {
                foreach (var (word, meaning) in FairReading.Words(study.Results)) Define(html, word, meaning);
            }
            Define(html, "Points", "Percentage points: from 93.05 % to 96.26 % is +3.21 points.");
            if (HasLeaky(study))
                Define(
                    html, "Leaky", Badges.LeakyMeaning
                    + (study.HasFair ? " The fair protocol refuses such arms." : ""));
            if (study.Results.Arms.Any(a => a.ArticleAccuracy is not null))
                Define(html, "Article's columns", "What the article prints. Its network and random draws are not "
                    + "ours, so its levels differ; compare the gains. A dash is a figure that it does not state.");
        }
    }

    private static IEnumerable<string> Limits(ReportContext study)
    {
        var results = study.Results;
        if (results.Replicates <= 1)
            yield return "Whether any difference would come back with another seed: one replicate gives no interval "
                + "and no verdict.";
        else if (!study.HasFair)
            yield return $"A verdict: the figures are means over {results.Replicates} replicates, without a test.";
        else if (study.HasArticle)
            yield return "A verdict from the article's protocol: its tables have means over replicates, without a "
                + "test.";
        if (TestNoise(results) is { } noise) yield return noise;
        yield return "Anything about other images: what holds for this data set and this network may not hold for "
            + "yours.";
        if (results.Scores.Count > 0)
            yield return "A comparison with published FID values, unless a measure here is itself called FID.";
        if (results.FoldTable.Any(f => f.Pooled))
            yield return "Anything from pooled folds that the main table does not show: their validation images were "
                + "seen.";
    }

    private static string? TestNoise(StudyResults results)
    {
        var real = results.Arms.FirstOrDefault(a => a.GainPoints is null);
        if (real is null || results.Data.TestCount == 0 || !double.IsFinite(real.Accuracy)) return null;
        var half = 100 * Normal95 * Math.Sqrt(real.Accuracy * (1 - real.Accuracy) / results.Data.TestCount);
        return $"The last tenths of a point: {Count(results.Data.TestCount)} test images place an accuracy of "
            + $"{Percent(real.Accuracy)} within about ±{Spread(half)} points (95 %, sampling of test images only). "
            + "Differences between arms are measured on the same images and vary less by that, but draws of training "
            + "images and seeds come on top.";
    }

    private static void Define(Html html, string word, string meaning) => html.Add("dt", word).Add("dd", meaning);

    private static void WriteList(Html html, params IEnumerable<string> items)
    {
        using (html.In("ul"))
            foreach (var item in items) html.Add("li", item);
    }
}
