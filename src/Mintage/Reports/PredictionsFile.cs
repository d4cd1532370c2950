using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>Predictions as a CSV table.</summary>
public static class PredictionsFile
{
    /// <summary>Writes a line per image, whole or not at all: image, class, confidence, a probability per
    /// class.</summary>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> classNames, IReadOnlyList<Prediction> predictions) =>
        Csv.Write(path,
            [
                new CsvColumn<Prediction>("image", p => p.Image),
                new("class", p => p.Class),
                new("confidence", p => Csv.Field(p.Confidence)),
                .. classNames.Select((name, c) =>
                    new CsvColumn<Prediction>($"p({name})", p => Csv.Field((double?)p.Probabilities[c]))),
            ],
            predictions);
}
