using System.Globalization;
using System.Security.Cryptography;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Fuzzing;

/// <summary>
/// No file may end in anything but a result or a message to the user, nor take more memory than the bound of <see cref="FuzzedReader"/>. A few hundred mutated inputs of
/// each reader here; scripts/soak-fuzz runs as many as asked for, and measures time too. Inputs that failed once are kept in Corpus/.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Usual = 200;
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Fuzzing", "Corpus");

    private readonly TestFolder folder = new();

    public static TheoryData<string> Readers => [.. FuzzedReaders.Names];

    public static TheoryData<string> Kept => [.. Directory.GetFiles(Corpus, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Corpus, file)).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void Good_files_are_read_and_mutated_ones_never_end_in_a_fault(string name)
    {
        var reader = FuzzedReaders.Of(name);
        var peak = new FuzzPeak();
        Assert.Null(reader.Try(folder.ToString(), reader.Seeds[0], peak));
        foreach (var input in reader.Seeds.Concat(Inputs(reader, Usual, seed: 1))) AssertHolds(reader, input, peak);
        Assert.InRange(peak.Refused, 1, Usual + reader.Seeds.Count - 1); // the mutations bite
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void An_input_that_failed_once_holds(string file) =>
        AssertHolds(FuzzedReaders.Of(Path.GetDirectoryName(file)!), File.ReadAllBytes(Path.Combine(Corpus, file)), new FuzzPeak());

    /// <summary>MINTAGE_FUZZ_COUNT inputs, from MINTAGE_FUZZ_SEED on, for MINTAGE_FUZZ_READER alone if it is set; failures are written to MINTAGE_FUZZ_FAILURES.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Readers))]
    public void Soak(string name)
    {
        if (Environment.GetEnvironmentVariable("MINTAGE_FUZZ_READER") is { Length: > 0 } only && only != name) return;
        var (reader, peak, failed, count) = (FuzzedReaders.Of(name), new FuzzPeak(), new Dictionary<string, int>(), Setting("MINTAGE_FUZZ_COUNT", 1_000_000));
        foreach (var input in Inputs(reader, count, Setting("MINTAGE_FUZZ_SEED", 2)))
        {
            var slow = new FuzzPeak();
            var fault = reader.Try(folder.ToString(), input, slow);
            peak.See(slow.Time, slow.Bytes);
            peak.Refused += slow.Refused;
            if (fault is null && slow.Time > TimeSpan.FromSeconds(1)) fault = $"took {slow.Time.TotalSeconds:F1} s";
            if (fault is null) continue;
            var kind = string.Join('\n', fault.Split('\n').Take(4));
            failed[kind] = failed.GetValueOrDefault(kind) + 1;
            if (failed[kind] > 3) continue;
            var place = Environment.GetEnvironmentVariable("MINTAGE_FUZZ_FAILURES") ?? Path.Combine(Path.GetTempPath(), "mintage-fuzz");
            Directory.CreateDirectory(Path.Combine(place, name));
            File.WriteAllBytes(Path.Combine(place, name, Convert.ToHexStringLower(SHA256.HashData(input))[..12]), input);
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {count:N0} inputs, {peak.Refused:N0} refused, {failed.Values.Sum():N0} failed, at most {peak.Time.TotalMilliseconds:N0} ms and {peak.Bytes / 1e6:F1} MB"));
        Assert.True(failed.Count == 0, string.Join("\n\n", failed.Select(f => $"{f.Value} x {f.Key}")));

        static int Setting(string variable, int usual) =>
            int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : usual;
    }

    private static IEnumerable<byte[]> Inputs(FuzzedReader reader, int count, long seed)
    {
        var random = SeedTree.FromSeed(seed).Child(reader.Name).Random();
        for (var i = 0; i < count; i++)
            yield return Mutation.Of(reader.Seeds[random.NextInt32(reader.Seeds.Count)], reader.Seeds[random.NextInt32(reader.Seeds.Count)], random);
    }

    private void AssertHolds(FuzzedReader reader, byte[] input, FuzzPeak peak)
    {
        var fault = reader.Try(folder.ToString(), input, peak);
        Assert.True(fault is null, $"{reader.Name}: {fault}\n{Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 8_000)))}");
    }
}
