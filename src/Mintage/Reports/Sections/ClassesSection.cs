using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>How many images each class has in each set.</summary>
internal static class ClassesSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var (results, data) = (study.Results, study.Results.Data);
        // The whole training set is shown also where no arm uses it: the reduced set is a part of it.
        var sets = results.Sizes.Where(s => s.Images < data.TrainCount).Select(s => (s.Name, Counts: s.ClassCounts))
            .Prepend((Name: data.RepeatedSplits ? "all images" : "all training images", Counts: data.TrainClassCounts))
            .Append((Name: "test", Counts: data.TestClassCounts)).ToList();
        var table =
            new HtmlTable("Images per class, and their share of the set"
            + (results.Replicates == 1 ? ""
                : data.RepeatedSplits
                    ? " (training and test parts of replicate 1)"
                    : " (training sets of replicate 1)"),
            [new("Class", IsText: true), .. sets.SelectMany(s => new Column[] { new(s.Name), new("share") })]);
        for (var c = 0; c < data.ClassNames.Count; c++)
            table.AddRow(null, [data.ClassNames[c], .. sets.SelectMany(s => Cells(s.Counts, c))]);
        table.AddRow("total", ["all", .. sets.SelectMany(s => new Cell[] { Count(s.Counts.Sum()), "" })]);
        table.WriteTo(html);
    }

    private static IEnumerable<Cell> Cells(IReadOnlyList<int> counts, int label)
    {
        if (label >= counts.Count) return [None, None];
        var all = counts.Sum();
        return [Count(counts[label]), all == 0 ? None : OneDecimal(100.0 * counts[label] / all) + "\u00A0%"];
    }
}
