using System.Xml.Linq;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class FairSectionsTests
{
    private static readonly StudyResults Sample = SampleFair.Create() with { Gans = [] };
    private static readonly Page SamplePage = Page.Of(Sample);

    [Fact]
    public void The_table_of_comparisons_has_the_figures_of_each()
    {
        var rows = Tables("contrasts")[0].Descendants("tr").Where(r => r.Element("th")?.Attribute("scope")?.Value == "row").ToList();
        Assert.Equal(8, rows.Count);
        Assert.Equal(["▲\u00A0improves", "+0.74", "[+0.29,\u00A0+1.19]", "0.004", "5", "1,010", "0.37", "–"], Cells(rows[0]));
        Assert.Equal(["void: steps differ", "–", "–", "–", "5", "differ", "–", "–"], Cells(rows[6]));
    }

    [Fact]
    public void A_missing_replicate_is_named() => Assert.Contains("4 of 5no. 3 missing", SamplePage.Section("contrasts").Value, StringComparison.Ordinal);

    [Fact]
    public void Exploratory_comparisons_stand_apart_without_a_verdict_or_a_p_value()
    {
        var table = Tables("contrasts")[^1];
        Assert.Equal(Sample.Contrasts.Count(c => !c.InFamily), table.Descendants("th").Count(t => (string?)t.Attribute("scope") == "row"));
        Assert.DoesNotContain(table.Descendants("thead").Elements("tr").Elements("th"), t => t.Value.StartsWith('p') || t.Value == "Verdict");
        Assert.Contains("against real, nested folds", table.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_replicates_that_effects_of_several_sizes_need_are_told_by_comparison()
    {
        var row = Tables("contrasts")[1].Descendants("tbody").Elements("tr").First();
        Assert.Equal(["40", "9", "–"], row.Elements("td").Select(t => t.Value));
    }

    [Fact]
    public void Every_fair_arm_has_a_row_and_what_is_not_compared_says_so()
    {
        var headings = SamplePage.RowHeadings("fair-arms").ToList();
        Assert.Equal(Sample.FairArms.Select(a => a.Arm), headings.Select(h => h.FirstNode!.ToString().Trim()));
        var badges = headings.Zip(Sample.FairArms, (h, a) => (a.Arm, Badge: h.Descendants("span").SingleOrDefault()?.Value)).Where(b => b.Badge is not null);
        Assert.Equal([("real-tuned", "own steps"), ("real-tuned", "own steps")], badges);
    }

    [Fact]
    public void The_decomposition_marks_leaky_arms_and_gives_shares_only_where_the_records_do()
    {
        var rows = SamplePage.RowHeadings("decomposition").ToList();
        Assert.Equal(Sample.Decompositions.Select(d => d.Leaky), rows.Select(r => Page.HasBadge(r, "leaky")));
        Assert.Equal(Sample.Decompositions.Select(d => d.Parts[0].PercentOfTotal is not null), rows.Select(r => r.Parent!.Value.Contains('%')));
    }

    [Fact]
    public void Doses_sizes_and_classes_have_a_section_only_where_there_is_something_to_show()
    {
        string[] optional = ["dose", "data-size", "class-effects", "decomposition"];
        Assert.All(optional, id => Assert.NotNull(SamplePage.Section(id)));
        var bare = Page.Of(Sample with
        {
            FairArms = [.. Sample.FairArms.Where(a => a.Size == "reduced").Select(a => a with { Dose = null })],
            Contrasts = [.. Sample.Contrasts.Where(c => c.Size == "reduced").Select(c => c with { Classes = [] })],
            Decompositions = [],
        });
        Assert.Empty(bare.Root.Descendants("section").Attributes("id").Select(a => a.Value).Intersect(optional));
    }

    [Fact]
    public void A_class_that_gains_or_loses_beyond_chance_is_marked_beside_its_shade()
    {
        var classes = Sample.Contrasts.Where(c => c.InFamily).SelectMany(c => c.Classes).ToList();
        var text = string.Concat(SamplePage.Section("class-effects").Descendants("td").Select(t => t.Value));
        Assert.Equal(classes.Count(c => c is { QValue: <= 0.05, EstimatePoints: > 0 }), text.Count(c => c == '▲'));
        Assert.Equal(classes.Count(c => c is { QValue: <= 0.05, EstimatePoints: < 0 }), text.Count(c => c == '▼'));
        Assert.Contains(classes, c => c.QValue is > 0 and <= 0.05);
        Assert.Contains("over all classes and all columns of a size", SamplePage.Section("class-effects").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_articles_sections_leave_the_fair_classifiers_out()
    {
        var columns = SamplePage.Section("class-accuracy").Descendants("thead").First().Descendants("th").Skip(1).Select(t => t.FirstNode!.ToString().Trim());
        Assert.Equal(Sample.Arms.Where(a => a.Size == "reduced").Select(a => a.Arm), columns);
        Assert.DoesNotContain("classical", SamplePage.Section("curves").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_folds_have_a_table_of_their_own() =>
        Assert.Contains("nested: a GAN for every training fold", Tables("folds")[1].Element("caption")!.Value, StringComparison.Ordinal);

    private static List<XElement> Tables(string section) => [.. SamplePage.Section(section).Descendants("table")];

    private static IEnumerable<string> Cells(XElement row) => row.Elements("td").Select(c => c.Value);
}
