using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Studies.Surveys;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints a data set's contents as text on stdout.</summary>
internal static class DataInfoText
{
    private const int Listed = 8;
    private const int ShortestBar = 10, LongestBar = 40, BesideBar = 50;

    public static void Print(DataInfo info)
    {
        List<LabelledImages> sets = info.Subset is null ? [info.Images] : [info.Images, info.Subset];
        foreach (var set in sets)
            Terminal.Line(
                $"{set.Name}: {set.Count:N0} images, {set.Height} x {set.Width} x {set.Channels}, {set.ClassCount} "
                + $"classes, fingerprint {set.Fingerprint[..12]}");
        PrintSizes(info);
        if (info.Transparent > 0)
            Terminal.Line(
                $"Transparent, at least in part: {info.Transparent:N0} of {info.Images.Count:N0} pictures; they lie on "
                + $"{info.Images.Import?.Background ?? "black"}.");
        PrintClasses(sets);
        PrintGroups(info);
        PrintCopies(info);
        PrintPairs(info.Images, info.Images, info.Within, info.ShowsClosest);
        if (info.InOther is not null) PrintPairs(info.Images, info.Other!, info.InOther, info.ShowsClosest);
        if (info.InOther is { Identical.Count: > 0 and var leaked })
            Terminal.Line(
                $"Images in both {info.Images.Name} and {info.Other!.Name}: {leaked:N0}. Results are too good if one "
                + "set is used for training and the other for testing. Remove these images from one of them.");
        if (info.WithoutNear is { } why) Terminal.Line($"Near copies were not searched: {why}.");
        PrintWarnings(info.Survey);
        StudyForecastText.Print(info);
    }

    private static void PrintSizes(DataInfo info)
    {
        var sizes = info.Survey.PictureSizes;
        if (sizes.Count == 0
            || (sizes is [var only] && (only.Width, only.Height) == (info.Images.Width, info.Images.Height)))
            return;
        var named =
            string.Join(", ", sizes.Take(Listed).Select(size => $"{size.Width} x {size.Height} ({size.Count:N0})"));
        Terminal.Paragraph(
            "", "The pictures' own sizes (width x height): "
            + $"{named}{(sizes.Count > Listed ? $" and {sizes.Count - Listed:N0} more" : "")}.");
    }

    private static void PrintWarnings(DataSurvey survey)
    {
        if (survey.Warnings.Count == 0) return;
        Console.Out.WriteLine();
        Terminal.Line("Worth a look:");
        foreach (var warning in survey.Warnings) Terminal.Paragraph("- ", warning.Text);
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
        table.AddColumn("");
        var rows = ClassDistribution.Of(sets).Rows;
        var most = Math.Max(1, rows.Max(row => row.Counts[^1]));
        foreach (var row in rows)
            table.AddRow(
                [Escaped(row.ClassName),
                .. row.Counts.Zip(row.Shares, (n, share) => new[] { $"{n:N0}", $"{100 * share:F2} %" })
                .SelectMany(x => x), $"[blue]{Bar((double)row.Counts[^1] / most)}[/]"]);
        Terminal.Out.Write(table);
    }

    /// <summary>Draws a bar of blocks to an eighth of a character, or of number signs if the terminal has no
    /// blocks.</summary>
    private static string Bar(double share)
    {
        var length = share * Math.Clamp(Terminal.Out.Profile.Width - BesideBar, ShortestBar, LongestBar);
        if (!Terminal.Out.Profile.Capabilities.Unicode) return new string('#', (int)Math.Round(length));
        var eighths = (int)Math.Round(8 * length);
        // left seven eighths to left one eighth
        var end = eighths % 8 == 0 ? "" : $"{(char)('\u2590' - (eighths % 8))}";
        return share > 0 && eighths == 0 ? "\u258F" : new string('\u2588', eighths / 8) + end;
    }

    private static void PrintGroups(DataInfo info)
    {
        if (GroupSummary.Of(info.Images) is not { } groups) return;
        Terminal.Line(
            $"Groups: {groups.Count:N0}; the largest, '{groups.Largest}', has {groups.LargestImages:N0} images.");
        if (groups.LargestUnit > groups.LargestImages)
            Terminal.Line(
                $"Identical images join groups: {groups.LargestUnit:N0} images must stay on one side of a split.");
        if (info.Other is not { } other) return;
        var shared = GroupSummary.Shared(info.Images, other);
        Terminal.Line(
            other.Groups is null ? $"{other.Name} has no groups."
            : shared.Count == 0 ? $"{other.Name} shares none of them."
            : $"Groups that {other.Name} shares: {shared.Count:N0} "
            + $"({string.Join(", ", shared.Take(Listed))}{(shared.Count > Listed ? ", ..." : "")}). Results are too "
            + "good when a group is on both sides.");
    }

    private static void PrintCopies(DataInfo info)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("copies");
        table.AddColumn(new TableColumn("images").RightAligned());
        table.AddColumn(new TableColumn("pairs of two classes").RightAligned());
        Add($"identical to an earlier image of {info.Images.Name}", info.Within.Identical.Count, info.Within.Identical);
        if (info.InOther is { } inOther)
            Add($"identical to an image of {info.Other!.Name}", inOther.Identical.Count, inOther.Identical);
        if (info.Within.Near is { } near)
            Add($"near copy of another image of {info.Images.Name}", near.Images, near.Pairs);
        if (info.InOther?.Near is { } nearOther)
            Add($"near copy of an image of {info.Other!.Name}", nearOther.Images, nearOther.Pairs);
        Terminal.Out.Write(table);

        void Add(string what, int images, IReadOnlyList<ImageMatch> pairs) =>
            table.AddRow(Markup.Escape(what), $"{images:N0}", $"{pairs.Count(pair => !pair.SameClass):N0}");
    }

    private static void PrintPairs(
        LabelledImages first, LabelledImages second, DuplicateReport found, bool evenIfNoCopies)
    {
        var pairs = found.Foremost(Listed);
        if (pairs.Count == 0 || (!evenIfNoCopies && found is { Identical.Count: 0, Near: null or { Pairs.Count: 0 } }))
            return;
        var table =
            new Table
            {
                Border = TableBorder.Simple,
                Title = new TableTitle(
                Markup.Escape(
                    first == second
                    ? $"Closest pairs of {first.Name}"
                    : $"Closest pairs of {first.Name} and {second.Name}"))
            };
        table.AddColumns("image", "class", "image", "class", "correlation");
        foreach (var c in new[] { 0, 2, 4 }) table.Columns[c].RightAligned();
        foreach (var pair in pairs)
            table.AddRow(
                Named(first, pair.First), Escaped(pair.FirstClass), Named(second, pair.Second),
                Escaped(pair.SecondClass), found.Identical.Contains(pair)
                ? "identical"
                : $"{pair.Correlation:F4}");
        if (found.Near is not null)
            table.Caption = new TableTitle($"near copies: {new NearDuplicateOptions().MinCorrelation} and more");
        Terminal.Out.Write(table);

        static string Named(LabelledImages images, int index) => Escaped(images.Files?[index].Path ?? $"{index}");
    }

    private static string Escaped(string name) => Markup.Escape(ShownText.Name(name));
}
