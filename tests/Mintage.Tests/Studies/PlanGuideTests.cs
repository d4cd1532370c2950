using System.Text.RegularExpressions;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed partial class PlanGuideTests
{
    private const string Path = "docs/guide/plans.md", Begin = "<!-- keys: made from the records -->\n", End = "<!-- end of keys -->";

    private static readonly string Guide = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));

    [Fact]
    public void The_tables_of_keys_are_those_of_the_records()
    {
        var (start, end) = (Guide.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, Guide.IndexOf(End, StringComparison.Ordinal));
        Repository.AssertIs(Path, Guide[..start] + "\n" + PlanGuide.Tables() + Guide[end..], typeof(PlanGuideTests));
    }

    [Fact]
    public void Every_example_is_a_plan()
    {
        var examples = Examples().Matches(Guide).Select(m => m.Groups[1].Value).ToList();
        Assert.True(examples.Count >= 3, "the guide shows plans");
        Assert.All(examples, example => PlanFile.Parse(Completed(example), "the guide's example"));
    }

    /// <summary>Examples may leave out what they are not about.</summary>
    private static string Completed(string example)
    {
        var missing = new[] { "name: example", "data: mnist", "sizes: [3000]", "gans: [cgan, wgan]" }
            .Where(line => !Regex.IsMatch(example, $"^{line.Split(':')[0]}:", RegexOptions.Multiline));
        return string.Join('\n', missing) + "\n" + example;
    }

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
