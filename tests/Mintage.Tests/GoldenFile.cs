using System.Text.Json;

namespace Mintage.Tests;

/// <summary>Reference outputs of the original programs, beside the tests (Golden/README.md).</summary>
internal static partial class GoldenFile
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", name);

    public static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path(name)));
        return document.RootElement.Clone();
    }
}
