using Mintage.Networks;

namespace Mintage.Classification;

/// <summary>What a classifier was built for, as its file says.</summary>
/// <param name="Width">Numbers of filters and units.</param>
/// <param name="Channels">Channels of its images, 1 or 3.</param>
/// <param name="Height">Height of its images.</param>
/// <param name="ImageWidth">Width of its images.</param>
/// <param name="ClassNames">Class names in label order.</param>
/// <param name="TrainingSet">Name of its training set; null in files of earlier versions.</param>
/// <param name="TrainingFingerprint">Set fingerprint of its training images; null in files of earlier versions.</param>
public sealed record ClassifierFacts(
    ClassifierWidth Width, int Channels, int Height, int ImageWidth, IReadOnlyList<string> ClassNames, string? TrainingSet = null, string? TrainingFingerprint = null);

/// <summary>A classifier with its facts, as read from a file.</summary>
/// <param name="Facts">What it was built for.</param>
/// <param name="Network">Its weights; the owner disposes it.</param>
public sealed record SavedClassifier(ClassifierFacts Facts, ConvClassifier Network) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
