using System.Text.Json;

namespace Mintage.Runtime;

/// <summary>A record whose file carries its own digest.</summary>
internal interface ISealed
{
    /// <summary>As <see cref="SelfDigest"/> says; null in files of earlier versions.</summary>
    string? FileSha256 { get; }
}

/// <summary>JSON files that carry a digest of themselves, so that what was changed in them is noticed.</summary>
internal static class SealedJson
{
    private static ReadOnlySpan<byte> BeforeDigest => "\"file_sha256\": \""u8;

    /// <summary>The file's content, with its digest.</summary>
    /// <param name="value">Its digest must be <see cref="SelfDigest.Blank"/>.</param>
    public static byte[] Of<T>(T value) where T : ISealed
    {
        byte[] text = [.. JsonSerializer.SerializeToUtf8Bytes(value, Json.File), (byte)'\n'];
        SelfDigest.Seal(text, BeforeDigest);
        return text;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserInputException">It is missing, not JSON of this type, or was changed.</exception>
    public static T Read<T>(string path) where T : ISealed
    {
        var value = Json.Read<T>(path);
        if (value.FileSha256 is not null) RequireWhole(System.IO.File.ReadAllBytes(path), path);
        return value;
    }

    /// <summary>Reads content that is in memory.</summary>
    /// <param name="text">The content.</param>
    /// <param name="path">The file it came from, for error messages.</param>
    /// <exception cref="UserInputException">As for a file.</exception>
    public static T Parse<T>(string text, string path) where T : ISealed
    {
        var value = Json.Parse<T>(text, path);
        if (value.FileSha256 is not null) RequireWhole(System.Text.Encoding.UTF8.GetBytes(text), path);
        return value;
    }

    private static void RequireWhole(byte[] content, string path)
    {
        if (!SelfDigest.Holds(content, BeforeDigest))
            throw new UserInputException(
                $"'{path}' is damaged or was changed since Mintage wrote it: its SHA-256 is not the one that it names "
                + "itself. Restore it, or make it again.");
    }
}
