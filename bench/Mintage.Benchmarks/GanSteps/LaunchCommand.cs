using System.CommandLine;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Benchmarks.GanSteps;

/// <summary><c>launches</c>: what a GPU has to launch for an update, counted on the processor.</summary>
internal static class LaunchCommand
{
    private const int Classes = 10, WarmUps = 3, Counted = 10; // losses are read every ten updates

    private static readonly Argument<string[]> Presets = new("PRESET") { Description = "Presets of GANs", DefaultValueFactory = _ => ["best"] };
    private static readonly Option<bool> Names = new("--names") { Description = "List the operators too" };
    private static readonly Option<bool> Losses = new("--losses") { Description = "Print the losses too, to the last digit" };

    public static Command Create()
    {
        var command = new Command("launches", "Operators an update that would be kernels on a GPU, counted with libtorch's profiler on the GPU's path of the code") { Presets, Names, Losses };
        command.SetAction(parsed =>
        {
            TorchRuntime.Start();
            TensorOperations.Everywhere = true;
            Markdown.Title($"a mean of {Counted} updates, losses read once", "preset", "images", "launches an update");
            foreach (var preset in parsed.GetValue(Presets)!)
            {
                foreach (var (side, channels) in new[] { (28, 1), (32, 3) })
                {
                    var (counts, losses) = Count(GanPresets.Get(preset), side, channels);
                    Markdown.Row([preset, $"{side} x {side} x {channels}", $"{counts.Values.Sum() / (double)Counted:F1}"]);
                    if (parsed.GetValue(Losses)) Console.WriteLine(string.Join(' ', losses.Select(l => $"{l.DiscriminatorLoss:R} {l.GeneratorLoss:R}")));
                    if (!parsed.GetValue(Names)) continue;
                    foreach (var (name, count) in counts.OrderByDescending(c => c.Value)) Console.WriteLine($"    {count / (double)Counted,6:F1} {name}");
                }
            }
        });
        return command;
    }

    private static (IReadOnlyDictionary<string, int> Counts, IReadOnlyList<GanLosses> Losses) Count(GanOptions options, int side, int channels)
    {
        var random = SeedTree.FromSeed(1).Child("images").Random();
        var pixels = new byte[640 * side * side * channels];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(256);
        var images = new LabelledImages("random", pixels, [.. Enumerable.Range(0, 640).Select(i => i % Classes)], side, side, channels, [.. Enumerable.Range(0, Classes).Select(c => $"{c}")]);
        using var tensors = new ImageTensors(images);
        using var trainer = new GanTrainer(options, new DcganShape(side, side, channels, Classes, options.LatentDimension, options.Filters), tensors, SeedTree.FromSeed(1));
        for (var i = 0; i < WarmUps; i++) trainer.Advance();
        trainer.ReadLosses();
        IReadOnlyList<GanLosses> losses = [];
        var counts = OperatorCount.During(() =>
        {
            for (var i = 0; i < Counted; i++) trainer.Advance();
            losses = trainer.ReadLosses();
        });
        // On a GPU the counters of batch norm stay on the host (Placement); here they are among the rest.
        const string Counter = "aten::add_ > aten::add_";
        var norms = counts.Where(c => c.Key.EndsWith("> aten::native_batch_norm", StringComparison.Ordinal)).Sum(c => c.Value);
        return (counts.ToDictionary(c => c.Key, c => c.Value - (c.Key == Counter ? norms : 0)), losses);
    }
}
