using Mintage.Execution;
using Mintage.Gans;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// From the results of the tasks to <see cref="StudyResults"/>; a task that is missing is left out and said in the
/// notes.
/// </summary>
/// <param name="study">Plan, data and tasks.</param>
/// <param name="store">Results of the tasks.</param>
/// <param name="looks">The looks at them.</param>
/// <param name="results">Results of the arms' fits; null for those in the store.</param>
internal sealed class StudyAnalysis(StudyGraph study, TaskStore store, LookBook looks, IFitResults? results = null)
{
    private readonly StudyPlan plan = study.Plan;
    private readonly IFitResults results = results ?? new StoredFits(study, store);
    private readonly HashSet<string> fitted = [.. study.Runs.Select(r => r.Key)];

    public StudyResults Run()
    {
        var fits = new FinishedRuns(study, results);
        var ended = Ended();
        var standing = looks.Standing(plan, ended);
        IReadOnlyList<FitRecord> records = [.. fits.All.Select(f => f.Record)];
        IReadOnlyList<string> missing = [.. study.Nodes.Where(t => !IsDone(t)).Select(t => t.Title)];
        IReadOnlyList<GanRecord> gans = [.. Gans()];
        IReadOnlyList<ForeignSetRecord> foreign = [.. ForeignSets.Of(study, store)];
        IReadOnlyList<ScoreRecord> scores =
            [.. study.Tasks.Where(t => t.Task is ScoreTask && store.IsDone(t.Node))
            .SelectMany(t => Json.Read<ScoreRecord[]>(FileOf(t.Node, ScoreTask.ResultFile)))];
        IReadOnlyList<ContrastRecord> contrasts = plan.Fair is null
            ? []
            : [.. plan.Sizes.SelectMany(s => new ContrastAnalysis(study, fits, s, standing).Run())];
        IReadOnlyList<BudgetRecord> budgets =
            [.. plan.Sizes.SelectMany(s => new BudgetAnalysis(study, fits, s).Run())];
        IReadOnlyList<FairArmRow> fairArms = plan.Fair is null
            ? []
            : [.. plan.Sizes.SelectMany(s => FairTable.Rows(study, fits, s))];
        looks.See(plan, ended, [.. contrasts.Where(c => c.InFamily)
            .Select(c => new LookEstimate(c.Size, c.Arm, c.Against, c.EstimatePoints))]);
        return new StudyResults
        {
            SchemaVersion = 5,
            Profile = plan.Name,
            Protocols =
                [.. plan.Article is null ? Array.Empty<string>() : [ArmRun.Article],
                .. plan.Fair is null ? Array.Empty<string>() : [ArmRun.Fair]],
            PlumbingOnly = plan.PlumbingOnly,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Replicates = plan.Replicates,
            Folds = plan.Article?.Folds ?? 0,
            NestedFolds = plan.Fair?.NestedFolds ?? 0,
            LooksPlanned = plan.Looks,
            Looks = looks.Seen,
            ConfidencePercent = 100 * (1 - standing.Alpha),
            Measure = (plan.Fair?.Measure ?? ClassMeasure.Accuracy).Words(),
            TrainedElsewhere = results.Elsewhere,
            Data = DataRecord(),
            Sizes = [.. plan.Sizes.Select(s => Size(s, fits))],
            Conclusions = plan.Fair is null
                ? []
                : [.. plan.Sizes.Select(s => Conclusions.Of(
                    study, s, fairArms, contrasts, budgets, missing, results.Elsewhere))
                    .Zip(plan.Sizes, (c, s) => c with
                    {
                        Limits = [.. ForeignSets.NearTest(s, scores), .. DivergedGans.Of(s, gans), .. c.Limits],
                    })],
            Decisions = plan.Fair is null
                ? []
                : [.. plan.Sizes.Select(s => new Decision(study, fits, s, fairArms, contrasts).Run())],
            FairArms = fairArms,
            Contrasts = contrasts,
            Budgets = budgets,
            Decompositions = [.. plan.Sizes.SelectMany(s => new Decomposition(study, fits, s).Run())],
            Arms = [
                .. plan.Sizes.SelectMany(
                    s => ArmTable.Rows(
                        s, [.. records.Where(f => f.Size == s.Name && f is { Fold: null, Protocol: ArmRun.Article })],
                        plan.Article is { PublishedFigures: true }))],
            FoldTable =
                [.. plan.Sizes.SelectMany(
                    s => ArmTable.FoldRows(s, [.. records.Where(f => f.Size == s.Name && f.Fold is not null)],
                        (plan.Fair?.Measure ?? ClassMeasure.Accuracy).Words()))],
            Gans = gans,
            Foreign = foreign,
            Scores = scores,
            ScoreNotes = study.ScoreNotes,
            Fits = records,
            Notes =
                [.. StudyNotes.Of(study, records, gans, missing), .. ForeignSets.Notes(study, foreign)],
        };
    }

    /// <summary>Replicates of which every arm of the family is done or has failed.</summary>
    private int Ended()
    {
        if (plan.Fair is null) return plan.Replicates;
        var family = FairArms.Nested(plan).Select(a => a.Name).ToHashSet();
        return study.Runs.Where(r => r is { Protocol: ArmRun.Fair, Fold: null } && family.Contains(r.Arm))
            .GroupBy(r => r.Replicate).Count(g => g.All(r => HasEnded(study.Node(r.Key))));
    }

    private bool HasEnded(TaskNode node) => IsDone(node) || HasFailed(node);

    private bool IsDone(TaskNode node) =>
        fitted.Contains(node.Key) ? results.Find(node) is not null : store.IsDone(node);

    private bool HasFailed(TaskNode node) =>
        (fitted.Contains(node.Key) ? results.HasFailed(node) : store.Failure(node) is not null)
        || (!IsDone(node) && node.Needs.Any(key => HasFailed(study.Node(key))));

    private string FileOf(TaskNode node, string file) => Path.Combine(store.Folder(node), file);

    private DataSetRecord DataRecord()
    {
        var test = study.Data.Images(study.Data.Test(0));
        return new DataSetRecord
        {
            Name = plan.Data,
            TrainFingerprint = study.Data.Train.Fingerprint,
            TestFingerprint = test.Fingerprint,
            RepeatedSplits = !study.Data.HasTestSet,
            TestFingerprints = [.. Enumerable.Range(0, study.Data.HasTestSet ? 1 : plan.Replicates)
                .Select(r => study.Data.Test(r).Fingerprint)],
            TrainCount = study.Data.Train.Count,
            TestCount = test.Count,
            Height = study.Data.Train.Height,
            Width = study.Data.Train.Width,
            Channels = study.Data.Train.Channels,
            ClassNames = study.Data.Train.ClassNames,
            TrainClassCounts = study.Data.Train.ClassCounts(),
            TestClassCounts = test.ClassCounts(),
        };
    }

    private SizeRecord Size(SizePlan size, FinishedRuns fits)
    {
        var draws = Enumerable.Range(0, size.Images is null && study.Data.HasTestSet ? 1 : plan.Replicates)
            .Select(r => study.Data.Training(size, r)).ToList();
        return new SizeRecord
        {
            Name = size.Name,
            Images = draws[0].Count,
            ClassCounts = study.Data.Images(draws[0]).ClassCounts(),
            Fingerprints = [.. draws.Select(d => d.Fingerprint)],
            Estimand = study.Data.Estimand(size),
            MarginPoints = plan.Fair is null ? 0 : Margin.Points(study, fits, size),
        };
    }

    private IEnumerable<GanRecord> Gans()
    {
        foreach (var gan in study.Gans.Where(g => g.Fold is null))
        {
            var synthesise = study.Node(gan.Synthetic);
            var firstClassSheet = Picture(synthesise, SynthesiseTask.FirstClassFile);
            var besideReal = Picture(synthesise, SynthesiseTask.BesideRealFile);
            for (var member = 0; member < gan.Trainings.Count; member++)
            {
                var training = study.Node(gan.Trainings[member]);
                if (store.IsDone(training))
                    yield return Record(gan, member, training,
                        TrainedGan.ReadFacts(store.Folder(training))) with
                    {
                        FirstClassSheetFile = firstClassSheet,
                        BesideRealFile = besideReal,
                    };
            }
        }
    }

    /// <summary>A picture of a task, relative to the study folder; null where it has none of that name.</summary>
    private string? Picture(TaskNode task, string file) =>
        File.Exists(FileOf(task, file)) ? $"tasks/{task.FolderName}/{file}" : null;

    private static GanRecord Record(GanRun gan, int member, TaskNode training, GanFacts facts) => new()
    {
        Task = training.Key,
        Name = gan.Name,
        Size = gan.Size.Name,
        Replicate = gan.Replicate,
        Member = member,
        Members = gan.Trainings.Count,
        Objective = GanWords.Of(facts.Options),
        TrainingImages = facts.Lineage.Count,
        Leaky = gan.Leaky,
        CriticSteps = facts.Options.CriticSteps,
        BatchSize = facts.Options.BatchSize,
        Figures = facts,
        SheetFile = $"tasks/{training.FolderName}/sheet.png",
        FirstClassSheetFile = null,
    };
}
