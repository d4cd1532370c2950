using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Reports;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study compare</c>: two studies side by side.</summary>
internal static class StudyCompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = "Study folder" };
        var second = new Argument<string>("B") { Description = "Another study folder" };
        var output = new Option<string?>("--out")
        {
            Description = "HTML page to write, with a figure (default: the terminal alone)",
            HelpName = "FILE",
        };
        var json = CommonOptions.Json();
        var command = new Command("compare", "Set two studies side by side: what differs, every arm, every verdict")
        {
            first, second, output, json,
        };
        command.SetAction(parsed =>
        {
            var (a, b) = (parsed.GetValue(first)!, parsed.GetValue(second)!);
            var comparison = ComparisonPage.Compare(
                StudyFolder.ReadResults(a), StudyFolder.ReadResults(b), a, b, StudyFolder.PlanDifferences(a, b));
            var file = parsed.GetValue(output);
            if (Directory.Exists(file))
                throw new UserInputException($"--out must be a file, but '{file}' is a folder. Name a file in it.");
            if (file is not null) ComparisonPage.Write(comparison, file);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(comparison, Json.File));
            else StudyComparisonText.Print(comparison);
            if (file is not null) Terminal.Say($"Wrote {file}.");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage study compare study-300 study-3000",
            "mintage study compare before after --out compare.html");
    }
}
