using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Mintage.Studies;

/// <summary>What a part of the real images is for.</summary>
public enum RealPart
{
    /// <summary>The training part of one size and replicate, or of one of its folds.</summary>
    Training,

    /// <summary>The validation part of a fold.</summary>
    Validation,

    /// <summary>Real images beyond a training part, for the arm "more-real".</summary>
    Extra,

    /// <summary>Every training image there is: what a leaky GAN sees.</summary>
    Whole,

    /// <summary>Training images of the feature extractor.</summary>
    Extractor,

    /// <summary>Real side of every distance.</summary>
    Reference,

    /// <summary>Real images measured as if they were synthetic.</summary>
    HeldOut,

    /// <summary>The test set, or a replicate's test part.</summary>
    Test,
}

/// <summary>
/// Address of a part of the real images, with the fingerprint of what is there: part of the keys of tasks.
/// </summary>
/// <param name="Part">What it is for.</param>
/// <param name="Size">Name of the size's draw; null where it belongs to none.</param>
/// <param name="Replicate">Zero-based.</param>
/// <param name="Fold">Zero-based nested fold, or null.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Fingerprint">Set fingerprint.</param>
public sealed record ImagePart(RealPart Part, string? Size, int Replicate, int? Fold, int Count, string Fingerprint)
{
    /// <summary>
    /// SHA-256 of the images' group names, which decide folds and are in no fingerprint; null without groups.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Groups { get; init; }

    /// <summary>Short, for names of folders: "3000-r1", "3000-r1-nested2".</summary>
    internal string Short => Part == RealPart.Training
        ? $"{Size}-r{Replicate + 1}{(Fold is { } fold ? $"-nested{fold + 1}" : "")}"
        : Part.ToString().ToLowerInvariant();

    /// <summary>Hash of group names, or null.</summary>
    internal static string? HashOf(IReadOnlyList<string>? groups) =>
        groups is null
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', groups))));

    /// <inheritdoc/>
    public override string ToString() => Part == RealPart.Whole
        ? "all training images"
        : $"{Count:N0} images ({(Size is null ? "" : $"{Size}, ")}replicate "
            + $"{Replicate + 1}{(Fold is { } f ? $", fold {f + 1}" : "")})";
}
