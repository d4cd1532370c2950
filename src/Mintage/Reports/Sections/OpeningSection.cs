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
            html.Add("p", $"Data set {data.Name} · plan “{results.Profile}” · {string.Join(" and ", results.Protocols)} protocol · "
                + $"{Plural(results.Replicates, "replicate")} · seed {results.Seed}", ("class", "byline"));
        }
        if (results.PlumbingOnly) WriteBanner(html);
        using (html.In("section", ("id", "finding"), ("aria-label", "Finding")))
        {
            var lead = "lead";
            foreach (var size in Finding.Order(results))
            {
                html.Add("p", Finding.Of(results, size), ("class", lead));
                lead = null;
            }
            html.Add("h2", "Before you rely on it");
            using (html.In("ul"))
                foreach (var caveat in Caveats.Of(results)) html.Add("li", caveat);
        }
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
