using System.Buffers.Binary;
using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// The images that a model has seen, directly or through a GAN: the first 8 bytes of each fingerprint, so that a
/// model's file stays small. That one image in 100,000 is taken for another of as many has a chance of 1 in 10^9.
/// </summary>
internal sealed class SeenImages
{
    private const int Bytes = sizeof(ulong);

    private readonly HashSet<ulong> prefixes;

    private SeenImages(IEnumerable<ulong> prefixes) => this.prefixes = [.. prefixes];

    /// <summary>Collects fingerprints in lower-case hexadecimal.</summary>
    public static SeenImages Of(IEnumerable<string> fingerprints) => new(fingerprints.Select(Prefix));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="UserInputException">The text is damaged.</exception>
    public static SeenImages Parse(string text, string path)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var count) || count % Bytes != 0)
            throw new UserInputException(
                $"'{path}' is damaged: its list of training images cannot be read. Copy the file again.");
        return new(Enumerable.Range(0, count / Bytes)
            .Select(i => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * Bytes))));
    }

    /// <summary>How many images of a set were seen.</summary>
    public int CountIn(LabelledImages images) =>
        Enumerable.Range(0, images.Count).Count(i => prefixes.Contains(Prefix(images.ImageFingerprint(i))));

    /// <summary>All of them, sorted, as base64.</summary>
    public override string ToString()
    {
        var bytes = new byte[prefixes.Count * Bytes];
        foreach (var (i, prefix) in prefixes.Order().Index())
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * Bytes), prefix);
        return Convert.ToBase64String(bytes);
    }

    private static ulong Prefix(string fingerprint) =>
        ulong.Parse(fingerprint.AsSpan(0, 2 * Bytes), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
