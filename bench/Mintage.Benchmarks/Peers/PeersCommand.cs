using System.CommandLine;
using System.Text.Json;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Benchmarks.Peers;

/// <summary><c>peers</c>: how long conditional GANs train until their samples teach a classifier enough; see bench/peers/README.md.</summary>
internal static class PeersCommand
{
    private static readonly Option<int> Images = new("--images") { Description = "MNIST images to train on, a stratified part of 60,000", DefaultValueFactory = _ => 3_000 };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Training time of each design at most, without evaluations", DefaultValueFactory = _ => 10 };
    private static readonly Option<string> Only = new("--only")
    {
        Description = $"Designs: {string.Join(", ", GanDesign.PortNames)}, our presets, and these with options changed, as in cgan+filters=32",
        HelpName = "NAME,NAME",
        DefaultValueFactory = _ => string.Join(',', [.. GanDesign.PortNames, "cgan"]),
    };

    private static readonly Option<int> First = new("--first") { Description = "Generator updates before the first evaluation", DefaultValueFactory = _ => 100 };
    private static readonly Option<double> Growth = new("--growth") { Description = "Each evaluation after so many times the updates of the one before", DefaultValueFactory = _ => 1.5 };
    private static readonly Option<double> Until = new("--until") { Description = "CAS in per cent that ends a training", DefaultValueFactory = _ => 100 };
    private static readonly Option<long> Seed = new("--seed") { Description = "Root of all draws", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads per tensor operation", DefaultValueFactory = _ => 2 };
    private static readonly Option<string?> Samples = new("--samples") { Description = "Train nothing; score the .npz files that the Python scripts wrote", HelpName = "DIR" };
    private static readonly Option<string?> Export = new("--export") { Description = "Train nothing; write the training images for the Python scripts", HelpName = "FILE" };
    private static readonly Option<bool> Child = new("--child") { Description = "Train in this process and print one line of JSON", Hidden = true };

    public static Command Create()
    {
        var command = new Command("peers", "Training time until a CAS of 90 % and 95 %: popular conditional GANs and ours")
        {
            Images, Minutes, Only, First, Growth, Until, Seed, Threads, Samples, Export, Child,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(Samples) is { } folder) Score(folder, parsed);
            else if (parsed.GetValue(Export) is { } path) NpzFile.Write(path, TrainingImages(parsed));
            else if (parsed.GetValue(Child)) Console.WriteLine(JsonSerializer.Serialize(Train(parsed), Json.Line));
            else RunAll(parsed);
        });
        return command;
    }

    private static void RunAll(ParseResult parsed)
    {
        var names = parsed.GetValue(Only)!.Split(',');
        // A wrong name is said before the first hour is spent.
        foreach (var name in names) GanDesign.Named(name);
        var runs = names.Select(name => OwnProcess.Run([
            "peers", "--child", "--only", name, "--images", $"{parsed.GetValue(Images)}", "--minutes", $"{parsed.GetValue(Minutes)}",
            "--first", $"{parsed.GetValue(First)}", "--growth", $"{parsed.GetValue(Growth)}", "--until", $"{parsed.GetValue(Until)}",
            "--seed", $"{parsed.GetValue(Seed)}", "--threads", $"{parsed.GetValue(Threads)}"]));
        var title = $"{parsed.GetValue(Images):N0} images, at most {parsed.GetValue(Minutes)} min each, {parsed.GetValue(Threads)} threads ({RaceRules.ClockName(parsed.GetValue(Threads))}), seed {parsed.GetValue(Seed)}";
        GanRunTable.Print(title, runs.Select(run => JsonSerializer.Deserialize<GanRun>(run, Json.Line)!));
    }

    private static GanRun Train(ParseResult parsed)
    {
        var design = GanDesign.Named(parsed.GetValue(Only)!);
        design.StartTorch(parsed.GetValue(Threads));
        var rules = new RaceRules(parsed.GetValue(Minutes), parsed.GetValue(First), parsed.GetValue(Growth), parsed.GetValue(Until) / 100) { Now = RaceRules.Clock(parsed.GetValue(Threads)) };
        return new GanRace(rules, TrainingImages(parsed), Mnist.Test(), Root(parsed)).Run(design);
    }

    private static void Score(string folder, ParseResult parsed)
    {
        TorchRuntime.Start(parsed.GetValue(Threads));
        GanRunTable.Print($"samples in {Path.GetFileName(Path.GetFullPath(folder))}", SampleFolder.Score(folder, Mnist.Test(), Root(parsed)));
    }

    private static LabelledImages TrainingImages(ParseResult parsed) => Mnist.Part(Mnist.Training(), parsed.GetValue(Images), Root(parsed));

    private static SeedTree Root(ParseResult parsed) => SeedTree.FromSeed(parsed.GetValue(Seed));
}
