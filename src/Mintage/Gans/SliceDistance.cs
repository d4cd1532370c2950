using Mintage.Classification;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// Distance of a generator's images to a slice that it was not trained on: the kernel distance of each class, weighted
/// by the class's number of images. Counting by class makes wrong labels count, and an unbiased distance lets few
/// images suffice. The features come from a small classifier trained on the GAN's training images without the slice.
/// </summary>
/// <param name="parts">Must have a slice and no faults.</param>
/// <param name="seed">Root of the classifier and of the latents, which are always the same.</param>
internal sealed class SliceDistance(TrainingSlice parts, SeedTree seed) : IDisposable
{
    private const int ClassifierSteps = 300, ClassifierBatch = 64, SamplesOfAllClasses = 1000;

    private static readonly ClassifierWidth Width = new(16, 32, 64);

    private readonly LabelledImages slice = parts.Slice!;
    private TrainedClassifier? classifier;
    private Tensor? sliceFeatures;

    /// <summary>The classifier's accuracy on the slice, 0 to 1. The first call trains it.</summary>
    public double ClassifierAccuracy => Classifier.Evaluation.Accuracy;

    private TrainedClassifier Classifier => classifier ??= Train();

    private Tensor SliceFeatures => sliceFeatures ??= Features(slice);

    /// <summary>Gives the distance. Call it outside any dispose scope.</summary>
    /// <param name="generator">In evaluation mode, with the norm statistics of its weights; not changed.</param>
    /// <returns>Dimensionless; lower is better; may be slightly negative.</returns>
    public double Of(GeneratorNetwork generator)
    {
        var counts = slice.ClassCounts();
        int[] labels =
            [.. counts.SelectMany(
                (n, label) => Enumerable.Repeat(label, n == 0 ? 0 : Math.Max(n, SamplesOfAllClasses / counts.Length)))];
        return Of(GanSampler.Sample(generator, labels, slice.ClassNames, "slice samples", seed.Child("samples")));
    }

    /// <summary>Gives the distance of images, at least two of every class in the slice.</summary>
    internal double Of(LabelledImages images)
    {
        var counts = slice.ClassCounts();
        using var features = Features(images);
        return Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0)
            .Sum(label => counts[label] * OfClass(label) / slice.Count);

        double OfClass(int label)
        {
            using var real = FeatureSubset.Rows(SliceFeatures, Rows(slice.Labels, label));
            using var synthetic = FeatureSubset.Rows(features, Rows(images.Labels, label));
            return KernelDistance.FullSample(real, synthetic);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        classifier?.Dispose();
        sliceFeatures?.Dispose();
    }

    private TrainedClassifier Train()
    {
        var options =
            new ClassifierOptions { Width = Width, BatchSize = Math.Min(ClassifierBatch, parts.Training.Count) };
        return new ClassifierTrainer(options, seed.Child("classifier"), withCurve: false)
            .Train(parts.Training, slice, ClassifierSteps);
    }

    private Tensor Features(LabelledImages images)
    {
        using var tensors = new ImageTensors(images);
        return CnnFeatures.Of(Classifier.Network, tensors);
    }

    private static int[] Rows(int[] labels, int label) =>
        [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
}
