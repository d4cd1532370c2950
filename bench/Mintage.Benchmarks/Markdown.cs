namespace Mintage.Benchmarks;

/// <summary>Tables on the console.</summary>
internal static class Markdown
{
    /// <summary>A title and the head of a table.</summary>
    public static void Title(string title, params string[] columns)
    {
        Console.WriteLine($"\n**{title}**\n");
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    /// <summary>One line of the table.</summary>
    public static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
