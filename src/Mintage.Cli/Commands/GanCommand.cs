using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage gan train</c>, and what else there is of GANs.</summary>
internal static class GanCommand
{
    public static Command Create() => new("gan", "Train a class-conditional GAN, draw images from it") { Train(), GanSampleCommand.Create() };

    private static Command Train()
    {
        var data = new DataSetOptions(withSubset: true);
        var threads = CommonOptions.Threads();
        var device = CommonOptions.Device();
        var model = new Option<string>("--model") { Description = $"One of: {string.Join(", ", GanPresets.Names)}", HelpName = "NAME", DefaultValueFactory = _ => "best" };
        var updates = new Option<int?>("--updates") { Description = "Generator updates (default: the model's)", HelpName = "N" };
        var batch = new Option<int?>("--batch") { Description = "Real images per update (default: the model's)", HelpName = "N" };
        var filters = new Option<int?>("--filters") { Description = "Feature maps of the widest-resolution layers (default: the model's)", HelpName = "N" };
        var output = new Option<string>("--out") { Description = "Folder of the GAN; an interrupted training in it goes on", HelpName = "DIR", Required = true };
        var command = new Command("train", "Train a GAN; interrupt it with Ctrl+C and go on with the same command")
        {
            model, updates, batch, filters, threads, device, output,
        };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var folder = parsed.GetValue(output)!;
            var options = GanPresets.Get(parsed.GetValue(model)!);
            options = options with
            {
                GeneratorUpdates = parsed.GetValue(updates) ?? options.GeneratorUpdates,
                BatchSize = parsed.GetValue(batch) ?? options.BatchSize,
                Filters = parsed.GetValue(filters) ?? options.Filters,
            };
            var rootSeed = data.Seed(parsed);
            if (File.Exists(Path.Combine(folder, TrainedGan.FactsFile)))
                throw new UserInputException($"'{folder}' holds a finished GAN already. Name another folder with --out, or remove it to train anew.");
            var threadCount = CommonOptions.AtLeast("--threads", parsed.GetValue(threads), 1);
            var computes = ComputeDevice.Parse(parsed.GetValue(device)!).Required();
            var images = data.Load(parsed, cancellation);
            TorchRuntime.Start(threadCount);
            var facts = ProgressLine.Show(options.Preset, progress => new GanTraining(options, images, rootSeed, folder) { Source = data.Source(parsed), Device = computes }.Run(progress, cancellation));
            Terminal.Say(facts.Divergence is { } why
                ? $"{why} The GAN was kept as it was at its last checkpoint ({facts.GeneratorUpdates:N0} updates) and is marked as diverged."
                : $"{facts.GeneratorUpdates:N0} updates ({facts.Epochs:F1} epochs of {images.Count:N0} images). Look at {Path.Combine(folder, "sheet.png")}; draw images with 'mintage gan sample {folder} --per-class 100 --out images.npz'.");
            if (facts.Choice is { } choice) Terminal.Say($"Kept is the generator of update {choice.GeneratorUpdates:N0}, the nearest of {choice.Points.Count} to the slice of {choice.SliceImages:N0} images.");
            foreach (var warning in facts.Warnings) Terminal.Say($"Warning: {warning}");
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage gan train --data mnist:train --subset 3000 --out my-gan",
            "mintage gan train --data scans.npz --model wgan-gp --updates 2000 --out scans-gan");
    }
}
