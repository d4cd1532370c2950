using System.Runtime.InteropServices;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Studies;

/// <summary>What a fit predicted on its evaluation images, image by image.</summary>
internal sealed class FitPredictions
{
    private const string Predictions = "predictions", LossesName = "losses", ConfidencesName = "confidences";
    private readonly Dictionary<ClassMeasure, double[]> contributions = [];
    private readonly int[] labels, predictions;
    private readonly float[] confidences;
    private readonly int classes;

    private FitPredictions(LabelledImages images, int[] predictions, float[] losses, float[] confidences)
    {
        (labels, classes, this.predictions, this.confidences) =
            (images.Labels, images.ClassCount, predictions, confidences);
        Losses = Array.ConvertAll(losses, loss => (double)loss);
        Correct = [.. labels.Zip(predictions, (label, predicted) => label == predicted)];
    }

    /// <summary>Whether each image was predicted rightly.</summary>
    public bool[] Correct { get; }

    /// <summary>Cross-entropy of each image in nats; their mean is the negative log-likelihood.</summary>
    public double[] Losses { get; }

    /// <summary>Every image's part of a measure: <see cref="ClassMeasures.Contributions"/>.</summary>
    public double[] Contributions(ClassMeasure measure) =>
        contributions.TryGetValue(measure, out var known)
            ? known
            : contributions[measure] = ClassMeasures.Contributions(measure, labels, predictions, classes);

    /// <summary>Every image's part of the calibration error: <see cref="CalibrationError.Contributions"/>.</summary>
    public double[] CalibrationContributions() => CalibrationError.Contributions(confidences, Correct);

    /// <summary>A measure, as a fraction.</summary>
    public double Of(ClassMeasure measure) => Contributions(measure).Average();

    /// <summary>Images by true class (rows) and predicted class (columns).</summary>
    public int[,] Confusion()
    {
        var counts = new int[classes, classes];
        foreach (var (label, predicted) in labels.Zip(predictions)) counts[label, predicted]++;
        return counts;
    }

    /// <summary>The predictions of an evaluation.</summary>
    /// <param name="images">The evaluation images.</param>
    /// <param name="evaluation">On them.</param>
    public static FitPredictions Of(LabelledImages images, Evaluation evaluation) =>
        new(images, evaluation.Predictions, evaluation.Losses, evaluation.Confidences);

    /// <summary>Writes the predictions of an evaluation.</summary>
    public static void Write(string path, Evaluation evaluation)
    {
        Safetensors.Write(path, [
            Tensor(Predictions, "I32", MemoryMarshal.AsBytes(evaluation.Predictions.AsSpan())),
            Tensor(LossesName, "F32", MemoryMarshal.AsBytes(evaluation.Losses.AsSpan())),
            Tensor(ConfidencesName, "F32", MemoryMarshal.AsBytes(evaluation.Confidences.AsSpan())),
        ]);

        static SafeTensor Tensor(string name, string type, ReadOnlySpan<byte> values) =>
            new(name, type, [values.Length / sizeof(int)], values.ToArray());
    }

    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The evaluation images.</param>
    /// <exception cref="UserInputException">The file is not of these images: it was changed.</exception>
    public static FitPredictions Read(string path, LabelledImages images)
    {
        var tensors = Safetensors.Read(path).Tensors;
        var (predictions, losses, confidences) =
            (MemoryMarshal.Cast<byte, int>(Bytes(Predictions, "I32")).ToArray(), Floats(LossesName),
                Floats(ConfidencesName));
        if (predictions.Any(p => p < 0 || p >= images.ClassCount))
            throw Changed($"predictions of 0 to {images.ClassCount - 1}, but holds others");
        if (!losses.All(float.IsFinite) || !confidences.All(c => c is >= 0 and <= 1.0001f))
            throw Changed("finite losses and confidences of 0 to 1, but holds others");
        return new FitPredictions(images, predictions, losses, confidences);

        ReadOnlySpan<byte> Bytes(string name, string type)
        {
            var values = tensors.TryGetValue(name, out var tensor) && tensor.Type == type ? tensor.Bytes : default;
            return values.Length == sizeof(int) * images.Count
                ? values.Span
                : throw Changed(
                    $"{images.Count} {name}, one per evaluation image, but holds {values.Length / sizeof(int)}");
        }

        float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name, "F32")).ToArray();

        UserInputException Changed(string what) => new(
            $"'{path}' must hold {what}: it was changed. Run the study again with --redo-changed.");
    }
}
