using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// A generator in an ONNX file, computed by ONNX Runtime on the processor: latents and labels in, images out, as
/// <c>mintage export</c> writes it. Not thread-safe.
/// </summary>
internal sealed class OnnxGenerator : IDisposable
{
    private const int Batch = 500;
    private const string ClassesKey = "class_names", WeightsKey = "generator_sha256";

    private readonly InferenceSession session;
    private readonly string path, latents, labels, images;
    private readonly int latentDimension;
    private readonly bool isBytes;

    private OnnxGenerator(string path, InferenceSession session)
    {
        (this.path, this.session) = (path, session);
        latents = Input(typeof(float), 2);
        labels = Input(typeof(long), 1);
        latentDimension = session.InputMetadata[latents].Dimensions[1];
        if (latentDimension < 1)
            throw Fault($"its input '{latents}' must have a fixed length of latents, but that is left open");
        images = Output(typeof(byte)) ?? Output(typeof(float))
            ?? throw Fault("it must give pixels as uint8 [N, H, W, C] or images as float32 [N, C, H, W] in -1 ... 1, "
                + "but has no such output");
        isBytes = session.OutputMetadata[images].ElementType == typeof(byte);
        var shape = session.OutputMetadata[images].Dimensions;
        (Height, Width, Channels) = isBytes ? (shape[1], shape[2], shape[3]) : (shape[2], shape[3], shape[1]);
        if (Height < 1 || Width < 1 || Channels is not (1 or 3))
            throw Fault($"its output '{images}' must have a fixed size in grey or colour, but has the shape "
                + $"[{string.Join(", ", shape)}]");
        ClassNames = Classes();
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Classes that it can be asked for, in the order of its labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Fingerprints of all images that its GAN saw, from the gan.json beside it; null where there is none of
    /// this generator.</summary>
    public IReadOnlyList<string>? Lineage
    {
        get
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!File.Exists(Path.Combine(folder, TrainedGan.FactsFile))) return null;
            var facts = TrainedGan.ReadFacts(folder);
            return Metadata(WeightsKey) == facts.GeneratorSha256 ? facts.Lineage : null;
        }
    }

    /// <summary>Reads a generator.</summary>
    /// <exception cref="UserInputException">The file is missing, or no generator of this form.</exception>
    public static OnnxGenerator Load(string path)
    {
        if (!File.Exists(path))
            throw new UserInputException(
                $"'{path}' must be an ONNX file with a generator, as 'mintage export' writes, but does not exist.");
        InferenceSession? session = null;
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            session = new InferenceSession(path, options);
            return new OnnxGenerator(path, session);
        }
        catch (Exception e)
        {
            session?.Dispose();
            if (e is not OnnxRuntimeException) throw;
            throw new UserInputException(
                $"'{path}' must be an ONNX file with a generator, but cannot be read as one: {e.Message}", e);
        }
    }

    /// <summary>Draws one image per label, in the labels' order.</summary>
    /// <param name="wanted">Labels of the generator.</param>
    /// <param name="seed">Stream of the latents.</param>
    /// <exception cref="UserInputException">It fails, or gives something else than images.</exception>
    public LabelledImages Sample(int[] wanted, SeedTree seed)
    {
        var size = Height * Width * Channels;
        var pixels = new byte[(long)wanted.Length * size];
        for (var start = 0; start < wanted.Length; start += Batch)
        {
            var count = Math.Min(Batch, wanted.Length - start);
            var draws = new float[count * latentDimension];
            seed.Child("latents", start / Batch).Random().FillNormal(draws);
            var asked = Array.ConvertAll(wanted[start..(start + count)], label => (long)label);
            Draw(draws, asked, pixels.AsSpan(start * size, count * size));
        }
        return new LabelledImages(
            Path.GetFileName(path), pixels, wanted, Height, Width, Channels, ClassNames);
    }

    public void Dispose() => session.Dispose();

    private void Draw(float[] draws, long[] asked, Span<byte> pixels)
    {
        using var z = OrtValue.CreateTensorValueFromMemory(draws, [asked.Length, latentDimension]);
        using var y = OrtValue.CreateTensorValueFromMemory(asked, [asked.Length]);
        using var options = new RunOptions();
        try
        {
            using var outputs = session.Run(
                options, new Dictionary<string, OrtValue> { [latents] = z, [labels] = y }, [images]);
            var expected = pixels.Length;
            if (isBytes) Require(outputs[0].GetTensorDataAsSpan<byte>(), expected).CopyTo(pixels);
            else ToBytes(Require(outputs[0].GetTensorDataAsSpan<float>(), expected), pixels);
        }
        catch (OnnxRuntimeException e)
        {
            throw Fault($"it must draw images of every class, but failed: {e.Message}");
        }
    }

    private ReadOnlySpan<T> Require<T>(ReadOnlySpan<T> values, int expected) => values.Length == expected
        ? values
        : throw Fault($"it must give {expected} values for a batch, but gave {values.Length}");

    /// <summary>Planes in -1 ... 1 to rows of pixels.</summary>
    private void ToBytes(ReadOnlySpan<float> planes, Span<byte> pixels)
    {
        var area = Height * Width;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, inside) = Math.DivRem(i, area * Channels);
            var (pixel, channel) = Math.DivRem(inside, Channels);
            var value = planes[(((image * Channels) + channel) * area) + pixel];
            if (!float.IsFinite(value)) throw Fault("its images must be finite, but some values are not");
            pixels[i] = (byte)Math.Clamp(MathF.Round((value + 1) * 127.5f), 0, 255);
        }
    }

    private string Input(Type type, int rank) => session.InputMetadata
        .Where(i => i.Value.ElementType == type && i.Value.Dimensions.Length == rank).Select(i => i.Key).ToList()
        is [var name]
        ? name
        : throw Fault("its inputs must be latents, float32 [N, length], and labels, int64 [N], but are "
            + string.Join(", ", session.InputMetadata.Select(i =>
                $"'{i.Key}', {i.Value.ElementType.Name} of {i.Value.Dimensions.Length} dimensions")));

    private string? Output(Type type) => session.OutputMetadata
        .FirstOrDefault(o => o.Value.ElementType == type && o.Value.Dimensions.Length == 4).Key;

    private IReadOnlyList<string> Classes()
    {
        var text = Metadata(ClassesKey)
            ?? throw Fault($"its metadata must name the classes of its labels ('{ClassesKey}', a JSON list), but do "
                + "not");
        try
        {
            return JsonSerializer.Deserialize<string[]>(text, Json.Line) is { Length: > 0 } names
                && !names.Any(string.IsNullOrEmpty)
                ? names
                : throw Fault($"'{ClassesKey}' of its metadata must be a list of names");
        }
        catch (JsonException e)
        {
            throw new UserInputException($"'{path}': '{ClassesKey}' of its metadata must be a JSON list of names.", e);
        }
    }

    private string? Metadata(string key) => session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(key);

    private UserInputException Fault(string what) => new($"'{path}' must be a generator: {what}.");
}
