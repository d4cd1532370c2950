using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mintage.Runtime;

/// <summary>Writes and reads Mintage's JSON: snake_case keys, and unknown keys are refused. Safe to use from several
/// threads.</summary>
public static class Json
{
    /// <summary>Options for files, with indentation.</summary>
    public static JsonSerializerOptions File { get; } = Create(indented: true);

    /// <summary>Options for JSON lines and messages, on one line.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>For nodes: a name that is there twice would else be found only when the node is asked, and end as
    /// another exception.</summary>
    internal static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Writes a value as a JSON file with a final newline. The file appears whole or not at all.</summary>
    public static void Write<T>(string path, T value) =>
        WholeFile.WriteText(path, JsonSerializer.Serialize(value, File) + "\n");

    /// <summary>Reads a value from a JSON file.</summary>
    /// <exception cref="UserInputException">The file is missing or does not hold JSON of this type.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, File) ?? throw new JsonException("the file holds null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException
            or UnauthorizedAccessException)
        {
            throw Unreadable<T>(path, e);
        }
    }

    /// <summary>Reads JSON that is part of another file.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">The file it came from, for error messages.</param>
    /// <exception cref="UserInputException">The text is not JSON of this type.</exception>
    public static T Parse<T>(string text, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Line) ?? throw new JsonException("it holds null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Unreadable<T>(path, e);
        }
    }

    private static UserInputException Unreadable<T>(string path, Exception e) =>
        new($"'{path}' could not be read as {typeof(T).Name}: {e.Message}", e);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = indented,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
