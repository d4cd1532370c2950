using System.Text.Json;
using Mintage.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

/// <summary>Reads the files of Golden/ (its README says where they come from).</summary>
internal static class GoldenData
{
    /// <summary>A stored matrix in its own type, float32 or float64.</summary>
    public static Tensor Matrix(string file)
    {
        using var stream = File.OpenRead(FullPath(file));
        var array = NpyArray.Read(stream, file);
        long[] shape = [.. array.Shape.Select(s => (long)s)];
        return array.Data is float[] values ? tensor(values, shape) : tensor(array.Values<double>(), shape);
    }

    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(FullPath(file))).RootElement;

    /// <summary>The value at a path of keys.</summary>
    public static JsonElement At(this JsonElement element, params string[] path) =>
        path.Aggregate(element, (at, key) => at.GetProperty(key));

    /// <summary>A number, also where it is written as text because it has more digits than a double.</summary>
    public static double Number(this JsonElement element, params string[] path) =>
        double.Parse(element.At(path).ToString(), System.Globalization.CultureInfo.InvariantCulture);

    public static double[] Numbers(this JsonElement element, params string[] path) =>
        [.. element.At(path).EnumerateArray().Select(e => e.GetDouble())];

    public static int[] Integers(this JsonElement element, params string[] path) =>
        [.. element.At(path).EnumerateArray().Select(e => e.GetInt32())];

    private static string FullPath(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", file);
}
