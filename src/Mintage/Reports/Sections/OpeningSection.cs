using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Title, banner and finding: what a reader takes away who reads nothing else.</summary>
internal static class OpeningSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var (results, data) = (study.Results, study.Results.Data);
        using (html.In("header"))
        {
            html.Add("h1", "Do synthetic images help the classifier?");
            html.Add(
                "p", $"Data set {data.Name} · plan “{results.Profile}” · {string.Join(" and ", results.Protocols)} "
                + "protocol"
                + (results.Protocols.Count == 1 ? "" : "s")
                + $" · {Plural(results.Replicates, "replicate")} · seed {results.Seed}", ("class", "byline"));
        }
        if (results.PlumbingOnly) WriteBanner(html);
        using (html.In("section", ("id", "finding"), ("aria-label", "Finding")))
        {
            if (study.HasFair) WriteFair(html, study);
            else WriteArticle(html, results);
        }
    }

    private static void WriteFair(Html html, ReportContext study)
    {
        VerdictList.Write(html, study);
        using (html.In("div", ("class", "pair")))
        {
            VerdictList.WriteControls(html, study.Results);
            VerdictList.WriteLimits(html, study.Results);
        }
        if (!study.HasArticle) return;
        html.Add("h2", "The article's gain, and where it comes from");
        foreach (var size in Finding.Order(study.Results))
        {
            var parts = study.Results.Decompositions.Where(d => d.Size == size.Name).ToList();
            html.Add("p", parts.Count > 0 ? Finding.OfArticle(study.Results, size) : Finding.Of(study.Results, size));
            WriteDecompositions(html, parts);
        }
        WriteList(html, Caveats.OfArticle(study.Results));
    }

    private static void WriteDecompositions(Html html, List<DecompositionRecord> decompositions)
    {
        if (decompositions.Count == 0) return;
        using (html.In("ul"))
        {
            foreach (var decomposition in decompositions)
            {
                using (html.In("li"))
                {
                    html.Text(decomposition.Sentence);
                    Badges.Leaky(html, decomposition.Leaky);
                }
            }
        }
    }

    private static void WriteArticle(Html html, StudyResults results)
    {
        var lead = "lead";
        foreach (var size in Finding.Order(results))
        {
            html.Add("p", Finding.Of(results, size), ("class", lead));
            lead = null;
        }
        html.Add("h2", "Before you rely on it");
        WriteList(html, Caveats.Of(results));
    }

    private static void WriteList(Html html, IEnumerable<string> items)
    {
        var all = items.ToList();
        if (all.Count == 0) return;
        using (html.In("ul"))
            foreach (var item in all) html.Add("li", item);
    }

    private static void WriteBanner(Html html)
    {
        using (html.In("div", ("class", "banner"), ("role", "note")))
        {
            html.Add("strong", "Plumbing only: no figure on this page is a result.");
            html.Add("p", "This run was too small to say anything about GANs. It shows that every part of the study "
                + "works together, and nothing else. Run a larger plan before you read the tables.");
        }
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";
}
