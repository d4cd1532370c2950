using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data list|info</c>: neither loads the tensor library.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "What data sets there are and what is in them") { List(), Info() };

    private static Command List()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "The catalogue of data sets that are fetched by name") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(DataCatalogue.Entries, Json.File));
            else PrintCatalogue();
            return ExitCode.Done;
        });
        return command.WithExamples("mintage data list", "mintage data list --json");
    }

    private static Command Info()
    {
        var name = new Argument<string>("D") { Description = DataSetOptions.Form };
        var data = new DataSetOptions(withSubset: true, name);
        var json = CommonOptions.Json();
        var command = new Command("info", "Counts, sizes, classes and fingerprint of a data set, and of a subset of it") { name, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var sets = new List<LabelledImages> { data.LoadWhole(parsed, parsed.GetValue(name)!) };
            if (data.AsksForSubset(parsed)) sets.Add(data.Load(parsed));
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(sets.Select(Describe), Json.File));
            else Print(sets);
            return ExitCode.Done;
        });
        return command.WithExamples("mintage data info mnist:train", "mintage data info mnist:train --subset 3000 --seed 1");
    }

    private static void PrintCatalogue()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("name", "title", "images", "size", "classes", "licence", "cached");
        foreach (var entry in DataCatalogue.Entries)
        {
            table.AddRow(
                entry.Name,
                Markup.Escape(entry.Title),
                string.Join(" + ", entry.Parts.Select(p => $"{p.ImageCount:N0} {p.Split.Word()}")),
                $"{entry.Height} x {entry.Width} x {entry.Channels}",
                $"{entry.ClassCount}",
                Markup.Escape(entry.Licence),
                entry.Files.All(f => File.Exists(Path.Combine(DataSetCache.Folder(entry.Name), f.Name))) ? "yes" : "no");
        }
        Terminal.Out.Write(table);
        Console.Out.WriteLine($"Cache: {DataSetCache.Root}");
    }

    private static object Describe(LabelledImages images) => new
    {
        images.Name,
        images.Count,
        images.Height,
        images.Width,
        images.Channels,
        images.ClassNames,
        ClassCounts = images.ClassCounts(),
        images.Fingerprint,
    };

    private static void Print(List<LabelledImages> sets)
    {
        foreach (var set in sets)
            Console.Out.WriteLine($"{set.Name}: {set.Count:N0} images, {set.Height} x {set.Width} x {set.Channels}, {set.ClassCount} classes, fingerprint {set.Fingerprint[..12]}");
        var distribution = ClassDistribution.Of(sets);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("class");
        for (var s = 0; s < sets.Count; s++)
        {
            table.AddColumn(new TableColumn(s == 0 ? "images" : "subset").RightAligned());
            table.AddColumn(new TableColumn("share").RightAligned());
        }
        foreach (var row in distribution.Rows)
            table.AddRow([Markup.Escape(row.ClassName), .. row.Counts.Zip(row.Shares, (n, share) => new[] { $"{n:N0}", $"{100 * share:F2} %" }).SelectMany(x => x)]);
        Terminal.Out.Write(table);
    }
}
