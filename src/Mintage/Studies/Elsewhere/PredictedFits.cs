using Mintage.Classification;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Foreign;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Analysis;

namespace Mintage.Studies.Elsewhere;

/// <summary>
/// Fits of classifiers that others trained on exported images: their predictions against the true labels.
/// </summary>
internal sealed class PredictedFits : IFitResults
{
    private readonly Dictionary<string, FitResult> byKey = [];

    /// <summary>Reads predictions.</summary>
    /// <param name="study">What was handed out.</param>
    /// <param name="fits">The fits whose predictions are there.</param>
    /// <param name="folder">Folder of their folders.</param>
    /// <exception cref="UserInputException">Some are none; every fault is listed.</exception>
    public PredictedFits(StudyGraph study, IReadOnlyList<ExportedFit> fits, string folder)
    {
        var (faults, silent, versions) = (new List<string>(), new List<string>(), new SortedSet<string>());
        foreach (var fit in fits)
        {
            try
            {
                var report = Report(Path.Combine(folder, fit.Name, FitReport.File));
                if (report is null) silent.Add(fit.Name);
                else versions.UnionWith(report.Versions.Select(v => $"{v.Key} {v.Value}"));
                byKey[fit.Key] = Read(study, fit, Path.Combine(folder, fit.Name), report);
            }
            catch (UserInputException e)
            {
                faults.Add(e.Message);
            }
        }
        if (faults.Count > 0) throw UserInputException.FromFaults($"'{folder}'", faults);
        Elsewhere = new ElsewhereRecord(fits.Count, silent, [.. versions]);
    }

    public ElsewhereRecord? Elsewhere { get; }

    public FitResult? Find(TaskNode fit) => byKey.GetValueOrDefault(fit.Key);

    /// <summary>Nobody says of a missing prediction that it will never come.</summary>
    public bool HasFailed(TaskNode fit) => false;

    /// <summary>Whether the predictions of a fit are there.</summary>
    public static bool AreThere(string folder, string name) =>
        File.Exists(Path.Combine(folder, name, ClassProbabilities.NpyFile))
        || File.Exists(Path.Combine(folder, name, ClassProbabilities.CsvFile));

    private static FitReport? Report(string path) => File.Exists(path) ? FitReport.Read(path) : null;

    private static FitResult Read(StudyGraph study, ExportedFit fit, string folder, FitReport? report)
    {
        var images = study.Data.Images(((FitTask)study.Task(fit.Key)).Evaluation);
        var evaluation = Evaluation.Of(
            ClassProbabilities.ReadFrom(folder, images.Count, images.ClassNames)
                .Placed(ExportedStudy.TestOrder(study, fit.Test, images.Count)), images.Labels);
        return new FitResult(Figures(fit, images, evaluation, report),
            new Lazy<FitPredictions?>(FitPredictions.Of(images, evaluation)))
        {
            StepsAreKnown = report is not null,
        };
    }

    private static FitFigures Figures(
        ExportedFit fit, LabelledImages images, Evaluation evaluation, FitReport? report) => new()
        {
            RealImages = fit.RealImages,
            SyntheticImages = fit.SyntheticImages,
            BatchSize = fit.BatchSize,
            Steps = report?.Steps ?? fit.Steps,
            TrainAccuracy = null,
            TrainLoss = null,
            EvaluationImages = images.Count,
            Accuracy = evaluation.Accuracy,
            Loss = evaluation.Loss,
            RealAccuracy = evaluation.Accuracy,
            ClassAccuracy = evaluation.ClassAccuracy(images.Labels, images.ClassCount),
            Curve = [],
            Versions = report?.Versions,
        };
}
