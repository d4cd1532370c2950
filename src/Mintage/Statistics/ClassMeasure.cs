namespace Mintage.Statistics;

/// <summary>A measure of how well predicted classes fit the true ones.</summary>
public enum ClassMeasure
{
    /// <summary>Share of right predictions. Every image counts alike, so a rare class hardly counts.</summary>
    Accuracy,

    /// <summary>Mean recall over the classes. Every class counts alike.</summary>
    BalancedAccuracy,

    /// <summary>Mean F1 over the classes (F1 is the harmonic mean of precision and recall).</summary>
    MacroF1,
}

/// <summary>Computes measures image by image, so that their sampling error can be estimated.</summary>
internal static class ClassMeasures
{
    public static IReadOnlyList<ClassMeasure> All { get; } = Enum.GetValues<ClassMeasure>();

    /// <summary>The measure's name for people, such as "balanced accuracy".</summary>
    public static string Words(this ClassMeasure measure) => measure switch
    {
        ClassMeasure.Accuracy => "accuracy",
        ClassMeasure.BalancedAccuracy => "balanced accuracy",
        ClassMeasure.MacroF1 => "macro-F1",
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>
    /// Gives one number per image. Their mean is the measure (0 to 1) and their variance over n is its sampling
    /// variance. For accuracy the number is right or wrong; for the others it is the measure plus the image's influence
    /// on it (the delta method).
    /// </summary>
    /// <param name="measure">The measure.</param>
    /// <param name="labels">True class of every image, 0 to <paramref name="classes"/> - 1; at least one image.</param>
    /// <param name="predictions">Predicted class of every image.</param>
    /// <param name="classes">Number of classes; those without an image do not count.</param>
    /// <remarks>
    /// Recall and F1 of a class are ratios of means; F1 is 2 TP / (true + predicted). A ratio a/b changes by (a_i -
    /// (a/b) b_i) / b when image i gets a little more weight.
    /// </remarks>
    public static double[] Contributions(
        ClassMeasure measure, IReadOnlyList<int> labels, IReadOnlyList<int> predictions, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        if (labels.Count == 0) throw new ArgumentException("There must be at least one image.", nameof(labels));
        if (labels.Count != predictions.Count)
            throw new ArgumentException(
                $"{labels.Count} labels need {labels.Count} predictions, but {predictions.Count} came.",
                nameof(predictions));
        if (measure == ClassMeasure.Accuracy)
            return [.. labels.Zip(predictions, (label, predicted) => label == predicted ? 1.0 : 0)];
        var (counts, named, right) = (new int[classes], new int[classes], new int[classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            counts[labels[i]]++;
            named[predictions[i]]++;
            if (labels[i] == predictions[i]) right[labels[i]]++;
        }
        var present = counts.Count(n => n > 0);
        // Ratio of each class, and the images its denominator counts; a class without an image has neither.
        var denominators = Enumerable.Range(0, classes)
            .Select(
                c => counts[c] == 0 ? 0.0 : measure == ClassMeasure.MacroF1 ? (counts[c] + named[c]) / 2.0 : counts[c])
                .ToArray();
        var ratios = Enumerable.Range(0, classes).Select(c => counts[c] == 0 ? 0 : right[c] / denominators[c])
            .ToArray();
        var value = ratios.Sum() / present;
        return [.. labels.Zip(predictions, Contribution)];

        double Contribution(int label, int predicted)
        {
            var influence = label == predicted ? 1 / denominators[label] : 0;
            if (measure == ClassMeasure.BalancedAccuracy) influence -= ratios[label] / denominators[label];
            else influence -= (Of(label) + Of(predicted)) / 2;
            return value + (labels.Count * influence / present);
        }

        double Of(int c) => counts[c] == 0 ? 0 : ratios[c] / denominators[c];
    }
}
