namespace Mintage.Tests.Conventions;

public sealed class LineLengthTests
{
    private const int Longest = 120;

    [Fact]
    public void No_line_of_the_sources_is_longer_than_a_page_is_wide_but_for_addresses() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file).Index()
        where line.Item.Length > Longest && !line.Item.Contains("://", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}");
}
