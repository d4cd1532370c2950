using Mintage.Cli.Commands;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Splitting;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>What is in a data set, as text on stdout.</summary>
internal static class DataInfoText
{
    private const int Listed = 8;

    public static void Print(DataInfo info)
    {
        List<LabelledImages> sets = info.Subset is null ? [info.Images] : [info.Images, info.Subset];
        foreach (var set in sets)
            Console.Out.WriteLine($"{set.Name}: {set.Count:N0} images, {set.Height} x {set.Width} x {set.Channels}, {set.ClassCount} classes, fingerprint {set.Fingerprint[..12]}");
        PrintClasses(sets);
        PrintGroups(info);
        PrintCopies(info);
        PrintPairs(info.Images.Name, info.Images.Name, info.Within);
        if (info.InOther is not null) PrintPairs(info.Images.Name, info.Other!.Name, info.InOther);
        if (info.InOther is { Identical.Count: > 0 and var leaked })
            Console.Out.WriteLine($"Images in both {info.Images.Name} and {info.Other!.Name}: {leaked:N0}. Results on one are too good when the other was trained on; remove them from one.");
    }

    private static void PrintClasses(List<LabelledImages> sets)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("class");
        for (var s = 0; s < sets.Count; s++)
        {
            table.AddColumn(new TableColumn(s == 0 ? "images" : "subset").RightAligned());
            table.AddColumn(new TableColumn("share").RightAligned());
        }
        foreach (var row in ClassDistribution.Of(sets).Rows)
            table.AddRow([Markup.Escape(row.ClassName), .. row.Counts.Zip(row.Shares, (n, share) => new[] { $"{n:N0}", $"{100 * share:F2} %" }).SelectMany(x => x)]);
        Terminal.Out.Write(table);
    }

    private static void PrintGroups(DataInfo info)
    {
        if (GroupSummary.Of(info.Images) is not { } groups) return;
        Console.Out.WriteLine($"Groups: {groups.Count:N0}; the largest, '{groups.Largest}', has {groups.LargestImages:N0} images.");
        if (groups.LargestUnit > groups.LargestImages)
            Console.Out.WriteLine($"Identical images join groups: {groups.LargestUnit:N0} images must stay on one side of a split.");
        if (info.Other is not { } other) return;
        var shared = GroupSummary.Shared(info.Images, other);
        Console.Out.WriteLine(
            other.Groups is null ? $"Nothing is known of groups in {other.Name}."
            : shared.Count == 0 ? $"None of them is in {other.Name} too."
            : $"Groups in {other.Name} too: {shared.Count:N0} ({string.Join(", ", shared.Take(Listed))}{(shared.Count > Listed ? ", ..." : "")}). Results are too good when a group is on both sides.");
    }

    private static void PrintCopies(DataInfo info)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("copies");
        table.AddColumn(new TableColumn("images").RightAligned());
        table.AddColumn(new TableColumn("pairs of two classes").RightAligned());
        Add($"identical to an earlier image of {info.Images.Name}", info.Within.Identical.Count, info.Within.Identical);
        if (info.InOther is { } inOther) Add($"identical to an image of {info.Other!.Name}", inOther.Identical.Count, inOther.Identical);
        if (info.Within.Near is { } near) Add($"near copy of another image of {info.Images.Name}", near.Images, near.Pairs);
        if (info.InOther?.Near is { } nearOther) Add($"near copy of an image of {info.Other!.Name}", nearOther.Images, nearOther.Pairs);
        Terminal.Out.Write(table);

        void Add(string what, int images, IReadOnlyList<ImageMatch> pairs) =>
            table.AddRow(Markup.Escape(what), $"{images:N0}", $"{pairs.Count(pair => !pair.SameClass):N0}");
    }

    private static void PrintPairs(string first, string second, DuplicateReport found)
    {
        var pairs = found.Foremost(Listed);
        if (pairs.Count == 0) return;
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(first == second ? $"Closest pairs of {first}" : $"Closest pairs of {first} and {second}")) };
        table.AddColumns("image", "class", "image", "class", "correlation");
        foreach (var c in new[] { 0, 2, 4 }) table.Columns[c].RightAligned();
        foreach (var pair in pairs)
            table.AddRow($"{pair.First}", Markup.Escape(pair.FirstClass), $"{pair.Second}", Markup.Escape(pair.SecondClass), found.Identical.Contains(pair) ? "identical" : $"{pair.Correlation:F4}");
        if (found.Near is not null) table.Caption = new TableTitle($"near copies: {new NearDuplicateOptions().MinCorrelation} and more");
        Terminal.Out.Write(table);
    }
}
