using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data list|info|split|convert</c>. Only the search for near copies loads the tensor
/// library.</summary>
internal static class DataCommand
{
    public static Command Create() =>
        new("data", "List, inspect, split and convert data sets") { List(), DataInfoCommand.Create(),
        DataSplitCommand.Create(), DataConvertCommand.Create() };

    private static Command List()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the data sets that Mintage knows by name") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(DataCatalogue.Entries, Json.File));
            else PrintCatalogue();
            return ExitCode.Done;
        });
        return command.WithExamples("mintage data list", "mintage data list --json");
    }

    private static void PrintCatalogue()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("name", "title", "images", "size", "classes", "licence", "hashes", "cached", "source");
        foreach (var entry in DataCatalogue.Entries)
        {
            table.AddRow(
                entry.Name,
                Markup.Escape(entry.Title),
                string.Join(" + ", entry.Parts.Select(p => $"{p.ImageCount:N0} {p.Split.Word()}")),
                $"{entry.Height} x {entry.Width} x {entry.Channels}",
                $"{entry.ClassCount}",
                Markup.Escape(entry.Licence),
                entry.IsVerified ? "known" : entry.HasPublishedHashes ? "MD5, unverified" : "unverified",
                entry.Files.All(f => File.Exists(Path.Combine(DataSetCache.Folder(entry.Name), f.Name))) ? "yes" : "no",
                Markup.Escape(entry.Homepage.ToString()));
        }
        Terminal.Out.Write(table);
        Terminal.Paragraph(
            "", "Unverified: this entry was not checked against the published files. Image counts, licences and "
            + "class names are as commonly published. If the publishers give an MD5, Mintage downloads the files "
            + "from them and compares it; otherwise it downloads nothing. To use files that you already have, pass "
            + "their folder with --data-folder DIR.");
        Console.Out.WriteLine($"Cache: {DataSetCache.Root}");
    }
}
