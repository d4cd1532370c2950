using System.CommandLine;
using System.Globalization;
using Mintage.Augmentation;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage gan train</c>: trains one GAN in this process, or several, each in its own process.</summary>
internal sealed class GanTrainCommand
{
    private const int MostMembers = 16;

    private readonly DataSetOptions data = new(withSubset: true);
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly Option<string> device = CommonOptions.Device();
    private readonly Option<string> model =
        new("--model")
        {
            Description = $"One of: {string.Join(", ", GanPresets.Names)}",
            HelpName = "NAME",
            DefaultValueFactory = _ => "best"
        };
    private readonly Option<int?> updates =
        new("--updates") { Description = "Generator updates (default: the model's)", HelpName = "N" };
    private readonly Option<int?> batch =
        new("--batch") { Description = "Real images per update (default: the model's)", HelpName = "N" };
    private readonly Option<int?> filters =
        new("--filters")
        {
            Description = "Feature maps of the widest-resolution layers (default: the model's)",
            HelpName = "N"
        };
    private readonly Option<string?> classical =
        new("--classical")
        {
            Description = "Classical augmentation of the real images: "
        + $"{string.Join(", ", ClassicalKinds.Names)} (default: the model's)",
            HelpName = "KIND"
        };
    private readonly Option<int> members =
        new("--members")
        {
            Description = "Number of GANs trained in parallel with different seeds and sampled "
        + "together; two give better images than one and use two cores",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
    private readonly Option<string> output =
        new("--out")
        {
            Description = "Folder of the GAN; continues an interrupted training in it",
            HelpName = "DIR",
            Required = true
        };
    private readonly Option<bool> worker =
        new("--as-worker") { Description = "Used by the parent process of several members", Hidden = true };

    public Command Create()
    {
        var command = new Command("train", "Train a GAN; stop it with Ctrl+C and continue with the same command")
        {
            model, updates, batch, filters, classical, members, threads, device, output, worker,
        };
        data.AddTo(command);
        command.SetAction(RunAsync);
        return command.WithExamples(
            "mintage gan train --data mnist:train --subset 3000 --out my-gan",
            "mintage gan train --data mnist:train --subset 3000 --members 2 --out my-gans",
            "mintage gan train --data mnist:train --filters 64 --classical none --updates 10000 --out large-gan",
            "mintage gan train --data scans.npz --model wgan-gp --updates 2000 --out scans-gan");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = Options(parsed);
        var count = CommonOptions.AtLeast("--members", parsed.GetValue(members), 1);
        if (count > MostMembers)
            throw new UserInputException($"--members must be at most {MostMembers}, but is {count}.");
        var threadCount = CommonOptions.AtLeast("--threads", parsed.GetValue(threads), 1);
        var (folder, computes) = (parsed.GetValue(output)!, ComputeDevice.Parse(parsed.GetValue(device)!).Required());
        if (File.Exists(Path.Combine(folder, TrainedGan.FactsFile)))
            throw new UserInputException(
                $"'{folder}' already holds a finished GAN. Name another folder with --out, or delete this one to "
                + "train again.");
        if (StudyFolder.IsStudy(folder))
            throw new UserInputException($"'{folder}' holds a study. Name another folder for the GAN with --out.");
        WholeFile.RequireWritable(Path.Combine(folder, TrainedGan.FactsFile));
        var rootSeed = data.Seed(parsed);
        if (parsed.GetValue(worker))
        {
            LabelledImages? loaded = null;
            OwnWorker.Work((key, progress, stop) =>
            {
                if (loaded is null) TorchRuntime.Start(threadCount);
                var member = int.Parse(key, CultureInfo.InvariantCulture);
                Train(loaded ??= data.Load(parsed, stop), GanMember.Seed(rootSeed, member),
                    GanMember.Folder(folder, member), progress, stop);
            });
            return ExitCode.Done;
        }
        var images = data.Load(parsed, cancellation);
        RequireReal(images, DataSetReference.Parse(data.Source(parsed).Reference).Source);
        if (count > 1)
        {
            return await TrainAsync(
                new GanMembers(options, images, rootSeed, folder, count), images, folder, threadCount, cancellation);
        }
        if (Directory.Exists(GanMember.Folder(folder, 0)))
            throw new UserInputException(
                $"'{folder}' holds a training with several members. Name another folder with --out, or continue it "
                + "with --members.");
        TorchRuntime.Start(threadCount);
        var facts =
            ProgressLine.Show(options.Preset, progress => Train(images, rootSeed, folder, progress, cancellation));
        if (facts.Divergence is null)
            Terminal.Say(
                $"Trained for {facts.GeneratorUpdates:N0} updates ({facts.Epochs:F1} epochs of {images.Count:N0} "
                + $"images). Look at {Path.Combine(folder, "sheet.png")}. Draw images with 'mintage gan sample "
                + $"{folder} --per-class 100 --out images.npz'.");
        foreach (var line in Findings(facts)) Terminal.Say(line);
        if (ShownClasses(folder, images, cancellation) is { } shown) Terminal.Say(shown);
        return ExitCode.Done;

        GanFacts Train(
            LabelledImages set, long seed, string place, IProgress<TaskProgress> progress, CancellationToken stop) =>
            new GanTraining(
                options, set, seed, place)
            { Source = data.Source(parsed), Device = computes }.Run(progress, stop);
    }

    /// <summary>Refuses images of another GAN: their lineage would be lost, and with it the guard against
    /// leaks.</summary>
    private static void RequireReal(LabelledImages images, string source)
    {
        var set = TracedSet.Of(images, source);
        var synthetic = set.Images.IsSynthetic?.Count(mark => mark) ?? 0;
        if (synthetic == 0 && set.Provenance is null) return;
        var came = synthetic > 0 ? $"{synthetic:N0} that are marked as synthetic" : "the provenance of a GAN";
        throw new UserInputException(
            $"A GAN must learn from real images, but '{images.Name}' has {came}. Name the real images alone.");
    }

    /// <summary>Trains members in processes of their own.</summary>
    private async Task<int> TrainAsync(
        GanMembers gans, LabelledImages images, string folder, int threadCount, CancellationToken cancellation)
    {
        var processes = Math.Max(1, Environment.ProcessorCount / threadCount);
        var open = gans.Tasks.Count(task => !gans.IsDone(task));
        if (open == 0)
        {
            throw new UserInputException(
                $"'{folder}' already holds {gans.Tasks.Count} finished GANs. Name another folder with --out, or "
                + "delete this one to train again.");
        }
        string[] arguments = [.. Environment.GetCommandLineArgs()[1..], worker.Name];
        var executors = Enumerable.Range(0, Math.Min(open, processes))
            .Select(_ => (ITaskExecutor)OwnWorker.Create(arguments)).ToList();
        IReadOnlyList<TaskFailure> failures;
        try
        {
            var done = gans.Tasks.Where(gans.IsDone).ToDictionary(task => task.Key, _ => new TaskPace(1, 0, 0));
            failures = await StudyDisplay.ShowAsync(
                gans.Tasks, done, processes, observer => gans.TrainAsync(executors, observer, cancellation));
        }
        finally
        {
            await Task.WhenAll(executors.Select(e => e.DisposeAsync().AsTask()));
        }
        if (failures.Count == 0)
        {
            TorchRuntime.Start(threadCount); // the members had processes of their own
            Tell(gans, images, folder, cancellation);
        }
        foreach (var text in failures.Select(f => f.Message).Distinct()) Terminal.Say($"mintage: {text}");
        return failures.Count == 0
            ? ExitCode.Done
            : failures.All(f => f.IsUserInput)
            ? ExitCode.UserInput
            : ExitCode.Fault;
    }

    private static void Tell(GanMembers gans, LabelledImages images, string folder, CancellationToken cancellation)
    {
        var sheets = string.Join(", ", gans.Folders.Select(place => Path.Combine(place, "sheet.png")));
        Terminal.Say($"Trained {gans.Folders.Count} GANs. Look at {sheets}. Draw images from all of them with "
            + $"'mintage gan sample {folder} --per-class 100 --out images.npz'.");
        foreach (var (member, place) in gans.Folders.Index())
        {
            var facts = TrainedGan.ReadFacts(place);
            foreach (var line in Findings(facts)) Terminal.Say($"Member {member + 1}: {line}");
            if (ShownClasses(place, images, cancellation) is { } shown) Terminal.Say($"Member {member + 1}: {shown}");
        }
    }

    /// <summary>Whether the samples show what is asked for; null of a GAN that diverged.</summary>
    private static string? ShownClasses(string folder, LabelledImages images, CancellationToken cancellation)
    {
        using var gan = TrainedGan.Load(folder);
        return gan.Facts.Divergence is not null
            ? null
            : ProgressLine.Show("samples", progress => SampleCheck.Classes(gan, images, progress, cancellation));
    }

    /// <summary>Lists findings about a trained GAN that the user must see, as full sentences.</summary>
    private static IEnumerable<string> Findings(GanFacts facts)
    {
        if (facts.Divergence is { } why)
            yield return $"{why} The GAN is kept in the state of its last checkpoint ({facts.GeneratorUpdates:N0} "
                + "updates) and is marked as diverged.";
        if (facts.Choice is { } choice)
            yield return $"The generator of update {choice.GeneratorUpdates:N0} is kept: of {choice.Points.Count} "
                + $"points it is the closest to the slice of {choice.SliceImages:N0} images.";
        foreach (var warning in facts.Warnings) yield return $"Warning: {warning}";
    }

    private GanOptions Options(ParseResult parsed)
    {
        var options = GanPresets.Get(parsed.GetValue(model)!);
        return options with
        {
            GeneratorUpdates = parsed.GetValue(updates) ?? options.GeneratorUpdates,
            BatchSize = parsed.GetValue(batch) ?? options.BatchSize,
            Filters = parsed.GetValue(filters) ?? options.Filters,
            Classical = parsed.GetValue(classical) is { } kind ? Classical(kind) : options.Classical,
        };
    }

    private static ClassicalOptions? Classical(string kind)
    {
        var found = ClassicalKinds.Find(kind)
            ?? throw new UserInputException(
                $"--classical must be one of {string.Join(", ", ClassicalKinds.Names)}, but is '{kind}'.");
        return found == ClassicalOptions.None ? null : found;
    }
}
