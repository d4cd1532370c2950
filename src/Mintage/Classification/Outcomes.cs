using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Splitting;
using Mintage.Statistics;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>Takes apart what a classifier predicts.</summary>
public static class Outcomes
{
    private const double Confidence = 0.95;
    private const int Batch = 250;

    /// <summary>Accuracy, confusion and the mistakes of which the classifier was surest.</summary>
    /// <param name="name">Name of the classifier.</param>
    /// <param name="evaluation">Of these images.</param>
    /// <param name="images">The test images.</param>
    /// <param name="mistakes">At most so many mistakes.</param>
    public static ClassifierOutcome Of(string name, Evaluation evaluation, LabelledImages images, int mistakes = 24)
    {
        bool[] right = [.. evaluation.Predictions.Zip(images.Labels, (p, label) => p == label)];
        var interval = WilsonInterval.Of(right, TestUnits.Of(SplitUnits.Of(images)), Confidence);
        int[] worst = [.. Enumerable.Range(0, images.Count).Where(i => evaluation.Predictions[i] != images.Labels[i])
            .OrderByDescending(i => evaluation.Confidences[i]).Take(mistakes)];
        return new ClassifierOutcome
        {
            Classifier = name,
            TestSet = images.Name,
            Accuracy = evaluation.Accuracy,
            AccuracyPercent = new PointsInterval(100 * interval.Low, 100 * interval.High),
            Loss = evaluation.Loss,
            Confusion = ConfusionMatrix.Of(images.Labels, evaluation.Predictions, images.ClassNames),
            WorstMistakes = [.. worst.Select(i => new Mistake(
                images.Files?[i].Path ?? $"image {i + 1}", images.ClassNames[images.Labels[i]],
                images.ClassNames[evaluation.Predictions[i]],
                evaluation.Confidences[i], Picture(images, i)))],
        };
    }

    /// <summary>Probability of every class for every image.</summary>
    /// <param name="network">Takes images; not disposed.</param>
    /// <param name="images">Their labels do not matter.</param>
    /// <returns>By image, then by class in label order; each row adds up to 1.</returns>
    public static IReadOnlyList<float[]> Probabilities(Classifier network, LabelledImages images)
    {
        using var _ = no_grad();
        using var tensors = new ImageTensors(images);
        var all = new List<float[]>(images.Count);
        for (var start = 0; start < images.Count; start += Batch)
        {
            using var scope = NewDisposeScope();
            var rows = tensors.Pixels.slice(0, start, Math.Min(start + Batch, images.Count), 1);
            var probabilities = network.forward(PixelScale.ToUnit(rows)).softmax(1).cpu();
            all.AddRange(probabilities.data<float>().ToArray().Chunk((int)probabilities.shape[1]));
        }
        return all;
    }

    private static byte[] Picture(LabelledImages images, int index) => PngPicture.Encode(
        images.Pixels.AsSpan(index * images.PixelsPerImage, images.PixelsPerImage), images.Height, images.Width,
        images.Channels);
}
