using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Mintage.Data;

namespace Mintage.EndToEndTests;

/// <summary>
/// The same training with the instructions of other classes of processor, and in another country: another rounding, nothing else.
/// scripts/long-tests runs everything so.
/// </summary>
public sealed class ProcessorClassTests : IDisposable
{
    private const int Images = 40;

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_training_depends_on_the_class_of_the_processor_only_in_its_rounding()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the settings are those of x64 processors");
        var (plain, _) = Train("plain", []);
        var (wide, wideBytes) = Train("avx2", [("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("DOTNET_EnableAVX512", "0"), ("LC_ALL", "de_DE.UTF-8")]);
        var (narrow, narrowBytes) = Train("sse", [("ATEN_CPU_CAPABILITY", "default"), ("ONEDNN_MAX_CPU_ISA", "SSE41"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata")]);

        // Ten updates round differently by about 1e-5 of what they change: hardly a pixel moves to the next of its 256 values.
        Assert.InRange(Difference(plain, wide), 0, 0.05);
        Assert.InRange(Difference(plain, narrow), 0, 0.05);
        // Or the settings would do nothing. The first training has those of whoever runs this test.
        if (Avx2.IsSupported) Assert.NotEqual(wideBytes, narrowBytes);
    }

    /// <summary>The images of a small GAN and the bytes of its weights.</summary>
    private (LabelledImages Images, byte[] Weights) Train(string name, (string Name, string Value)[] environment)
    {
        var bars = place.Bars("bars.npz", 64);
        string[] train = ["gan", "train", "--data", bars, "--model", "wgan-gp", "--updates", "10", "--batch", "16", "--filters", "8", "--out", place[name]];
        Cli.RunWith(environment, train).Succeeded();
        Cli.RunWith(environment, "gan", "sample", place[name], "--per-class", $"{Images / 2}", "--allow-memorised", "--out", place[$"{name}.npz"]).Succeeded();
        return (NpzFile.Read(place[$"{name}.npz"]), File.ReadAllBytes(Path.Combine(place[name], "generator.safetensors")));
    }

    /// <summary>Mean absolute difference of pixels, in grey levels.</summary>
    private static double Difference(LabelledImages a, LabelledImages b) => a.Pixels.Zip(b.Pixels, (p, q) => Math.Abs(p - q)).Average();
}
