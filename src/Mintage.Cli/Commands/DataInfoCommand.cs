using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data info</c>.</summary>
internal static class DataInfoCommand
{
    private const int PairsOnSheet = 24;

    private static readonly Argument<string> Name = new("D") { Description = DataSetOptions.Form };
    private static readonly DataSetOptions Data = new(withSubset: true, Name);
    private static readonly Option<string?> Against = new("--against") { Description = "Look for the same images and groups in this data set (default: the test part of D's source, or its training part)", HelpName = "D2" };
    private static readonly Option<bool> Duplicates = new("--duplicates") { Description = "Look for near copies too: brighter, shifted by a pixel, recompressed (60,000 images: half a minute)" };
    private static readonly Option<string?> Sheet = new("--sheet") { Description = "Write the closest pairs as a picture (.png); looks for near copies", HelpName = "FILE" };
    private static readonly Option<bool> AsJson = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("info", "Counts, sizes, classes, groups, copies and fingerprint of a data set, and of a subset of it") { Name, Against, Duplicates, Sheet, AsJson };
        Data.AddTo(command);
        command.SetAction(parsed =>
        {
            var images = Data.LoadWhole(parsed, parsed.GetValue(Name)!);
            var subset = Data.AsksForSubset(parsed) ? Data.Subset(parsed, images) : null;
            var other = Other(parsed, images);
            var near = parsed.GetValue(Duplicates) || parsed.GetValue(Sheet) is not null;
            if (near)
            {
                TorchRuntime.Start();
                Terminal.Say($"Looking for near copies among {images.Count + (other?.Count ?? 0):N0} images ...");
            }
            var report = new DataInfo(images, subset, other, DuplicateReport.Within(images, near), other is null ? null : DuplicateReport.Between(images, other, near));
            if (parsed.GetValue(Sheet) is { } path) WriteSheet(report, path);
            if (parsed.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(report.Document(), Json.File));
            else DataInfoText.Print(report);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage data info mnist:train",
            "mintage data info mnist:train --subset 3000 --seed 1",
            "mintage data info flowers --size 64 --fit crop",
            "mintage data info scans.npz:train --against scans.npz:test --duplicates --sheet closest.png");
    }

    private static LabelledImages? Other(ParseResult parsed, LabelledImages images)
    {
        var own = DataSetReference.Parse(parsed.GetValue(Name)!);
        if (parsed.GetValue(Against) is { } named)
        {
            return DataSetReference.Parse(named) == own
                ? throw new UserInputException($"--against must name another data set, but '{named}' is the set itself. Copies within a set are shown without --against.")
                : Data.LoadWhole(parsed, named);
        }
        if (own.Counterpart() is not { } counterpart) return null;
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

    private static void WriteSheet(DataInfo report, string path)
    {
        var (others, found) = report.InOther is { } inOther ? (report.Other!, inOther) : (report.Images, report.Within);
        if (found.Foremost(PairsOnSheet) is { Count: > 0 } pairs) WholeFile.WriteBytes(path, PairSheet.OfMatches(report.Images, others, pairs));
        else Terminal.Say($"No two images of '{report.Images.Name}' can be compared, so '{path}' is not written.");
    }
}

/// <summary>What <c>mintage data info</c> found.</summary>
/// <param name="Images">The data set.</param>
/// <param name="Subset">The subset that was asked for.</param>
/// <param name="Other">The set it is compared with.</param>
/// <param name="Within">Copies within the data set.</param>
/// <param name="InOther">Images of the data set in the other set.</param>
internal sealed record DataInfo(LabelledImages Images, LabelledImages? Subset, LabelledImages? Other, DuplicateReport Within, DuplicateReport? InOther)
{
    /// <summary>The sets, as JSON shows them.</summary>
    public IEnumerable<object> Document() => Subset is null ? [Whole()] : [Whole(), Describe(Subset)];

    private Dictionary<string, object?> Whole()
    {
        var whole = Describe(Images);
        whole["duplicates"] = Within;
        whole["against"] = Other is null ? null : new Dictionary<string, object?>
        {
            ["name"] = Other.Name,
            ["count"] = Other.Count,
            ["fingerprint"] = Other.Fingerprint,
            ["shared_groups"] = GroupSummary.Shared(Images, Other),
            ["duplicates"] = InOther,
        };
        return whole;
    }

    private static Dictionary<string, object?> Describe(LabelledImages images) => new()
    {
        ["name"] = images.Name,
        ["count"] = images.Count,
        ["height"] = images.Height,
        ["width"] = images.Width,
        ["channels"] = images.Channels,
        ["class_names"] = images.ClassNames,
        ["class_counts"] = images.ClassCounts(),
        ["fingerprint"] = images.Fingerprint,
        ["groups"] = GroupSummary.Of(images),
    };
}
