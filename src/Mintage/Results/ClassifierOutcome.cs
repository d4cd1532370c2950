namespace Mintage.Results;

/// <summary>What a classifier does on a test set: for its page and its tables.</summary>
public sealed record ClassifierOutcome
{
    /// <summary>Name of the classifier.</summary>
    public required string Classifier { get; init; }

    /// <summary>Name of the test set.</summary>
    public required string TestSet { get; init; }

    /// <summary>Share of right predictions, 0 ... 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>95 % Wilson interval of the accuracy, in percent: this classifier, other test images.</summary>
    public required PointsInterval AccuracyPercent { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Who is taken for whom.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Mistakes of which it was surest, the surest first.</summary>
    public required IReadOnlyList<Mistake> WorstMistakes { get; init; }
}

/// <summary>How many images of each class were taken for each class.</summary>
/// <param name="ClassNames">In label order.</param>
/// <param name="Counts">By true class, then by predicted class.</param>
public sealed record ConfusionMatrix(IReadOnlyList<string> ClassNames, IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>Counts labels against predictions.</summary>
    /// <param name="labels">True class of every image.</param>
    /// <param name="predictions">Predicted class of every image, as many.</param>
    /// <param name="classNames">In label order.</param>
    public static ConfusionMatrix Of(
        IReadOnlyList<int> labels, IReadOnlyList<int> predictions, IReadOnlyList<string> classNames)
    {
        var counts = classNames.Select(_ => new int[classNames.Count]).ToArray();
        for (var i = 0; i < labels.Count; i++) counts[labels[i]][predictions[i]]++;
        return new ConfusionMatrix(classNames, counts);
    }

    /// <summary>Test images of a class.</summary>
    public int Images(int label) => Counts[label].Sum();

    /// <summary>Share of a class that was recognised, 0 ... 1; null without an image.</summary>
    public double? Recall(int label) =>
        Images(label) is > 0 and var images ? (double)Counts[label][label] / images : null;

    /// <summary>Mean recall of the classes that have test images, 0 ... 1; null where none has.</summary>
    public double? BalancedAccuracy() => Enumerable.Range(0, ClassNames.Count).Average(Recall);

    /// <summary>Whether the classes that have test images have different numbers of them.</summary>
    public bool HasUnequalClasses() =>
        Enumerable.Range(0, ClassNames.Count).Select(Images).Where(n => n > 0).Distinct().Skip(1).Any();

    /// <summary>Share of what was taken for a class that is of it, 0 ... 1; null where nothing was.</summary>
    public double? Precision(int label) =>
        Counts.Sum(row => row[label]) is > 0 and var taken ? (double)Counts[label][label] / taken : null;

    /// <summary>Pairs of classes that are confused, the most frequent first.</summary>
    public IEnumerable<(string True, string Predicted, int Images)> Confused() => (
        from label in Enumerable.Range(0, ClassNames.Count)
        from predicted in Enumerable.Range(0, ClassNames.Count)
        where label != predicted && Counts[label][predicted] > 0
        orderby Counts[label][predicted] descending, label, predicted
        select (ClassNames[label], ClassNames[predicted], Counts[label][predicted]));
}

/// <summary>A test image that was taken for another class.</summary>
/// <param name="Image">Its file, or its place in the test set, from 1.</param>
/// <param name="True">Its class.</param>
/// <param name="Predicted">The class it was taken for.</param>
/// <param name="Confidence">Probability that the classifier gave it, 0 ... 1.</param>
/// <param name="Png">The image as a PNG file.</param>
public sealed record Mistake(string Image, string True, string Predicted, double Confidence, byte[] Png);
