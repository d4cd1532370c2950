using Mintage.Data;
using Mintage.Results;

namespace Mintage.Classification;

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
