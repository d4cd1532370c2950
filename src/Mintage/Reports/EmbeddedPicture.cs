using System.Buffers.Binary;

namespace Mintage.Reports;

/// <summary>A PNG of the study, copied into the page; where it cannot be had, the page says so in its place.</summary>
internal static class EmbeddedPicture
{
    private const int LargestShownDouble = 400;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Writes the picture.</summary>
    /// <param name="html">The page.</param>
    /// <param name="studyFolder">Folder of the study.</param>
    /// <param name="file">The PNG, relative to that folder; null where none was recorded.</param>
    /// <param name="description">What the picture shows, for those who cannot see it.</param>
    public static void Write(Html html, string studyFolder, string? file, string description)
    {
        var (png, fault) = Read(studyFolder, file);
        if (png is null)
        {
            html.Add("p", $"Picture missing: {fault}", ("class", "missing"));
            return;
        }
        // IHDR is always the first chunk: width and height lie at bytes 16 and 20.
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        var scale = width <= LargestShownDouble ? 2 : 1;
        html.AddVoid("img", ("src", "data:image/png;base64," + Convert.ToBase64String(png)), ("alt", description),
            ("width", $"{width * scale}"), ("height", $"{height * scale}"));
    }

    private static (byte[]? Png, string? Fault) Read(string studyFolder, string? file)
    {
        if (file is null) return (null, "none was recorded.");
        var folder = Path.GetFullPath(studyFolder);
        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (!path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar)
            + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return (null, $"“{file}” lies outside the study folder, so it was not read.");
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length > 24 && bytes.AsSpan().StartsWith(Signature)
                ? (bytes, null)
                : (null, $"“{file}” is not a PNG file. Run the study again to make it anew.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"“{file}” could not be read from the study folder. Run the study again to make it anew.");
        }
    }
}
