using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data list|info|convert</c>: none loads the tensor library, but for near copies.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "What data sets there are and what is in them") { List(), DataInfoCommand.Create(), DataConvertCommand.Create() };

    private static Command List()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "The catalogue of data sets that are known by name") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(DataCatalogue.Entries, Json.File));
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
        Terminal.Paragraph("", "Unverified: nobody checked the entry against the published files here; numbers of images, licences and class names are as commonly published. With an MD5 the files are downloaded from their publishers and held against it; without, nothing is downloaded. Files that you have yourself are taken from a folder with --data-folder DIR.");
        Console.Out.WriteLine($"Cache: {DataSetCache.Root}");
    }
}
