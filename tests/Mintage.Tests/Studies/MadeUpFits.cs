using Mintage.Classification;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>
/// A study whose classifiers were never trained: what each predicts is made up, and everything behind it (measures,
/// intervals, verdicts, decisions, report) is real.
/// </summary>
internal static class MadeUpFits
{
    /// <summary>Of the fair protocol, with balancing arms, and nothing else.</summary>
    public static StudyPlan Plan(int replicates = 5)
    {
        var tiny = TinyStudy.Plan();
        return tiny with
        {
            Replicates = replicates,
            Article = null,
            Frechet = null,
            Gans = [tiny.Gans[0]],
            Fair = tiny.Fair! with { Doses = [2] },
        };
    }

    /// <summary>Analyses a study whose arms recognise a share of the test images.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="right">Share that an arm recognises in a replicate.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images; null for the plan's share of the training images.</param>
    public static StudyResults Analyse(
        string folder, StudyPlan plan, Func<string, int, double> right, LabelledImages train, LabelledImages? test) =>
        Analyse(folder, plan, train, test, (arm, replicate, labels) =>
        {
            var wrong = labels.Length - (int)Math.Round(right(arm, replicate) * labels.Length);
            // The first images are recognised by nobody, as some images are harder than others.
            return [.. labels.Select((label, i) => i < wrong ? (label + 1) % train.ClassCount : label)];
        });

    /// <summary>Analyses a study whose arms predict what is given.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images; null for the plan's share of the training images.</param>
    /// <param name="predict">What an arm predicts in a replicate, from the labels of its test images.</param>
    public static StudyResults Analyse(string folder, StudyPlan plan, LabelledImages train, LabelledImages? test,
        Func<string, int, int[], int[]> predict)
    {
        var graph = StudyPlanner.Resolve(plan, new StudyData(plan, train, test));
        var store = new TaskStore(folder);
        foreach (var run in graph.Runs.DistinctBy(r => r.Key))
        {
            var labels = graph.Data.Images(((FitTask)graph.Task(run.Key)).Evaluation).Labels;
            store.Build(graph.Node(run.Key), (task, _) => Write(task, labels, predict(run.Arm, run.Replicate, labels)));
        }
        return StudyRunner.Report(graph, folder);
    }

    private static void Write(string task, int[] labels, int[] predictions)
    {
        var right = labels.Zip(predictions, (label, predicted) => label == predicted).ToArray();
        var accuracy = right.Average(r => r ? 1.0 : 0);
        FitPredictions.Write(Path.Combine(task, FitTask.PredictionsFile), new Evaluation(accuracy, 0.5, predictions)
        {
            Losses = [.. right.Select(r => r ? 0.2f : 2f)],
            Confidences = [.. right.Select(_ => 0.8f)],
        });
        Json.Write(Path.Combine(task, FitTask.ResultFile), new FitFigures
        {
            RealImages = 60,
            SyntheticImages = 0,
            BatchSize = 16,
            Steps = 18,
            TrainAccuracy = 1,
            TrainLoss = 0.1,
            EvaluationImages = labels.Length,
            Accuracy = accuracy,
            Loss = 0.5,
            RealAccuracy = accuracy,
            ClassAccuracy = [],
            Curve = [],
        });
        Json.Write(Path.Combine(task, TaskTiming.File), new TaskTiming(1, 1, 1));
    }
}
