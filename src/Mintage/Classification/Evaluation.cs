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
