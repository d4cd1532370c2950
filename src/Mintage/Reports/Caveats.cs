using Mintage.Results;
using Mintage.Statistics;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports;

/// <summary>What a reader must hold against the finding, computed from the records; full sentences.</summary>
internal static class Caveats
{
    /// <summary>What limits the fair protocol beyond what the study says itself.</summary>
    public static IEnumerable<string> OfFair(StudyResults results) => [.. Diverged(results), .. Unhealthy(results)];

    /// <summary>What limits the article's protocol, where the fair one stands beside it.</summary>
    public static IEnumerable<string> OfArticle(StudyResults results) =>
        [.. Unfinished(results), .. Leaks(results), .. Pooled(results)];

    /// <summary>All that apply where the article's protocol stands alone, the weightiest first.</summary>
    public static IEnumerable<string> Of(StudyResults results) =>
        [.. Replicates(results), .. Unfinished(results), .. Leaks(results), .. Diverged(results), .. Unhealthy(results),
            .. Pooled(results)];

    private static IEnumerable<string> Replicates(StudyResults results)
    {
        yield return results.Replicates switch
        {
            <= 1 => "One replicate: one draw of the images and one seed. There is no interval and no verdict here; "
                + "another seed may move any of these figures by as much as the differences between them.",
            < JudgeOptions.LeastReplicates =>
                $"{results.Replicates} replicates: too few for a verdict. Means and standard deviations are shown, no "
                + "test.",
            _ => $"Figures are means over {results.Replicates} replicates. This page shows their spread; it makes no "
                + "test and gives no verdict.",
        };
    }

    private static IEnumerable<string> Unfinished(StudyResults results) => results.Arms
        .Where(a => a.Replicates < results.Replicates)
        .Select(a => $"Of “{a.Arm}” at size “{a.Size}”, {a.Replicates} of {results.Replicates} replicates finished.");

    private static IEnumerable<string> Leaks(StudyResults results)
    {
        foreach (var group in results.Arms.Where(a => a.Leaky).GroupBy(a => (a.Size, a.RealImages)))
        {
            var seen = results.Gans.Where(g => g.Leaky && g.Size == group.Key.Size).Select(g => g.TrainingImages)
                .DefaultIfEmpty(0).Max();
            yield return $"Rows marked leaky at size “{group.Key.Size}”: their GANs "
                + (seen > 0
                    ? $"were trained on {Count(seen)} real images"
                    : "saw real images outside the training part")
                + $" while the classifier has {Count(group.Key.RealImages)}. Such a gain is partly the worth of those "
                    + "extra real images.";
        }
    }

    private static IEnumerable<string> Diverged(StudyResults results) => results.Gans
        .Where(g => g.Figures.Divergence is not null)
        .Select(g => $"The GAN “{g.Name}” at size “{g.Size}” (replicate {g.Replicate + 1}{g.MemberText}) diverged; "
            + "its images come from its last finite checkpoint.");

    /// <summary>One sentence for each GAN; all of them are among the notes.</summary>
    private static IEnumerable<string> Unhealthy(StudyResults results)
    {
        foreach (var gan in results.Gans.GroupBy(g => (g.Name, g.Size)))
        {
            var warned = gan.Where(g => g.Figures.Warnings.Count > 0).ToList();
            if (warned.Count == 0) continue;
            yield return $"The training of the GAN “{gan.Key.Name}” at size “{gan.Key.Size}” was unhealthy in "
                + $"{Replicates(warned)} of {Replicates(gan)} replicates; in replicate "
                + $"{warned[0].Replicate + 1}{warned[0].MemberText}: {string.Join(" ", warned[0].Figures.Warnings)}";
        }
    }

    private static int Replicates(IEnumerable<GanRecord> gans) => gans.Select(g => g.Replicate).Distinct().Count();

    private static IEnumerable<string> Pooled(StudyResults results)
    {
        if (results.FoldTable.Any(f => f.Pooled))
        {
            yield return "Rows of the k-fold table marked pooled are validated on images that their GANs or synthetic "
                + "images have seen, as in the article. They cannot confirm the main table.";
        }
    }
}
