using Mintage.Augmentation;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Runtime;

namespace Mintage.Classification;

/// <summary>
/// What a classifier learns from and is asked about, in memory: pixels, or for a head that alone learns, the features
/// of a pretrained backbone. Not thread-safe.
/// </summary>
/// <param name="options">The classifier.</param>
/// <param name="cacheFolder">Where features are kept; null keeps none.</param>
/// <param name="device">Where pixels go, and where features are computed; null for the processor.</param>
/// <param name="progress">Told while features are computed.</param>
/// <param name="cancellation">Ends that.</param>
internal sealed class ClassifierInputs(ClassifierOptions options, string? cacheFolder, ComputeDevice? device = null,
    IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default) : IDisposable
{
    private readonly ComputeDevice device = device ?? ComputeDevice.Cpu;
    private readonly FeatureCache cache = new(cacheFolder);
    private readonly Lazy<ResNet18Backbone> backbone =
        new(() => ResNet18Backbone.Load(device: device, progress: progress, cancellation: cancellation));

    /// <summary>Images as they are; the caller disposes them.</summary>
    /// <param name="images">At least one.</param>
    public ImageTensors Of(LabelledImages images)
    {
        if (!options.LearnsFromFeatures) return new ImageTensors(images, device);
        var side = options.Pretrained!.Side;
        // Where the features are kept, the backbone is not even loaded.
        var features = cache.Get(images, ResNet18Backbone.OfficialSource(side, images.Channels, device), () =>
            backbone.Value.Features(images, side, progress: progress, cancellation: cancellation));
        return new ImageTensors(features, images);
    }

    /// <summary>
    /// Images to learn from, which every step augments; a head gets copies that were augmented once. The caller
    /// disposes them.
    /// </summary>
    /// <param name="images">At least one.</param>
    /// <param name="augmentation">What is done to them; null for nothing.</param>
    /// <param name="seed">Source of the copies' changes.</param>
    /// <param name="copiesPerImage">Copies of each image; null for as many as the options say.</param>
    public ImageTensors ToLearn(
        LabelledImages images, IAugmentation? augmentation, SeedTree seed, int? copiesPerImage = null)
    {
        if (augmentation is null || !options.LearnsFromFeatures) return Of(images);
        var copies = images.Count * (copiesPerImage ?? options.Pretrained!.Copies);
        return Of(AugmentedCopies.Of(images, copies, augmentation, seed));
    }

    /// <summary>A head with the backbone before it: a classifier of images. The caller disposes it.</summary>
    public PretrainedClassifier WithBackbone(PretrainedHead head) =>
        new(ResNet18Backbone.LoadNetwork(), head, options.Pretrained!.Side);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (backbone.IsValueCreated) backbone.Value.Dispose();
    }
}
