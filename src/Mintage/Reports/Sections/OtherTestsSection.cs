using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Tests that describe and do not decide, folded away.</summary>
internal static class OtherTestsSection
{
    /// <summary>True where there are any.</summary>
    public static bool HasRows(ReportContext study) => study.Results.Contrasts.Any(c => c.Descriptive is not null);

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add("p", "None of these tests decides anything on this page. Each leaves out a part of the uncertainty, or needs more replicates than studies have: McNemar's test takes two trained classifiers as "
            + "given, and says nothing of other draws or seeds; Wilcoxon's test and the bootstrap over replicates take the test images as given"
            + Smallest(study.Results) + "; the intervals of a bootstrap are too narrow with few replicates. "
            + "They stand here because readers look for them, and to show where they agree.");
        using (html.In("details"))
        {
            html.Add("summary", "McNemar, Wilcoxon and bootstrap");
            var contrasts = study.Results.Contrasts.Where(c => c.Descriptive is not null).ToList();
            WriteReplicateTests(html, study, contrasts);
            if (contrasts.Any(c => c.Descriptive!.McNemar.Count > 0)) WriteMcNemar(html, study, contrasts);
        }
    }

    /// <summary>Two of the 2^R equally likely patterns of signs are as extreme as all of one sign.</summary>
    private static string Smallest(StudyResults results) => results.Replicates is >= 2 and <= 20
        ? $", and Wilcoxon's p cannot fall below {2 / Math.Pow(2, results.Replicates):0.####} with {results.Replicates} replicates"
        : "";

    private static void WriteReplicateTests(Html html, ReportContext study, List<ContrastRecord> contrasts)
    {
        var table = new HtmlTable("Tests over replicates", new("Comparison", IsText: true), new("Difference, points"), new("Wilcoxon, p"),
            new("Bootstrap over replicates and images, 95 %"), new("Bootstrap over replicates (BCa), 95 %"));
        foreach (var c in Grouped(study, contrasts, table))
        {
            table.AddRow(null, ContrastTable.Named(c), Points(c.EstimatePoints), PValue(c.Descriptive!.WilcoxonPValue),
                Interval(c.Descriptive.BootstrapPoints), Interval(c.Descriptive.BootstrapBcaPoints));
        }
        table.WriteTo(html);
    }

    private static void WriteMcNemar(Html html, ReportContext study, List<ContrastRecord> contrasts)
    {
        var table = new HtmlTable("McNemar's test, one replicate at a time, without a correction for their number", new("Comparison", IsText: true),
            new("Replicate"), new("Only the arm right"), new("Only the control right"), new("Exact p"), new("p of χ² with continuity correction"));
        foreach (var c in Grouped(study, contrasts, table))
        {
            foreach (var test in c.Descriptive!.McNemar)
            {
                table.AddRow(null, ContrastTable.Named(c), $"{test.Replicate + 1}", Count(test.OnlyArmRight), Count(test.OnlyAgainstRight),
                    PValue(test.ExactPValue), PValue(test.CorrectedPValue));
            }
        }
        table.WriteTo(html);
    }

    /// <summary>The comparisons in the order of sizes; the table gets a line before each size's first.</summary>
    private static IEnumerable<ContrastRecord> Grouped(ReportContext study, List<ContrastRecord> contrasts, HtmlTable table)
    {
        foreach (var size in study.Results.Sizes)
        {
            var rows = contrasts.Where(c => c.Size == size.Name).ToList();
            if (rows.Count > 0) table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var contrast in rows) yield return contrast;
        }
    }
}
