using System.Text.RegularExpressions;

namespace Mintage.Tests.Docs;

/// <summary>Code that the documentation shows is code that compiles, line by line.</summary>
public sealed partial class DocumentedCodeTests
{
    public static TheoryData<string, string> Blocks => new(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"))
        from Match block in Code().Matches(File.ReadAllText(file))
        select (Path.GetRelativePath(Repository.Root, file), block.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void It_stands_in_a_program_that_is_built(string document, string code) =>
        Assert.True(Sources().Any(source => Lines(source).Contains(Lines(code), StringComparison.Ordinal)), $"{document} shows code that no sample and no file under tests/Mintage.Tests/Docs has:\n{code}");

    [Fact]
    public void The_first_code_of_the_library_guide_is_the_beginning_of_a_program()
    {
        var first = Blocks.First(b => b.Data.Item1.EndsWith("library.md", StringComparison.Ordinal)).Data.Item2;
        var program = File.ReadAllText(Path.Combine(Repository.Root, "samples/quickstart/Program.cs"));
        Assert.StartsWith("using ", first, StringComparison.Ordinal);
        Assert.DoesNotContain(program[..program.IndexOf(first, StringComparison.Ordinal)].Split('\n'), line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Sources() =>
        new[] { "samples", "tests/Mintage.Tests/Docs" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText);

    /// <summary>Without indentation and empty lines.</summary>
    private static string Lines(string code) => "\n" + string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
