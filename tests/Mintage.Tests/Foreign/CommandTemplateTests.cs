using Mintage.Foreign;

namespace Mintage.Tests.Foreign;

public sealed class CommandTemplateTests
{
    private static readonly Dictionary<string, string> Values = new() { ["train"] = "a folder/train.npz", ["seed"] = "7" };

    [Theory]
    [InlineData("python fit.py --train {train}", "python", "fit.py", "--train", "a folder/train.npz")]
    [InlineData("  p   --seed={seed} \n {train} ", "p", "--seed=7", "a folder/train.npz")]
    [InlineData("p 'two words' \"say \\\"hi\\\"\" ''", "p", "two words", "say \"hi\"", "")]
    [InlineData("sh -c 'x \"$1\"' sh {train}", "sh", "-c", "x \"$1\"", "sh", "a folder/train.npz")]
    [InlineData("awk '{{print}}' a\\b", "awk", "{print}", "a\\b")]
    public void Becomes_arguments(string command, params string[] arguments) =>
        Assert.Equal(arguments, CommandTemplate.Parse(command).Fill(Values, literal => literal));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("p 'open")]
    [InlineData("p {train")]
    [InlineData("p \0")]
    public void Says_what_is_wrong_with_its_form(string command) =>
        Assert.Single(CommandTemplate.Parse(command).Faults);

    [Fact]
    public void Names_unknown_and_missing_placeholders()
    {
        string[] known = ["train", "train_folder", "seed"];
        string[] Faults(string command) =>
            [.. CommandTemplate.Parse(command).PlaceholderFaults(known, ["train", "train_folder"])];

        Assert.Empty(Faults("p {train_folder} {seed}"));
        Assert.Contains("Did you mean {train}?", Assert.Single(Faults("p {trian} {train}")), StringComparison.Ordinal);
        Assert.Contains("{train} or {train_folder}", Assert.Single(Faults("p {seed}")), StringComparison.Ordinal);
    }
}
