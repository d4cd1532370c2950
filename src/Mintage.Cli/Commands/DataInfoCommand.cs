using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Studies.Surveys;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data info</c>.</summary>
internal static class DataInfoCommand
{
    private const int PairsOnSheet = 24;
    private const int NearCopiesUpTo = 10_000; // a few seconds

    private static readonly Argument<string> Name = new("D") { Description = DataSetOptions.Form };
    private static readonly DataSetOptions Data = new(withSubset: true, Name);
    private static readonly Option<string?> Against =
        new("--against")
        {
            Description = "Compare with this data set to find shared images and groups (default: the "
        + "test part of D's source, or its training part)",
            HelpName = "D2"
        };
    private static readonly Option<bool> Duplicates =
        new("--duplicates")
        {
            Description = "Also look for near copies (brighter, shifted by a pixel, recompressed) "
        + $"among more than {NearCopiesUpTo:N0} images (60,000 images take half a minute)"
        };
    private static readonly Option<string?> Sheet =
        new("--sheet") { Description = "Write a picture (.png) with sample images of every class", HelpName = "FILE" };
    private static readonly Option<string?> Pairs =
        new("--pairs")
        {
            Description = "Write a picture (.png) of the closest pairs; turns on the search for near "
        + "copies",
            HelpName = "FILE"
        };
    private static readonly Option<bool> AsJson = CommonOptions.Json();

    public static Command Create()
    {
        const string What =
            "Show what a data set contains, what could spoil results, and what a study would do with it";
        var command = new Command("info", What) { Name, Against, Duplicates, Sheet, Pairs, AsJson };
        Data.AddTo(command);
        command.SetAction(parsed =>
        {
            var report = Look(parsed);
            if (parsed.GetValue(Sheet) is { } sheet)
                WholeFile.WriteBytes(sheet, ImageSheet.Overview(report.Subset ?? report.Images));
            if (parsed.GetValue(Pairs) is { } pairs) WritePairs(report, pairs);
            if (parsed.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(report.Document(), Json.File));
            else DataInfoText.Print(report);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage data info mnist:train",
            "mintage data info mnist:train --subset 3000 --seed 1",
            "mintage data info flowers --image-size 64 --fit crop --sheet flowers.png",
            "mintage data info scans.npz:train --against scans.npz:test --duplicates --pairs closest.png");
    }

    private static DataInfo Look(ParseResult parsed)
    {
        var name = parsed.GetValue(Name)!;
        var images = Data.LoadWhole(parsed, name);
        var subset = Data.AsksForSubset(parsed) ? Data.Subset(parsed, images) : null;
        var own = DataSetReference.Parse(name).Counterpart();
        var counterpart = own is null ? null : Load(parsed, images, own);
        var other = parsed.GetValue(Against) is { } named ? Named(parsed, named) : counterpart;
        var count = images.Count + (other?.Count ?? 0);
        var asked = parsed.GetValue(Duplicates) || parsed.GetValue(Pairs) is not null;
        var withoutNear = !asked && count > NearCopiesUpTo
            ? "there are many images (use --duplicates)"
            : Hindrance(asked);
        var near = withoutNear is null;
        if (near && count > NearCopiesUpTo) Terminal.Say($"Looking for near copies among {count:N0} images ...");
        var survey =
            DataSurvey.Of(name, images, own?.Split == DataSplit.Test ? counterpart : null, other, Data.Import(parsed));
        return new DataInfo(images, subset, other, DuplicateReport.Within(images, near),
            other is null ? null : DuplicateReport.Between(images, other, near), survey, withoutNear, asked);
    }

    /// <summary>Says why near copies cannot be searched. They need libtorch; an error is raised only if the user asked
    /// for them.</summary>
    private static string? Hindrance(bool isAsked)
    {
        try
        {
            TorchRuntime.Start();
            return null;
        }
        catch (UserInputException) when (!isAsked)
        {
            return "the tensor library cannot be loaded (see 'mintage doctor')";
        }
    }

    private static LabelledImages Named(ParseResult parsed, string named) =>
        DataSetReference.Parse(named) == DataSetReference.Parse(parsed.GetValue(Name)!)
            ? throw new UserInputException(
                $"--against must name another data set, but '{named}' is the set itself. Leave out --against to see "
                + "copies within the set.")
            : Data.LoadWhole(parsed, named);

    /// <summary>Loads the part of the same source that must share no image with this one; null if it cannot be
    /// read.</summary>
    private static LabelledImages? Load(ParseResult parsed, LabelledImages images, DataSetReference counterpart)
    {
        try
        {
            return Data.LoadWhole(parsed, $"{counterpart}");
        }
        catch (UserInputException e)
        {
            Terminal.Say($"'{images.Name}' is not compared with '{counterpart}': {e.Message}");
            return null;
        }
    }

    private static void WritePairs(DataInfo report, string path)
    {
        var (others, found) = report.InOther is { } inOther ? (report.Other!, inOther) : (report.Images, report.Within);
        if (found.Foremost(PairsOnSheet) is { Count: > 0 } pairs)
            WholeFile.WriteBytes(path, PairSheet.OfMatches(report.Images, others, pairs));
        else Terminal.Say(
            $"'{path}' was not written, because no two images of '{report.Images.Name}' can be compared.");
    }
}
