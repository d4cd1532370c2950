using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Cli.Commands;
using Mintage.Metrics;
using Mintage.Statistics;
using Mintage.Studies.Surveys;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints the default study for a data set on stdout.</summary>
internal static class StudyForecastText
{
    public static void Print(DataInfo info)
    {
        Console.Out.WriteLine();
        if (info.Survey.NoStudy is { } fault)
            Terminal.Paragraph("", $"A study cannot run on the data as they are. {fault}");
        if (info.Survey.Study is not { } study) return;
        Terminal.Line(
            "The study that 'mintage study run --data' would run (use 'mintage study init' to write the plan and "
            + "change it):");
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(2, 0, 2, 0) })
            .AddColumn(new TableColumn("") { Padding = new Padding(0) });
        foreach (var (what, how) in Lines(study)) table.AddRow(new Text(what), new Text(how));
        if (info.Survey.Symmetries.Count > 0)
            table.AddRow(new Text("proposal"), new Text(Proposal(info.Survey.Symmetries)));
        Terminal.Out.Write(table);
    }

    private static string Network(ClassifierOptions classifier) => classifier switch
    {
        { Width: { } width } => $"CNN of {width.Filters1} and {width.Filters2} filters, {width.Hidden} hidden units",
        { Residual: { } wide } => $"wide residual network of {wide.Maps} maps",
        { Program: { } program } => $"program '{program.Command}'",
        { Pretrained: { } pretrained } => $"ResNet-18, pretrained on ImageNet, at {pretrained.Side} pixels",
        _ => $"small residual network of {classifier.Small} maps",
    };

    private static IEnumerable<(string What, string How)> Lines(StudyForecast study)
    {
        var plan = study.Plan;
        var (size, gan) = (plan.Sizes[0], plan.Gans[0]);
        var left = study.LeftOut == 0
            ? ""
            : $"; {study.LeftOut:N0} left out because they (or their groups) are also in the test set";
        yield return ("training", size.Images is null
            ? $"{study.TrainingImages:N0} images, all "
                + (plan.TestShare is null ? "there are" : "but those for testing") + left
            : $"{study.TrainingImages:N0} images, drawn for each replicate{left}");
        yield return (
            "test", plan.TestShare is { } share
            ? $"{study.TestImages:N0} images ({share:P0}), set aside "
                + $"{(plan.RepeatedSplits ? "by each replicate" : "once")}"
            : $"{study.TestImages:N0} images, the test set");
        yield return ("replicates", $"{plan.Replicates}");
        yield return (
            "classifier", $"{Network(size.Classifier)}; {study.Steps:N0} steps of {size.Classifier.BatchSize} images");
        if (study.AreColourAndLarge && size.Classifier.Pretrained is null)
            yield return (
                "", "quick. If these are photographs, use --classifier pretrained (ResNet-18, which knows ImageNet; "
                + "far ahead with few images) or residual (from scratch, slower and better)");
        yield return (
            "GAN", $"{gan.Name}, {gan.Options!.GeneratorUpdates:N0} updates of {gan.Options.BatchSize} images; "
            + $"{plan.SyntheticAt(size):N0} synthetic images");
        yield return ("classical", Classical(plan.Fair!.Classical));
        yield return ("measure", plan.Fair.Measure switch
        {
            ClassMeasure.BalancedAccuracy => "balanced accuracy, because the classes differ in size",
            ClassMeasure.MacroF1 => "macro-F1",
            _ => "accuracy",
        });
        yield return ("arms", string.Join(", ", study.Arms));
        yield return ("can find", study.Detectable?.Words() ?? "nothing: verdicts need at least 5 replicates");
        var workers = StudyLaunch.DefaultWorkers;
        yield return (
            "cost", $"{study.Cost.Tasks} tasks, {Terminal.About(study.Cost.CoreSeconds)} of one core, "
            + $"{Terminal.Duration(study.Cost.WallSeconds(workers))} with {workers} "
            + $"worker{(workers == 1 ? "" : "s")}; {study.Cost.Megabytes:N0} MB on the disk");
    }

    private static string Classical(ClassicalOptions options)
    {
        List<string> changes = [];
        if (options.MaxShift > 0) changes.Add($"shift by up to {options.MaxShift:P0} of the side");
        if (options.MaxRotationDegrees > 0) changes.Add($"turn by up to {options.MaxRotationDegrees:0.#} degrees");
        if (options.MaxScale > 0) changes.Add($"scale by up to {options.MaxScale:P0}");
        if (options.ElasticPixels > 0) changes.Add("bend");
        if (options.Brightness > 0) changes.Add($"brightness by up to {options.Brightness:P0}");
        if (options.Contrast > 0) changes.Add($"contrast by up to {options.Contrast:P0}");
        if (options.Mirror) changes.Add("mirror left to right");
        if (options.MirrorVertical) changes.Add("mirror top to bottom");
        if (options.QuarterTurns) changes.Add("turn by quarters");
        if (!options.Mirror && !options.MirrorVertical) changes.Add("no mirroring");
        return string.Join(", ", changes);
    }

    /// <summary>Proposes further augmentation that the pixels would allow.</summary>
    private static string Proposal(IReadOnlyList<SymmetryFinding> findings)
    {
        var alike = findings.Where(f => f.Alike).ToList();
        var figures =
            string.Join(
                ", ", findings.Select(
                    f => $"{Word(f.Kind)} {Change(f.Farther)} (worst '{f.WorstClass}' {Change(f.WorstFarther)})"));
        var measured = $"Distance of changed images to the nearest image of their class: {figures}";
        return alike.Count == 0
            ? $"neither mirroring nor quarter turns. {measured}."
            : $"classical: {{ {string.Join(", ", alike.Select(f => $"{Key(f.Kind)}: true"))} }}, if it does not "
                + $"change what the images show. Pixels cannot tell; for digits and text it always does. {measured}.";
    }

    private static string Change(double farther) => farther.ToString("+0 %;\u22120 %;0 %");

    private static string Word(SymmetryKind kind) => kind switch
    {
        SymmetryKind.Mirror => "mirrored",
        SymmetryKind.MirrorVertical => "upside down",
        _ => "quarter turn",
    };

    private static string Key(SymmetryKind kind) => kind switch
    {
        SymmetryKind.Mirror => "mirror",
        SymmetryKind.MirrorVertical => "mirror_vertical",
        _ => "quarter_turns",
    };
}
