using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("plain, é, 漢字, \U0001F600\tand\r\nlines\n", "plain, é, 漢字, \U0001F600\tand\r\nlines\n")]
    [InlineData("\u001b[31mred\a\0\u007f\u009b", "\uFFFD[31mred\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("over\rwritten\r", "over\uFFFDwritten\uFFFD")]
    [InlineData("gnp.\u202Eexe\u2066", "gnp.\uFFFDexe\uFFFD")]
    public void What_a_terminal_would_obey_is_replaced(string text, string shown) => Assert.Equal(shown, ShownText.Clean(text));

    [Theory]
    [InlineData("'a\nb' and 'c\r\nd\te' have", "'a\uFFFDb' and 'c\uFFFD\uFFFDd\uFFFDe' have")]
    [InlineData("2 faults:\n  - one\r\n  - 'x\ny'\n", "2 faults:\n  - one\r\n  - 'x\uFFFDy'\n")]
    public void Only_the_lines_of_a_message_itself_break_it(string text, string shown)
    {
        Assert.Equal(shown, ShownText.Message(text));
        Assert.Equal(shown, new UserInputException(text).Message);
    }

    [Fact]
    public void A_message_that_quotes_an_endless_key_is_cut_and_keeps_its_advice()
    {
        var message = new UserInputException($"plan.yaml: unknown key '{new string('x', 16_000)}\u001b'. Remove it.\n  Second line.").Message;
        Assert.InRange(message.Length, 1_900, 2_100);
        Assert.StartsWith("plan.yaml: unknown key 'xxx", message, StringComparison.Ordinal);
        Assert.EndsWith("x\uFFFD'. Remove it.\n  Second line.", message, StringComparison.Ordinal);
        Assert.Contains("14,1", message, StringComparison.Ordinal); // characters left out
    }
}
