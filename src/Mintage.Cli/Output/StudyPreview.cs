using System.Text.Json;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints what a run of a plan would do, for --dry-run.</summary>
internal static class StudyPreview
{
    /// <param name="study">The study.</param>
    /// <param name="cost">Measured on this machine.</param>
    /// <param name="done">What is done already, by key.</param>
    /// <param name="workers">Tasks that will run at once.</param>
    /// <param name="asJson">Whether to print one JSON document.</param>
    public static void Print(
        StudyGraph study, StudyCost cost, IReadOnlyDictionary<string, TaskPace> done, int workers, bool asJson)
    {
        var tasks = cost.Nodes;
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                study.Plan,
                Tasks = tasks.Select(t => new { t.Key, t.Kind, t.Title, t.EstimatedSeconds }),
                cost.CoreSeconds,
                WallSeconds = cost.WallSeconds(workers, done),
                Done = done.Count,
                cost.Megabytes,
                cost.InceptionSeconds,
                Detectable = DetectableEffect.Of(study),
                study.ScoreNotes,
            }, Json.File));
            return;
        }
        Console.Out.Write(PlanFile.Text(study.Plan));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("task", "number", "core time", "disk");
        for (var c = 1; c < 4; c++) table.Columns[c].RightAligned();
        var seconds = WorkLeft.Estimates(tasks);
        foreach (var kind in tasks.GroupBy(t => t.Kind))
            table.AddRow(kind.Key, $"{kind.Count():N0}", Terminal.Duration(kind.Sum(t => seconds[t.Key])),
                $"{kind.Sum(t => t.EstimatedMegabytes):N0} MB");
        Terminal.Out.Write(table);
        Terminal.Line($"Arms: {string.Join(", ", study.Runs.Select(f => $"{f.Protocol}/{f.Arm}").Distinct())}");
        foreach (var node in tasks.Where(t => t.Kind != "fit")) Terminal.Line($"  {node.Title}");
        Terminal.Line(
            $"{tasks.Count} tasks{(done.Count > 0 ? $", {done.Count} of them done" : "")}, "
            + $"{Terminal.About(cost.WallSeconds(workers, done))} {(done.Count > 0 ? "left " : "")}with {workers} "
            + $"worker{(workers == 1 ? "" : "s")} (from a trial of each kind on this machine), {cost.Megabytes:N0} MB "
            + "on disk.");
        if (cost.InceptionSeconds is > 0 and var ofInception)
            Terminal.Line($"FID, FID-infinity and KID take {Terminal.Duration(ofInception)} of one core of this.");
        if (DetectableEffect.Of(study) is { } detectable)
            Terminal.Paragraph("", $"Can find effects of {detectable.Words()}.");
        foreach (var note in study.ScoreNotes) Terminal.Paragraph("", note);
        if (study.Data.LeftOut > 0)
            Terminal.Line(
                $"{study.Data.LeftOut} training images are left out because the same image, or one of the same "
                + "group, is in the test set.");
    }
}
