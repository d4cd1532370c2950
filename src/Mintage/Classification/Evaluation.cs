using Mintage.Foreign;
using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Classification;

/// <summary>What a classifier does on a set of images.</summary>
/// <param name="Accuracy">Share of right predictions, 0 ... 1.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Predictions">Predicted label of every image, in order.</param>
public sealed record Evaluation(double Accuracy, double Loss, int[] Predictions)
{
    private const int Batch = 500;

    /// <summary>A smaller probability of the true class counts as this: the loss of a 0 would be infinite.</summary>
    private const double LeastProbability = 1e-7;

    /// <summary>Cross-entropy of every image in nats, in order.</summary>
    internal float[] Losses { get; init; } = [];

    /// <summary>Probability that it gave the predicted class of every image, 0 ... 1, in order.</summary>
    internal float[] Confidences { get; init; } = [];

    /// <summary>Evaluates in bounded batches, without gradients.</summary>
    /// <param name="network">Float32 [B, C, H, W] in [0, 1] to logits [B, classes]; on the images' device.</param>
    /// <param name="images">At least one image.</param>
    public static Evaluation Of(nn.Module<Tensor, Tensor> network, ImageTensors images)
    {
        using var _ = no_grad();
        var predictions = new int[images.Count];
        var (losses, confidences) = (new float[images.Count], new float[images.Count]);
        long right = 0;
        for (var start = 0; start < images.Count; start += Batch)
        {
            using var scope = NewDisposeScope();
            var end = Math.Min(start + Batch, images.Count);
            var labels = images.Labels.slice(0, start, end, 1);
            var logits = network.forward(ImageTensors.AsInput(images.Pixels.slice(0, start, end, 1)));
            var logProbabilities = nn.functional.log_softmax(logits, 1);
            var (best, predicted) = logProbabilities.max(1);
            logProbabilities.gather(1, labels.unsqueeze(1)).neg().cpu().data<float>().CopyTo(losses.AsSpan(start));
            best.exp().cpu().data<float>().CopyTo(confidences.AsSpan(start));
            right += predicted.eq(labels).sum().item<long>();
            var batch = predicted.cpu().data<long>().ToArray();
            for (var i = 0; i < batch.Length; i++) predictions[start + i] = (int)batch[i];
        }
        var loss = losses.Average(value => (double)value);
        return new Evaluation((double)right / images.Count, loss, predictions)
        {
            Losses = losses,
            Confidences = confidences,
        };
    }

    /// <summary>Evaluates probabilities that came from elsewhere.</summary>
    /// <param name="given">A row for each image.</param>
    /// <param name="labels">Labels of the images.</param>
    internal static Evaluation Of(ClassProbabilities given, int[] labels)
    {
        var predictions = new int[labels.Length];
        var (losses, confidences) = (new float[labels.Length], new float[labels.Length]);
        for (var i = 0; i < labels.Length; i++)
        {
            var row = given.Row(i);
            var (best, sum) = (0, 0.0);
            for (var c = 0; c < row.Length; c++)
            {
                if (row[c] > row[best]) best = c;
                sum += row[c];
            }
            predictions[i] = best;
            confidences[i] = (float)(row[best] / sum);
            losses[i] = (float)-Math.Log(Math.Max(row[labels[i]] / sum, LeastProbability));
        }
        var right = predictions.Zip(labels).Count(p => p.First == p.Second);
        return new Evaluation((double)right / labels.Length, losses.Average(value => (double)value), predictions)
        {
            Losses = losses,
            Confidences = confidences,
        };
    }

    /// <summary>Accuracy on some of the images; null for none.</summary>
    internal double? AccuracyOn(IReadOnlyCollection<int> images, IReadOnlyList<int> labels) =>
        images.Count == 0 ? null : (double)images.Count(i => Predictions[i] == labels[i]) / images.Count;

    /// <summary>Accuracy per class in label order; null for a class without images.</summary>
    public double?[] ClassAccuracy(IReadOnlyList<int> labels, int classes)
    {
        var (count, right) = (new int[classes], new int[classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            count[labels[i]]++;
            if (Predictions[i] == labels[i]) right[labels[i]]++;
        }
        return [.. count.Zip(right, (n, r) => n == 0 ? (double?)null : (double)r / n)];
    }
}
