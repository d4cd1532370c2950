using Mintage.Reports;

namespace Mintage.Tests.Reports;

public sealed class HtmlTests
{
    [Fact]
    public void Text_and_attributes_are_escaped()
    {
        var html = new Html().Add("p", "<b> & \"c\" 'd'\0", ("title", "\"><script>"), ("class", null));
        Assert.Equal("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\uFFFD</p>\n", html.ToString());
    }

    [Fact]
    public void What_a_terminal_obeys_and_what_turns_writing_round_is_replaced() =>
        Assert.Equal("<p title=\"a\uFFFD[2J\">b\uFFFD\uFFFDc\nd\té\U0001F600</p>\n", new Html().Add("p", "b\a\u202Ec\nd\té\U0001F600", ("title", "a\u001b[2J")).ToString());

    [Fact]
    public void No_line_break_follows_an_element_within_a_line() =>
        Assert.Equal("<em>leaky</em>: so", new Html().Add("em", "leaky").Text(": so").ToString());
}
