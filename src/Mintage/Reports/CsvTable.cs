using System.Globalization;
using System.Text;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>Every classifier of a study as one line of a CSV file (RFC 4180), for spreadsheets and statistics programs.</summary>
public static class CsvTable
{
    /// <summary>Name of the file in the study folder.</summary>
    public const string FileName = "results.csv";

    private static readonly (string Name, Func<FitRecord, string> Value)[] Columns =
    [
        ("task", f => f.Task),
        ("size", f => f.Size),
        ("arm", f => f.Arm),
        ("replicate", f => Number(f.Replicate)),
        ("fold", f => f.Fold is { } fold ? Number(fold) : ""),
        ("leaky", f => f.Leaky ? "true" : "false"),
        ("real_images", f => Number(f.RealImages)),
        ("synthetic_images", f => Number(f.SyntheticImages)),
        ("batch_size", f => Number(f.BatchSize)),
        ("steps", f => Number(f.Steps)),
        ("train_accuracy", f => Number(f.TrainAccuracy)),
        ("train_loss", f => Number(f.TrainLoss)),
        ("accuracy", f => Number(f.Accuracy)),
        ("loss", f => Number(f.Loss)),
        ("real_accuracy", f => Number(f.RealAccuracy)),
    ];

    /// <summary>
    /// Writes the file, whole or not at all: UTF-8, a header line with the names of results.json, CRLF line ends.
    /// Doubles are written so that reading them gives the same bits; what is missing or not finite is an empty field.
    /// </summary>
    /// <param name="results">What the study found.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(StudyResults results, string path)
    {
        var text = new StringBuilder();
        AppendLine(text, Columns.Select(c => c.Name));
        foreach (var fit in results.Fits) AppendLine(text, Columns.Select(c => c.Value(fit)));
        WholeFile.WriteText(path, text.ToString());
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> fields) =>
        text.AppendJoin(',', fields.Select(Quoted)).Append("\r\n");

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
