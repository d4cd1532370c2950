using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Execution;
using Mintage.Export;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Synthesis;
using Mintage.Tests.Studies;

namespace Mintage.Tests.Fuzzing;

/// <summary>
/// Nothing damaged is used: of a file of ours with a flipped bit, a cut tail or no content, either what was written is read (a date in a zip archive may differ), or the
/// user is told. MINTAGE_FUZZ_COUNT says how many corruptions of every file the explicit test tries.
/// </summary>
public sealed class CorruptionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public static TheoryData<string> Kinds => ["weights", "gan.json", "generator", "classifier", "synthetic set", "provenance", "resolved.json", "task", "checkpoint"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damage_is_noticed_or_harmless(string kind) => Corrupt(kind, kind == "checkpoint" ? 10 : 60, seed: 1);

    [Theory(Explicit = true)]
    [MemberData(nameof(Kinds))]
    public void Soak(string kind)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("MINTAGE_FUZZ_COUNT") ?? "1000", CultureInfo.InvariantCulture);
        var (noticed, harmless) = Corrupt(kind, count, seed: 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {count} corruptions, {noticed} noticed, {harmless} harmless");
    }

    private (int Noticed, int Harmless) Corrupt(string kind, int count, long seed)
    {
        var (file, read) = Make(kind);
        var (whole, good, random) = (File.ReadAllBytes(file), read(), SeedTree.FromSeed(seed).Child(kind).Random());
        var (noticed, harmless) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var at = random.NextInt32(whole.Length);
            var damaged = i switch { 0 => [], 1 => whole[..^1], _ when i % 5 == 0 => whole[..at], _ => (byte[])whole.Clone() };
            if (damaged.Length == whole.Length) damaged[at] ^= (byte)(1 << random.NextInt32(8));
            File.WriteAllBytes(file, damaged);
            try
            {
                Assert.Equal(good, read());
                harmless++;
            }
            catch (UserInputException)
            {
                noticed++;
            }
        }
        Assert.True(noticed > count * 3 / 4, $"{noticed} of {count}");
        return (noticed, harmless);
    }

    /// <summary>A file and what reads it, as a digest of everything that was read.</summary>
    private (string File, Func<string> Read) Make(string kind)
    {
        switch (kind)
        {
            case "classifier":
                using (var network = new ConvClassifier(new ClassifierWidth(4, 6, 12), 1, 8, 8, 3, SeedTree.FromSeed(1))) ClassifierFile.Save(At("c.safetensors"), network, Shapes.Make(6));
                return (At("c.safetensors"), () =>
                {
                    var read = ClassifierFile.Load(At("c.safetensors"));
                    using var network = read.Network;
                    return Digest(read.Facts, network);
                }
                );
            case "resolved.json":
                using (StudyFolder.Claim(At("study"), TinyStudy.Graph(), null, acceptChanges: false)) { }
                return (At("study/resolved.json"), () => JsonSerializer.Serialize(StudyFolder.Read(At("study")), Json.Line));
            case "task":
                Directory.CreateDirectory(At("task"));
                File.WriteAllText(At("task/fit.json"), "{\"accuracy\": 0.667}");
                TaskManifest.Write(At("task"), "key");
                return (At("task/fit.json"), () => TaskManifest.Changes(At("task"), "key") is [var change, ..] ? throw new UserInputException(change) : "");
            case "checkpoint":
                return Checkpoint();
            default:
                return OfGan(kind);
        }
    }

    private (string File, Func<string> Read) OfGan(string kind)
    {
        Train(At("gan"), default).Run();
        if (kind is "weights" or "gan.json")
            return (At(kind == "weights" ? "gan/generator.safetensors" : "gan/gan.json"), () =>
            {
                using var gan = TrainedGan.Load(At("gan"));
                return Digest(gan.Facts, gan.Generator);
            }
            );
        if (kind == "generator")
        {
            ModelExport.Run(At("gan"), At("g.safetensors"), overwrite: false);
            return (At("g.safetensors"), () =>
            {
                using var read = GeneratorFile.Load(At("g.safetensors"));
                return Digest(read.Facts, read.Network);
            }
            );
        }
        using (var gan = TrainedGan.Load(At("gan"))) SyntheticSet.Draw(new GanMixture([gan]), SyntheticSet.Labels([2, 2, 2], SeedTree.FromSeed(1).Random()), 1).Save(At("s.npz"));
        return (At(kind == "provenance" ? "s.provenance.json" : "s.npz"), () =>
        {
            var set = SyntheticSet.Load(At("s.npz"));
            return JsonSerializer.Serialize(set.Provenance, Json.Line) + set.Images.Fingerprint + string.Join(',', set.Images.ClassNames);
        }
        );
    }

    /// <summary>The only checkpoint of a training that was stopped.</summary>
    private (string File, Func<string> Read) Checkpoint()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train(At("stopped"), TimeSpan.FromDays(1)).Run(new Cancel(stop), stop.Token));
        return (At("stopped/checkpoint.safetensors"), () =>
        {
            foreach (var other in Directory.GetFiles(At("stopped")).Where(file => !file.EndsWith("checkpoint.safetensors", StringComparison.Ordinal))) File.Delete(other);
            Train(At("stopped"), TimeSpan.FromDays(1)).Run();
            return Digest(File.ReadAllBytes(At("stopped/generator.safetensors")));
        }
        );
    }

    private static GanTraining Train(string folder, TimeSpan checkpointEvery) => new(
        GanPresets.Get("cgan") with { GeneratorUpdates = 20, BatchSize = 8, LatentDimension = 6, Filters = 4 }, Shapes.Make(60), 1, folder)
    { CheckpointEvery = checkpointEvery };

    private string At(string name) => Path.Combine(folder, name);

    private static string Digest<T>(T facts, TorchSharp.torch.nn.Module network) =>
        Digest([.. Encoding.UTF8.GetBytes(JsonSerializer.Serialize(facts, Json.Line)), .. ModuleState.Save(network).SelectMany(t => t.Bytes.ToArray())]);

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Cancel(CancellationTokenSource stop) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value)
        {
            if (value.Share >= 0.5) stop.Cancel();
        }
    }
}
