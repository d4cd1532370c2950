using Mintage.Classification;
using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Metrics;

/// <summary>
/// A share of images that several classifiers are right about, trained alike but for their seeds. Immutable.
/// </summary>
/// <param name="Share">Mean over the trainings, 0 to 1.</param>
/// <param name="Interval">95 %, over trainings and images.</param>
/// <param name="ByClass">Mean by class, in label order; null for classes without images.</param>
internal sealed record RepeatedTrainings(double Share, MetricInterval? Interval, IReadOnlyList<double?> ByClass)
{
    /// <summary>One training would leave out how much the next one differs.</summary>
    public const int Trainings = 3;

    private const double Confidence = 0.95;

    /// <param name="evaluations">Of the same images, one per training; at least one.</param>
    /// <param name="labels">True classes of the images.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="units">The units that the images come in; null where each is independent.</param>
    public static RepeatedTrainings Of(
        IReadOnlyList<Evaluation> evaluations, IReadOnlyList<int> labels, int classes, TestUnits? units = null)
    {
        var right = evaluations.Select(e =>
            e.Predictions.Zip(labels, (predicted, label) => predicted == label ? 1.0 : 0).ToArray()).ToList();
        var byClass = evaluations.Select(e => e.ClassAccuracy(labels, classes)).ToList();
        return new RepeatedTrainings(
            right.Average(r => r.Average()),
            Effects.TwoPart(right, TestInfluence.Equal(labels.Count).OfUnits(units)).Interval(Confidence) is { } i
                ? new MetricInterval(
                    i.Low, i.High, $"95 %, over {evaluations.Count} trainings and the images").Within(0, 1)
                : null,
            [.. Enumerable.Range(0, classes).Select(c => byClass.Average(b => b[c]))]);
    }
}
