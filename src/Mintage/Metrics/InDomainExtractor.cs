using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>
/// A classifier trained on real images of the kind to measure. Its penultimate layer is the feature space of in-domain
/// distances, and its answers are the judge's. Needs no download. Its distances are never called FID.
/// </summary>
/// <param name="Network">Owned by this record.</param>
/// <param name="Name">"cnn:", or "residual:" for large images (<see cref="ClassifierOptions.AreLarge"/>), and the first
/// digits of the weights' SHA-256.</param>
/// <param name="WeightsSha256">SHA-256 over the weights.</param>
/// <param name="Accuracy">The judge's accuracy, 0 to 1, on real images that it was not trained on.</param>
internal sealed record InDomainExtractor(Classifier Network, string Name, string WeightsSha256, double Accuracy)
    : IDisposable
{
    // 390 steps are five epochs of 10,000 images. Smaller sets get as many, or the judge would know little.
    private const int Epochs = 5, FewestSteps = 390, AlgorithmVersion = 4;

    /// <summary>Trains the extractor, or takes it from the cache if the same images, seed and threads trained it
    /// before.</summary>
    /// <param name="training">At least one real image, neither the GAN's nor the reference's. Fewer than 128 form one
    /// batch.</param>
    /// <param name="evaluation">Real images for measuring its accuracy, e.g. the reference.</param>
    /// <param name="seed">Root of initial weights and batch order.</param>
    /// <param name="cacheFolder">Folder for trained extractors; null for none.</param>
    /// <param name="progress">Called after every epoch.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static InDomainExtractor Train(
        LabelledImages training, LabelledImages evaluation, long seed, string? cacheFolder,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        ClassifierFile.RequireSameKind(training, evaluation);
        var options = ClassifierOptions.ForTraining(training);
        var steps = Math.Max(FewestSteps, ClassifierTrainer.StepsFor(training.Count, options.BatchSize, Epochs));
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new
            {
                AlgorithmVersion,
                options,
                steps,
                training.Fingerprint,
                seed,
                Threads = TorchSharp.torch.get_num_threads()
            }, Json.Line))));
        var path = cacheFolder is null
            ? null
            : Path.Combine(cacheFolder, $"{options.NetworkName}-{key[..16]}.safetensors");
        if (path is not null && File.Exists(path))
        {
            var cached = ClassifierFile.Load(path, training);
            using var evaluationTensors = new ImageTensors(evaluation);
            return Describe(cached, options, Evaluation.Of(cached, evaluationTensors).Accuracy);
        }
        var trainer = new ClassifierTrainer(options, SeedTree.FromSeed(seed), withCurve: false)
        {
            StopsWhenLearned = true,
        };
        var trained = trainer.Train(training, evaluation, steps, progress: progress, cancellation: cancellation);
        if (path is not null) ClassifierFile.Save(path, trained.Network, training);
        return Describe(trained.Network, options, trained.Evaluation.Accuracy);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static InDomainExtractor Describe(Classifier network, ClassifierOptions options, double accuracy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in ModuleState.Save(network)) hash.AppendData(tensor.Bytes.Span);
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new InDomainExtractor(network, $"{options.NetworkName}:{sha256[..12]}", sha256, accuracy);
    }
}
