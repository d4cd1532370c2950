using System.CommandLine;
using System.Diagnostics;
using Mintage.Benchmarks.Peers;
using Mintage.Runtime;

namespace Mintage.Benchmarks.GanChoices;

/// <summary>
/// <c>gan-choice</c>: scores designs on MNIST's training images alone, which is how the presets were chosen. The GAN is trained on some
/// of the first 40,000, the judge on the next 10,000, and the last 10,000 are what is scored on. The test set is not opened.
/// </summary>
internal static class GanChoiceCommand
{
    private static readonly Argument<string> Design = new("DESIGN") { Description = "A preset, with options changed or not: best+filters=64+classical=null" };
    private static readonly Option<int> Images = new("--images") { Description = "Training images, a stratified part of 40,000", DefaultValueFactory = _ => 3_000 };
    private static readonly Option<int[]> At = new("--at") { Description = "Generator updates at which to score; the last ends the training", HelpName = "N", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [2_000] };
    private static readonly Option<long> Seed = new("--seed") { Description = "Root of all draws", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads per tensor operation", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("gan-choice", "The quality of GAN options, measured on MNIST's training images alone") { Design, Images, At, Seed, Threads };
        command.SetAction(parsed => Run(
            parsed.GetValue(Design)!, parsed.GetValue(Images), parsed.GetValue(At)!, SeedTree.FromSeed(parsed.GetValue(Seed)), parsed.GetValue(Threads)));
        return command;
    }

    private static void Run(string name, int images, int[] at, SeedTree seed, int threads)
    {
        // The length of the training is an option like any other: learning rates fall towards it.
        var design = GanDesign.Named($"{name}+generator_updates={at[^1]}");
        design.StartTorch(threads);
        using var score = new ChoiceScore(images, seed);
        using var gan = design.Build(score.Training, seed.Child("gan"));
        Markdown.Title($"{design.Name}, {images:N0} images", ["updates", "processor s", .. ChoiceScore.Columns]);
        var (updates, cost) = (0, TimeSpan.Zero);
        foreach (var stop in at)
        {
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            for (; updates < stop; updates++) gan.Step();
            gan.Finish();
            cost += Process.GetCurrentProcess().TotalProcessorTime - start;
            Markdown.Row([$"{updates:N0}", $"{cost.TotalSeconds:F0}", .. score.Of(gan)]);
        }
    }
}
