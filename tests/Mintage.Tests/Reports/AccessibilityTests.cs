using System.Xml.Linq;

namespace Mintage.Tests.Reports;

public sealed class AccessibilityTests : IDisposable
{
    private readonly SampleStudy study = new(SampleFair.Create());
    private readonly Page page;

    public AccessibilityTests() => page = Page.Of(study.Results, study.Folder);

    public void Dispose() => study.Dispose();

    [Fact]
    public void Every_table_has_a_caption_and_every_heading_a_scope()
    {
        Assert.All(page.Root.Descendants("table"), t => Assert.NotEqual("", t.Element("caption")!.Value));
        Assert.All(page.Root.Descendants("th"), t => Assert.NotNull(t.Attribute("scope")));
        Assert.All(page.Root.Descendants("tbody").Elements("tr"), r => Assert.Equal("th", r.Elements().First().Name.LocalName));
    }

    [Fact]
    public void Every_picture_and_chart_says_what_it_shows()
    {
        // Two sheets of each GAN beside that of its training, for the first replicate alone.
        Assert.Equal(study.Results.Gans.Count + (2 * study.Results.Gans.Count(g => g.Replicate == 0)), page.Root.Descendants("img").Count());
        Assert.All(page.Root.Descendants("img"), i => Assert.NotEqual("", (string?)i.Attribute("alt") ?? ""));
        Assert.All(page.Root.Descendants("svg").Where(s => s.Attribute("aria-hidden") is null), s => Assert.NotEqual("", s.Element("title")!.Value));
    }

    [Fact]
    public void Ids_are_unique_and_every_reference_finds_its_target()
    {
        var ids = page.Root.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var targets = page.Root.Descendants().Attributes("href").Select(a => a.Value[1..])
            .Concat(page.Root.Descendants().Attributes("aria-labelledby").Select(a => a.Value));
        Assert.All(targets, t => Assert.Contains(t, ids));
    }

    [Fact]
    public void Every_row_has_a_cell_for_every_column()
    {
        foreach (var table in page.Root.Descendants("table"))
        {
            var columns = table.Element("thead")!.Descendants("th").Count();
            var rows = table.Element("tbody")!.Elements("tr").Where(r => (string?)r.Attribute("class") != "group");
            Assert.All(rows, r => Assert.Equal(columns, r.Elements().Count()));
        }
    }
}
