using System.Xml.Linq;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class FairOpeningTests
{
    private static readonly StudyResults Sample = SampleFair.Create() with { Gans = [] };
    private static readonly Page SamplePage = Page.Of(Sample);

    [Fact]
    public void Every_comparison_of_the_family_has_its_verdict_in_words_and_its_sentence()
    {
        var lines = Lines(SamplePage);
        Assert.Equal(
            ["▲\u00A0improves", "●\u00A0not enough evidence", "■\u00A0no relevant effect", "●\u00A0not enough evidence",
             "■\u00A0no relevant effect", "▼\u00A0harms", "void: steps differ", "■\u00A0no relevant effect"],
            lines.Select(l => Badge(l).Value));
        var family = Sample.Contrasts.Where(c => c.InFamily).ToList();
        Assert.Equal(family.Select(c => c.Sentence), lines.Select(l => l.Descendants("p").Last().Value));
        Assert.Equal(family.Select(c => $"{c.Arm} against {c.Against}"), lines.Select(l => l.Descendants("strong").Single().Value));
    }

    [Fact]
    public void A_void_comparison_shows_no_figure() =>
        Assert.DoesNotContain(Lines(SamplePage)[6].Descendants("span"), s => (string?)s.Attribute("class") is "figure" or "interval");

    [Fact]
    public void Answers_come_first_then_verdicts_limits_and_the_articles_gain_taken_apart()
    {
        string[] inOrder =
        [
            "With 3,000 real images: yes", Sample.Contrasts[0].Sentence, "With 60,000 real images, no improvement",
            Sample.Conclusions[0].Limits[0], "the article gained +5.09", Sample.Decompositions[0].Sentence, "Rows marked leaky",
        ];
        var words = SamplePage.Section("finding").Value;
        var places = inOrder.Select(w => words.IndexOf(w, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_limit_of_every_size_is_said_once_and_others_name_their_size()
    {
        var limits = SamplePage.Section("finding").Descendants("li").Select(l => l.Value).ToList();
        Assert.Single(limits, l => l == "The GANs were trained for 4,700 updates; longer training may change what they are worth.");
        Assert.Contains("reduced: 1 of 5 replicates of “classical+wgan” is missing: its classifier did not finish.", limits);
    }

    [Fact]
    public void The_decomposition_of_a_leaky_arm_is_marked() => Assert.Equal(
        Sample.Decompositions.Where(d => d.Leaky).Select(d => d.Sentence),
        SamplePage.Section("finding").Descendants("li").Where(l => Page.HasBadge(l, "leaky")).Select(l => l.FirstNode!.ToString().TrimEnd()));

    [Fact]
    public void Plumbing_warns_first_and_greys_every_verdict()
    {
        var page = Page.Of(Sample with { PlumbingOnly = true });
        Assert.InRange(page.Text.IndexOf("Plumbing only:", StringComparison.Ordinal), 0, page.Text.IndexOf("id=\"finding\"", StringComparison.Ordinal));
        Assert.All(Lines(page), l => Assert.Equal("plumbing only", Badge(l).Value));
        Assert.DoesNotContain(Sample.Contrasts[0].Sentence, page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Root.Descendants("span"), s => (string?)s.Attribute("class") is "badge verdict improves" or "badge verdict harms");
    }

    [Fact]
    public void Without_the_fair_protocol_the_opening_is_the_articles()
    {
        var page = Page.Of(SampleResults.Create());
        Assert.Empty(Lines(page));
        Assert.DoesNotContain(page.Root.Descendants("section"), s => (string?)s.Attribute("id") is "contrasts" or "fair-arms" or "dose");
    }

    [Fact]
    public void Without_the_articles_protocol_its_sections_are_left_out()
    {
        var page = Page.Of(Sample with { Protocols = ["fair"], Arms = [], FoldTable = [], Decompositions = [], Fits = [.. Sample.Fits.Where(f => f.Protocol == "fair")] });
        var ids = page.Root.Descendants("section").Select(s => (string?)s.Attribute("id")).ToList();
        Assert.Contains("contrasts", ids);
        Assert.Empty(ids.Intersect(["arms", "losses", "curves", "folds", "class-accuracy", "decomposition"]));
        Assert.DoesNotContain("article's gain", page.Section("finding").Value, StringComparison.Ordinal);
    }

    private static List<XElement> Lines(Page page) =>
        [.. page.Section("finding").Elements("ul").Where(u => ((string?)u.Attribute("class") ?? "").StartsWith("verdicts", StringComparison.Ordinal)).Elements("li")];

    private static XElement Badge(XElement line) =>
        line.Descendants("span").First(s => ((string?)s.Attribute("class") ?? "").StartsWith("badge verdict", StringComparison.Ordinal));
}
