using Mintage.Execution;
using Mintage.Gans;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>From the results of the tasks to <see cref="StudyResults"/>; a task that is missing is left out and said in the notes.</summary>
internal sealed class StudyAnalysis(StudyGraph study, TaskStore store)
{
    private readonly StudyPlan plan = study.Plan;

    public StudyResults Run()
    {
        var fits = Done<FitTask>().Select(t => Json.Read<FitRecord>(FileOf(t.Node, FitTask.ResultFile))).Where(f => f.Size.Length > 0).ToList();
        return new StudyResults
        {
            SchemaVersion = 1,
            Profile = plan.Name,
            Protocols = ["article"],
            NestedFolds = 0,
            RelevantPoints = 0.5,
            Conclusions = [],
            FairArms = [],
            Contrasts = [],
            Decompositions = [],
            PlumbingOnly = plan.PlumbingOnly,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Replicates = plan.Replicates,
            Folds = plan.Folds,
            Data = DataRecord(),
            Sizes = [.. plan.Sizes.Select(Size)],
            Arms = [.. plan.Sizes.SelectMany(s => ArmTable.Rows(s, [.. fits.Where(f => f.Size == s.Name && f.Fold is null)]))],
            FoldTable = [.. plan.Sizes.SelectMany(s => ArmTable.FoldRows(s, [.. fits.Where(f => f.Size == s.Name && f.Fold is not null)]))],
            Gans = [.. Gans()],
            Scores = [.. Done<ScoreTask>().SelectMany(t => Json.Read<ScoreRecord[]>(FileOf(t.Node, ScoreTask.ResultFile)))],
            Fits = fits,
            Notes = [.. Notes(fits)],
        };
    }

    private IEnumerable<(T Task, TaskNode Node)> Done<T>() where T : StudyTask =>
        study.Tasks.Where(t => t.Task is T && store.IsDone(t.Node)).Select(t => ((T)t.Task, t.Node));

    private string FileOf(TaskNode node, string file) => Path.Combine(store.Folder(node), file);

    private DataSetRecord DataRecord() => new()
    {
        Name = plan.Data,
        TrainFingerprint = study.Data.Train.Fingerprint,
        TestFingerprint = study.Data.Test.Fingerprint,
        TrainCount = study.Data.Train.Count,
        TestCount = study.Data.Test.Count,
        Height = study.Data.Train.Height,
        Width = study.Data.Train.Width,
        Channels = study.Data.Train.Channels,
        ClassNames = study.Data.Train.ClassNames,
        TrainClassCounts = study.Data.Train.ClassCounts(),
        TestClassCounts = study.Data.Test.ClassCounts(),
    };

    private SizeRecord Size(SizePlan size)
    {
        var draws = Enumerable.Range(0, size.Images is null ? 1 : plan.Replicates).Select(r => study.Data.Part(RealPart.Training, size, r)).ToList();
        return new SizeRecord
        {
            Name = size.Name,
            Images = draws[0].Count,
            ClassCounts = draws[0].ClassCounts(),
            Fingerprints = [.. draws.Select(d => d.Fingerprint)],
        };
    }

    /// <summary>One record for every place a GAN serves: a GAN trained once on all images serves several replicates.</summary>
    private IEnumerable<GanRecord> Gans()
    {
        var arms = study.Tasks.Select(t => t.Task).OfType<FitTask>().Where(f => f is { Fold: null, Synthetic: not null, Real: not null });
        foreach (var arm in arms)
        {
            var synthesise = study.Node(arm.Synthetic!);
            var training = study.Node(((SynthesiseTask)study.Task(arm.Synthetic!)).Gan);
            if (!store.IsDone(training)) continue;
            var facts = Json.Read<GanFacts>(FileOf(training, TrainedGan.FactsFile));
            yield return Record(arm, training, facts, store.IsDone(synthesise) ? $"tasks/{synthesise.FolderName}/{SynthesiseTask.FirstClassFile}" : null);
        }
    }

    private static GanRecord Record(FitTask arm, TaskNode training, GanFacts facts, string? firstClassSheet) => new()
    {
        Task = training.Key,
        Name = arm.Arm,
        Size = arm.Real!.Size,
        Replicate = arm.Real.Replicate,
        Objective = Describe(facts.Options),
        TrainingImages = facts.Lineage.Count,
        Leaky = arm.Leaky,
        GeneratorUpdates = facts.GeneratorUpdates,
        CriticSteps = facts.Options.CriticSteps,
        BatchSize = facts.Options.BatchSize,
        Epochs = facts.Epochs,
        GeneratorParameters = facts.GeneratorParameters,
        DiscriminatorParameters = facts.DiscriminatorParameters,
        Diverged = facts.Divergence is not null,
        Curve = facts.Curve,
        SheetFile = $"tasks/{training.FolderName}/sheet.png",
        FirstClassSheetFile = firstClassSheet,
    };

    private static string Describe(GanOptions options) => (options.Objective, options.Constraint) switch
    {
        (GanObjective.Wasserstein, CriticConstraint.WeightClipping) => $"Wasserstein, weights clipped at {options.ClipValue}",
        (GanObjective.Wasserstein, CriticConstraint.GradientPenalty) => $"Wasserstein, gradient penalty {options.PenaltyWeight}",
        (GanObjective.Wasserstein, _) => "Wasserstein",
        (GanObjective.NonSaturating, _) => "non-saturating",
        _ => "minimax (saturating)",
    };

    private IEnumerable<string> Notes(List<FitRecord> fits)
    {
        if (plan.PlumbingOnly)
            yield return "This run proves that the parts work together, nothing else: every network was trained for seconds. Its numbers say nothing about GANs.";
        if (plan.Replicates < 5)
            yield return $"{plan.Replicates} replicate{(plan.Replicates == 1 ? "" : "s")}: too few for an interval or a verdict. Run 'mintage reproduce --profile evidence' for five.";
        yield return "The curves show the test set after every epoch, as the article does. No choice is made on it: epochs and steps are fixed in the plan.";
        yield return $"'{ArticleArms.Control}' trains on the real images alone for as many optimiser steps as the arms with synthetic images get. What it gains over '{ArticleArms.Real}' is owed to longer training, not to GANs.";
        if (plan.Folds > 0)
            yield return "The folds are pooled as in the article: synthetic images are in training and validation parts, and the GANs saw the real images of the validation parts. Their accuracies are too good; the column 'real only' leaves the synthetic validation images out, not the leak.";
        foreach (var f in fits.Where(f => f.Leaky && f.Fold is null && f.Replicate == 0))
            yield return $"'{f.Arm}' ({f.Size}) is leaky: its GAN was trained on all {study.Data.Train.Count:N0} images, while its baseline saw {f.RealImages:N0}.";
        foreach (var gan in Gans().Where(g => g.Diverged))
            yield return $"The GAN '{gan.Name}' ({gan.Size}, replicate {gan.Replicate + 1}) diverged after {gan.GeneratorUpdates:N0} updates; its images are from the last finite checkpoint.";
        var missing = study.Tasks.Where(t => !store.IsDone(t.Node)).Select(t => t.Node.Title).ToList();
        if (missing.Count > 0)
            yield return $"{missing.Count} task{(missing.Count == 1 ? " is" : "s are")} missing: {string.Join("; ", missing)}.";
    }
}
