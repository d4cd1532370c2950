using Mintage.Data;

namespace Mintage.Classification;

/// <summary>What a classifier says of one image.</summary>
/// <param name="Image">The image: its file, or its place.</param>
/// <param name="Class">Name of the likeliest class.</param>
/// <param name="Confidence">Its probability, 0 ... 1.</param>
/// <param name="Probabilities">Of every class in the classifier's order; they add up to 1.</param>
public sealed record Prediction(string Image, string Class, double Confidence, IReadOnlyList<float> Probabilities);

/// <summary>Predicts classes of images.</summary>
public static class Predictions
{
    /// <summary>Predicts the class of every image.</summary>
    /// <param name="classifier">Not disposed.</param>
    /// <param name="images">Of the classifier's form; their labels do not matter.</param>
    /// <param name="names">A name for every image.</param>
    public static IReadOnlyList<Prediction> Of(
        SavedClassifier classifier, LabelledImages images, IReadOnlyList<string> names)
    {
        var all = Outcomes.Probabilities(classifier.Network, images);
        return [.. all.Zip(names, (row, name) =>
        {
            var best = Array.IndexOf(row, row.Max());
            return new Prediction(name, classifier.Facts.ClassNames[best], row[best], row);
        })];
    }
}
