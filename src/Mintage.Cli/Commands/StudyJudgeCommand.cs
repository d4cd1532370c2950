using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Runtime;
using Mintage.Studies.Elsewhere;

namespace Mintage.Cli.Commands;

/// <summary>
/// <c>mintage study judge</c>: the verdict from predictions of classifiers that were trained elsewhere.
/// </summary>
internal static class StudyJudgeCommand
{
    private const int Listed = 10;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder that 'mintage study export' wrote" };
        var predictions = new Argument<string>("PREDICTIONS")
        {
            Description = "Folder with NAME/predictions.npy (or .csv) and NAME/report.json for each fit in index.csv",
        };
        var study = new Option<string?>("--study")
        {
            Description = "Study folder that was exported (default: the one that the export names)",
            HelpName = "DIR",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Folder for results and report (default: DIR/judged)",
            HelpName = "DIR",
        };
        var dataFolder = CommonOptions.DataFolder();
        var json = CommonOptions.Json();
        var command = new Command(
            "judge", "Give the verdict from predictions of classifiers that were trained elsewhere")
        {
            folder, predictions, study, output, dataFolder, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var exported = parsed.GetValue(folder)!;
            var target = parsed.GetValue(output) ?? Path.Combine(exported, "judged");
            var judged = StudyJudge.Judge(exported, parsed.GetValue(predictions)!, target, parsed.GetValue(study),
                CommonOptions.Loading(parsed.GetValue(dataFolder), cancellation));
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(judged.Results, Json.File));
            else StudySummary.Print(judged.Results, target);
            if (judged.Unknown.Count > 0)
                Terminal.Say($"mintage: these folders belong to no fit in index.csv: {Words(judged.Unknown)}");
            if (judged.Missing.Count == 0) return Task.FromResult(ExitCode.Done);
            Terminal.Say("mintage: the results are not complete, since predictions are missing "
                + $"({judged.Missing.Count}): {Words(judged.Missing)}");
            return Task.FromResult(ExitCode.UserInput);
        });
        return command.WithExamples(
            "mintage study judge handout predictions",
            "mintage study judge handout predictions --study my-study --out judged");
    }

    private static string Words(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Listed)) + (names.Count > Listed ? ", ..." : "");
}
