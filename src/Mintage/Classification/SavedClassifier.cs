using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Networks;

namespace Mintage.Classification;

/// <summary>What a classifier was built for, as its file says.</summary>
/// <param name="Channels">Channels of its images, 1 or 3.</param>
/// <param name="Height">Height of its images.</param>
/// <param name="ImageWidth">Width of its images.</param>
/// <param name="ClassNames">Class names in label order.</param>
/// <param name="TrainingSet">Name of its training set; null in files of earlier versions.</param>
/// <param name="TrainingFingerprint">Set fingerprint of its training images; null in files of earlier versions.</param>
public sealed record ClassifierFacts(
    int Channels, int Height, int ImageWidth, IReadOnlyList<string> ClassNames, string? TrainingSet =
        null, string? TrainingFingerprint = null)
{
    /// <summary>Numbers of filters and units of a <see cref="ConvClassifier"/>; null of another network.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassifierWidth? Width { get; init; }

    /// <summary>Maps of a <see cref="ResidualClassifier"/>; null of another network.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("residual")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Small { get; init; }

    /// <summary>Size of a <see cref="WideResidualClassifier"/>; null of another network.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("wide_residual")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WideResidualShape? Residual { get; init; }

    /// <summary>How a pretrained classifier was made; null of another network.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PretrainedOptions? Pretrained { get; init; }

    /// <summary>How pictures became its training images; null if those came from no pictures, or in files of earlier
    /// versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageImport? Import { get; init; }

    /// <summary>
    /// The real images behind it, directly or through a GAN: the first 8 bytes of each fingerprint, sorted, as base64;
    /// null in files of earlier versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seen { get; init; }

    /// <summary>
    /// How pictures become its images: as in its training, at its size and with its colours. Where the file does not
    /// say how, pictures are stretched.
    /// </summary>
    public ImageImport PictureImport()
    {
        var import = Import ?? new ImageImport { Fit = ImageFit.Stretch };
        return import with
        {
            Size = import.Size ?? (Height == ImageWidth ? Height : null),
            Fit = Import is null && Height != ImageWidth ? ImageFit.Exact : import.Fit,
            Colour = Channels == 1 ? ImageColour.Grey : ImageColour.Rgb,
            SkipBroken = false,
        };
    }
}

/// <summary>A classifier with its facts, as read from a file.</summary>
/// <param name="Facts">What it was built for.</param>
/// <param name="Network">Its weights; the owner disposes it.</param>
public sealed record SavedClassifier(ClassifierFacts Facts, Classifier Network) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
