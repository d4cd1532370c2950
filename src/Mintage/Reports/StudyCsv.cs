using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>The tables of a study as CSV files, for spreadsheets and statistics programs.</summary>
public static class StudyCsv
{
    /// <summary>Name of the file with a line per classifier, in the study folder.</summary>
    public const string FileName = "results.csv";

    /// <summary>Name of the file with a line per arm of the fair protocol.</summary>
    public const string FairArmsFileName = "fair-arms.csv";

    /// <summary>Name of the file with a line per comparison of the fair protocol.</summary>
    public const string ContrastsFileName = "contrasts.csv";

    private static readonly string[] FurtherMeasures = ["balanced accuracy", "macro-F1"];

    /// <summary>
    /// One observation a line: a classifier. Names and their order stay as they are; new columns come at the end.
    /// </summary>
    private static IReadOnlyList<CsvColumn<FitRecord>> Fits(StudyResults results)
    {
        var arms = results.FairArms.ToDictionary(a => (a.Size, a.Arm));
        return
        [
            new("task", f => f.Task),
            new("protocol", f => f.Protocol),
            new("size", f => f.Size),
            new("arm", f => f.Arm),
            new("replicate", f => Csv.Field(f.Replicate)),
            new("fold", f => Csv.Field(f.Fold)),
            new("leaky", f => Csv.Field(f.Leaky)),
            new("real_images", f => Csv.Field(f.Figures.RealImages)),
            new("synthetic_images", f => Csv.Field(f.Figures.SyntheticImages)),
            new("batch_size", f => Csv.Field(f.Figures.BatchSize)),
            new("steps", f => Csv.Field(f.Figures.Steps)),
            new("train_accuracy", f => Csv.Field(f.Figures.TrainAccuracy)),
            new("train_loss", f => Csv.Field(f.Figures.TrainLoss)),
            new("evaluation_images", f => Csv.Field(f.Figures.EvaluationImages)),
            new("accuracy", f => Csv.Field(f.Figures.Accuracy)),
            new("loss", f => Csv.Field(f.Figures.Loss)),
            new("real_accuracy", f => Csv.Field(f.Figures.RealAccuracy)),
            .. FurtherMeasures.Select(measure => new CsvColumn<FitRecord>(
                Csv.Name(measure),
                f => Csv.Field(f.Measures.FirstOrDefault(m => m.Measure == measure)?.Percent / 100))),
            new("gan", f => Fair(f)?.Gan ?? ""),
            new("synthetic_share", f => Csv.Field(Fair(f)?.SyntheticShare)),
            new("plan", _ => results.Profile),
            new("seed", _ => Csv.Field((double?)results.Seed)),
            new("same_twice", f => f.Figures.SameTwice is { } same ? Csv.Field(same) : ""),
        ];

        FairArmRow? Fair(FitRecord fit) => fit.Protocol == "fair" ? arms.GetValueOrDefault((fit.Size, fit.Arm)) : null;
    }

    /// <summary>
    /// Writes <c>results.csv</c>, and beside it <c>fair-arms.csv</c> and <c>contrasts.csv</c> where the fair protocol
    /// was run. Three files, because their rows are of three kinds: a classifier, an arm, a comparison.
    /// </summary>
    /// <param name="results">What the study found.</param>
    /// <param name="studyFolder">Folder of the study.</param>
    /// <exception cref="UserInputException">A file cannot be written.</exception>
    public static void WriteAll(StudyResults results, string studyFolder)
    {
        Write(results, Path.Combine(studyFolder, FileName));
        if (!results.Protocols.Contains("fair")) return;
        Csv.Write(Path.Combine(studyFolder, FairArmsFileName), FairCsv.Arms, results.FairArms);
        Csv.Write(Path.Combine(studyFolder, ContrastsFileName), FairCsv.Contrasts, results.Contrasts);
    }

    /// <summary>
    /// Writes one line per classifier, whole or not at all: UTF-8, a header line with the names of results.json, CRLF
    /// line ends. Doubles are written so that reading them gives the same bits; what is missing or not finite is an
    /// empty field.
    /// </summary>
    /// <param name="results">What the study found.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(StudyResults results, string path) => Csv.Write(path, Fits(results), results.Fits);
}
