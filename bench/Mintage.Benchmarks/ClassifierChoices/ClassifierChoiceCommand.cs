using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using static Mintage.Benchmarks.Markdown;

namespace Mintage.Benchmarks.ClassifierChoices;

/// <summary>One way to train a classifier.</summary>
/// <param name="Name">For people.</param>
/// <param name="Options">The classifier; null for the CNN of MNIST studies.</param>
/// <param name="Classical">A kind of images (<see cref="ClassicalKinds"/>), or "none".</param>
internal sealed record ClassifierSetting(string Name, ClassifierOptions? Options, string Classical)
{
    public TrainingRecipe? Recipe { get; init; }

    public StrongOptions? Strong { get; init; }
}

/// <summary>
/// Compares ways to train a classifier on training images alone: a part of them to learn from, another to be right
/// about. Test images choose nothing.
/// </summary>
internal static class ClassifierChoiceCommand
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly string Features = Path.Combine(DataSetCache.Root, "features");

    public static Command Create()
    {
        var settings = new Argument<FileInfo>("SETTINGS") { Description = "A JSON line per setting" };
        var data = new Option<string>("--data") { DefaultValueFactory = _ => "mnist" };
        var images = new Option<int>("--images") { DefaultValueFactory = _ => 3_000 };
        var validation = new Option<int>("--validation") { DefaultValueFactory = _ => 5_000 };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 1_010 };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 2 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1 };
        var command = new Command("classifier-choice", "Compare ways to train a classifier, on training images only")
        {
            settings, data, images, validation, steps, seeds, threads,
        };
        command.SetAction(parsed =>
        {
            TorchRuntime.Start(parsed.GetValue(threads));
            var train = DataSetReference.Parse(parsed.GetValue(data)!).Load(new DataSetLoading());
            var (count, held) = (parsed.GetValue(images), parsed.GetValue(validation));
            Title($"{train.Name}: {count} images, {parsed.GetValue(steps)} steps, right about {held} other training images",
                "setting", "accuracy %, mean", "of each seed", "loss", "seconds");
            foreach (var line in File.ReadLines(parsed.GetValue(settings)!.FullName).Where(l => l.Length > 0))
                Try(JsonSerializer.Deserialize<ClassifierSetting>(line, Form)!, train, count, held, parsed.GetValue(steps), parsed.GetValue(seeds));
            return 0;
        });
        return command;
    }

    private static void Try(ClassifierSetting setting, LabelledImages train, int images, int validation, int steps, int seeds)
    {
        var (watch, results) = (Stopwatch.StartNew(), new List<Evaluation>());
        for (var seed = 1; seed <= seeds; seed++)
        {
            var seeded = SeedTree.FromSeed(seed);
            var rows = StratifiedOrder.Of(train, seeded.Child("draw").Random());
            var options = (setting.Options ?? new ClassifierOptions { Width = new ClassifierWidth(8, 16, 32) }) with { Recipe = setting.Recipe };
            var classical = ClassicalKinds.Find(setting.Classical)!;
            IAugmentation? augmentation = setting.Strong is { } strong ? new StrongAugmentation(classical, strong)
                : setting.Classical == "none" ? null
                : new ClassicalAugmentation(classical);
            var trainer = new ClassifierTrainer(options, seeded, withCurve: false) { Augmentation = augmentation, CacheFolder = Features };
            using var trained = trainer.Train(train.Select(rows[..images]), train.Select(rows[images..(images + validation)]), steps);
            results.Add(trained.Evaluation);
        }
        Row(setting.Name, $"{100 * results.Average(r => r.Accuracy):F2}", string.Join(" ", results.Select(r => $"{100 * r.Accuracy:F2}")),
            $"{results.Average(r => r.Loss):F4}", $"{watch.Elapsed.TotalSeconds / seeds:F0}");
    }
}
