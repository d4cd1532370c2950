using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mintage.Tests.Fuzzing;
using SharpFuzz;
using SharpFuzz.Common;

// Coverage-guided fuzzing of the readers of Mintage.Tests. scripts/fuzz-guided calls it.
unsafe
{
    Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(1 << 16); // instrumented code counts here until afl-fuzz says where
}
return Commands.Run(args);

internal static class Commands
{
    /// <summary>The assemblies that read: Mintage, and the libraries that it reads with.</summary>
    private static readonly string[] Readers = ["Mintage", "Parquet", "ICSharpCode.SharpZipLib", "YamlDotNet", "BitMiracle.LibTiff.NET"];

    [MethodImpl(MethodImplOptions.NoInlining)] // Mintage.Tests is loaded, and runs instrumented code, when this is compiled
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["readers"]:
                Console.WriteLine(string.Join('\n', FuzzedReaders.Names));
                return 0;
            case ["instrument", var folder]: // a copy: an assembly that is loaded cannot be changed
                foreach (var name in Readers) Fuzzer.Instrument(Path.Combine(folder, $"{name}.dll"), _ => true, Options.Value);
                return 0;
            case ["seeds", var name, var folder]:
                foreach (var (i, seed) in FuzzedReaders.Of(name).Seeds.Index()) File.WriteAllBytes(Path.Combine(folder, $"seed-{i}"), seed);
                return 0;
            case ["fuzz", var name]: // under afl-fuzz
                Fuzz(new Target(name));
                return 0;
            case ["try", var name, .. var files]:
                var tried = new Target(name);
                foreach (var file in files) Console.WriteLine($"{file}: {tried.FaultOf(File.ReadAllBytes(file)) ?? "holds"}");
                return 0;
            default:
                Console.Error.WriteLine("Usage: readers | instrument FOLDER | seeds READER FOLDER | fuzz READER | try READER FILE...");
                return 2;
        }
    }

    private static void Fuzz(Target target) => Fuzzer.OutOfProcess.Run(stream =>
    {
        var input = new MemoryStream();
        stream.CopyTo(input);
        if (target.FaultOf(input.ToArray()) is { } fault) throw new InvalidOperationException(fault);
    });

    /// <summary>A reader in a folder of its own.</summary>
    private sealed class Target(string name)
    {
        private readonly FuzzedReader reader = FuzzedReaders.Of(name);
        private readonly string folder = Directory.CreateTempSubdirectory("mintage-fuzz-").FullName;

        /// <summary>More than a second of processor time is a fault too, if it is needed again: the first time compiles.</summary>
        public string? FaultOf(byte[] input)
        {
            for (var again = 0; ; again++)
            {
                var peak = new FuzzPeak();
                if (reader.Try(folder, input, peak) is { } fault) return fault;
                if (peak.Time < TimeSpan.FromSeconds(1)) return null;
                if (again == 1) return $"took {peak.Time.TotalSeconds:F1} s";
            }
        }
    }
}
