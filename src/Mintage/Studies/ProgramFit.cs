using System.Text.Json.Serialization;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>The program behind a fit.</summary>
/// <param name="Files">Its files, with the hashes that decide the fit's key.</param>
internal sealed record PlannedProgram(IReadOnlyList<ProgramFile> Files)
{
    /// <summary>What its version command printed, as another part of the key; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>What runs, with its limits, which decide no result.</summary>
    [JsonIgnore]
    public ProgramOptions? Options { get; init; }

    /// <summary>The program of a classifier, or null.</summary>
    public static PlannedProgram? Of(ProgramOptions? options, ProgramSite? site) => options is null
        ? null
        : new PlannedProgram(site!.FilesOf(options)) { Options = options, Version = site.VersionOf(options) };
}

/// <summary>
/// Lets a program train a classifier: hands it the images of a fit, and reads back its predictions and its report.
/// </summary>
internal sealed class ProgramFit(FitTask fit, TaskContext context)
{
    private const string WorkingFolder = "work";

    private string Work => Path.Combine(context.Folder, WorkingFolder);

    /// <summary>Runs the program in an empty folder, which is gone when it went well.</summary>
    /// <exception cref="UserInputException">
    /// Commands are not allowed, the program failed or was changed, or what it gave back does not fit.
    /// </exception>
    public FitOutcome Run(FitImages images)
    {
        context.Study.RequireCommandsAllowed();
        ProgramFiles.RequireUnchanged(fit.Program!.Files, context.Study.Programs!.Folder);
        var outcome = Trained(images, ForeignProgram.LogFile);
        if (fit is { ArmName: FairArms.Real, Training: { Replicate: 0, Fold: null } } && fit.Program.Options!.RunTwice)
            outcome = outcome with { SameTwice = IsSame(outcome, Trained(images, ForeignProgram.SecondLogFile)) };
        context.Store.RequireUnchanged(fit.Needs.Select(context.Study.Node)); // it may write where it likes
        Directory.Delete(Work, recursive: true);
        return outcome;
    }

    private FitOutcome Trained(FitImages images, string log)
    {
        var options = fit.Program!.Options!;
        ForeignProgram.Prepare(Work);
        var order = FitFolder.TestOrder(images.Evaluation.Count, fit.Seeds);
        Write(options.Template().Placeholders, images, order);
        new ForeignProgram(options, context.Study.Programs!.Folder).Run(
            fit.Title, Work, Path.Combine(context.Folder, log), Values(), context.Study.Plan.Threads,
            context.Progress, context.Cancellation);
        return Read(images.Evaluation, order);
    }

    private static bool IsSame(FitOutcome one, FitOutcome other) =>
        one.Evaluation.Predictions.SequenceEqual(other.Evaluation.Predictions)
        && one.Evaluation.Losses.SequenceEqual(other.Evaluation.Losses);

    private void Write(IReadOnlySet<string> asked, FitImages images, int[] order)
    {
        var handout = FitHandout.Of(fit, fit.ArmName, images, context.Study.Plan.Threads);
        if (asked.Contains(ProgramPlaceholders.TrainFolder))
            FitFolder.WriteTrainFolder(In(FitFolder.TrainFolder), handout.Training);
        else FitFolder.WriteTrain(In(FitFolder.TrainFile), handout.Training);
        if (asked.Contains(ProgramPlaceholders.TestFolder))
            FitFolder.WriteTestFolder(In(FitFolder.TestFolder), images.Evaluation, order);
        else FitFolder.WriteTest(In(FitFolder.TestFile), images.Evaluation, order);
        Json.Write(In(FitFolder.TaskFile), handout.Question);
    }

    private Dictionary<string, string> Values() => new()
    {
        [ProgramPlaceholders.Train] = In(FitFolder.TrainFile),
        [ProgramPlaceholders.TrainFolder] = In(FitFolder.TrainFolder),
        [ProgramPlaceholders.Test] = In(FitFolder.TestFile),
        [ProgramPlaceholders.TestFolder] = In(FitFolder.TestFolder),
        [ProgramPlaceholders.Predictions] = In(ClassProbabilities.NpyFile),
        [ProgramPlaceholders.PredictionsCsv] = In(ClassProbabilities.CsvFile),
        [ProgramPlaceholders.Report] = In(FitReport.File),
        [ProgramPlaceholders.Task] = In(FitFolder.TaskFile),
        [ProgramPlaceholders.Steps] = $"{((FixedSteps)fit.Length).Steps}",
        [ProgramPlaceholders.BatchSize] = $"{fit.Options.BatchSize}",
        [ProgramPlaceholders.Seed] = $"{Seed}",
        [ProgramPlaceholders.Threads] = $"{context.Study.Plan.Threads}",
    };

    private FitOutcome Read(LabelledImages evaluation, int[] order)
    {
        try
        {
            var given = ClassProbabilities.ReadFrom(Work, order.Length, evaluation.ClassNames).Placed(order);
            var report = FitReport.Read(In(FitReport.File));
            return new FitOutcome(report.Steps, null, Evaluation.Of(given, evaluation.Labels), [])
            {
                Versions = report.Versions,
            };
        }
        catch (UserInputException e)
        {
            throw new UserInputException($"{fit.Title}: {e.Message}", e);
        }
    }

    private long Seed => FitHandout.SeedOf(fit);

    private string In(string name) => Path.GetFullPath(Path.Combine(Work, name));
}

/// <summary>A classifier that was trained, whoever trained it.</summary>
/// <param name="Steps">Optimiser steps that were run.</param>
/// <param name="Training">On the training images; null of a program.</param>
/// <param name="Evaluation">On the evaluation images.</param>
/// <param name="Curve">Points of its curve; may be empty.</param>
internal sealed record FitOutcome(
    int Steps, Evaluation? Training, Evaluation Evaluation, IReadOnlyList<Results.EpochRecord> Curve)
{
    /// <summary>Whether a program gave the same twice; null where it was not tried.</summary>
    public bool? SameTwice { get; init; }

    /// <summary>Versions that a program reported; otherwise null.</summary>
    public IReadOnlyDictionary<string, string>? Versions { get; init; }
}
