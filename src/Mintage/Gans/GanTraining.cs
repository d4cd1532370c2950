using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// Trains a GAN into a folder: generator.safetensors, gan.json, log.jsonl (losses and health by epoch), sheets/
/// (samples by epoch, always of the same latents), events/ (both for TensorBoard). An interrupted training leaves a
/// checkpoint there. The same call then continues it and ends with the same bytes (except the times in events/) as an
/// unbroken one on the same processor type and thread count. Not thread-safe; several trainings may run at once in
/// different folders.
/// </summary>
/// <param name="options">Must have no faults.</param>
/// <param name="images">Training images: at least one batch, of a size that the networks can halve often
/// enough.</param>
/// <param name="seed">Root of all draws.</param>
/// <param name="folder">Created if missing.</param>
/// <param name="networks">
/// Networks of your own; null for Mintage's DCGANs. With your own networks, the options of layers (filters, hidden
/// units, norms,
/// conditioning, bfloat16) are ignored, and images may have any size.
/// </param>
public sealed class GanTraining(
    GanOptions options, LabelledImages images, long seed, string folder, GanNetworks? networks = null)
{
    internal const int SheetColumns = 10;
    private const int ReportEveryUpdates = 10;

    /// <summary>Least number of updates between two measurements of diversity. Each runs at the end of an epoch and
    /// costs about one update.</summary>
    private const int DiversityEveryUpdates = 50;

    private readonly GanOptions options = networks is null ? options : options.WithoutLayers();
    private readonly GanCheckpoint checkpoint = new(folder);
    private readonly TrainingEvents events = new(folder, images.ClassNames);
    private readonly SeedTree seeds = SeedTree.FromSeed(seed);
    private readonly DcganShape shape =
        new(images.Height, images.Width, images.Channels, images.ClassCount, options.LatentDimension, options.Filters);
    private List<GanEpochRecord> curve = [];
    private string? divergence;

    /// <summary>The source of the images, so that samples can be checked for copies later; null if they cannot be read
    /// again.</summary>
    public TrainingSource? Source { get; init; }

    /// <summary>Receives start, resumption, epochs, divergence, warnings and end. Changes no result. Default: no
    /// logging.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The device that trains. A GPU gives other bits than the processor, and other bits in every
    /// run.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Least time between two checkpoints, which are written at the end of epochs. Never changes a
    /// result.</summary>
    internal TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Identifies the training. A checkpoint of any other training is refused.</summary>
    private string Identity => JsonSerializer.Serialize(
        new
        {
            options,
            computesInBFloat16 = options.ComputesInBFloat16(Device),
            images.Fingerprint,
            seed,
            threads = get_num_threads(),
            device = Device.Model
        }, Json.Line) + networks?.Name + LibTorch.OtherVersion;

    /// <summary>Trains to the end. A training that diverges ends early, is marked, and keeps its last finite
    /// checkpoint.</summary>
    /// <param name="progress">Receives the share done and the current losses.</param>
    /// <param name="cancellation">Stops the training between two updates, with a checkpoint.</param>
    /// <exception cref="UserInputException">Options or images cannot be used, the machine lacks the device, or the
    /// folder has another training.</exception>
    public GanFacts Run(IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var session =
            new TrainingSession(
                options, networks
                ?? GanNetworks.Dcgan(options, shape, Device), CheckedParts(), seeds, Device.Required());
        using var owned = FolderLock.Take(folder);
        foreach (var part in new[] { "", "sheets", "events" }) WholeFile.DeleteLeft(Path.Combine(folder, part));
        Directory.CreateDirectory(Path.Combine(folder, "sheets"));
        Begin(session);
        Train(session, progress, cancellation);
        var choice = session.Finish();
        var sheet = Path.Combine(folder, "sheet.png");
        WriteSheet(session.Trainer.Average, sheet);
        events.Write(curve, (sheet, choice?.GeneratorUpdates ?? session.Trainer.Updates));
        var facts = Save(session, choice);
        checkpoint.Delete();
        foreach (var warning in facts.Warnings) GanLog.Warning(Logger, options.Preset, warning);
        GanLog.Ended(Logger, options.Preset, facts.GeneratorUpdates, facts.Epochs);
        return facts;
    }

    private void Begin(TrainingSession session)
    {
        if (checkpoint.Exists)
        {
            Restore(session);
            GanLog.Resumed(Logger, options.Preset, session.Trainer.Updates, options.GeneratorUpdates, folder);
        }
        else
        {
            GanLog.Started(Logger, options.Preset, images.Count, options.GeneratorUpdates, folder);
        }
    }

    private TrainingSlice CheckedParts()
    {
        List<string> faults = [.. options.Faults()];
        if (networks is not null) faults.AddRange(NetworkFaults.Of(networks, options, images));
        else if (DcganShape.SizeFault(images.Height, images.Width) is { } fault)
            faults.Add($"images of '{images.Name}': {fault}");
        var parts =
            TrainingSlice.Draw(images, faults.Count == 0 ? options.SliceShare : 0, seeds.Child("slice").Random());
        faults.AddRange(parts.Faults());
        if (parts.Training.Count < options.BatchSize)
            faults.Add(
                $"a batch of {options.BatchSize} needs at least as many images, but '{images.Name}' has "
                + $"{parts.Training.Count}{(parts.Slice is null ? "" : " beside the slice")}. Lower the batch size "
                + "or add images.");
        return faults.Count == 0 ? parts : throw UserInputException.FromFaults("GAN training", faults);
    }

    private void Train(TrainingSession session, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var trainer = session.Trainer;
        var sum = default(EpochSum);
        var lastCheckpoint = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            while (trainer.Updates < options.GeneratorUpdates)
            {
                cancellation.ThrowIfCancellationRequested();
                var epoch = trainer.Epochs;
                trainer.Advance();
                var endsEpoch = trainer.Epochs != epoch || trainer.Updates == options.GeneratorUpdates;
                if (endsEpoch || trainer.Updates % ReportEveryUpdates == 0)
                    foreach (var losses in trainer.ReadLosses()) sum.Add(losses);
                if (trainer.Updates % ReportEveryUpdates == 0)
                    progress?.Report(
                        new TaskProgress((double)trainer.Updates / options.GeneratorUpdates,
                        $"update {trainer.Updates:N0} of {options.GeneratorUpdates:N0}, {sum}{LeastDiversity()}"
                        + WentBack()));
                if (session.Choice is { } choice && choice.IsDue(trainer.Updates))
                {
                    trainer.RequireFiniteWeights();
                    choice.Measure(trainer, session.RecomputeNorms);
                }
                if (!endsEpoch) continue;
                trainer.RequireFiniteWeights();
                EndEpoch(session, sum);
                sum = default;
                if (lastCheckpoint.Elapsed < CheckpointEvery && checkpoint.Exists) continue;
                checkpoint.Save(session, Identity, curve);
                events.Write(curve);
                lastCheckpoint.Restart();
            }
        }
        catch (NonFiniteException e)
        {
            Diverge(session, e.Message);
        }
    }

    private void EndEpoch(TrainingSession session, EpochSum sum)
    {
        var trainer = session.Trainer;
        var before = curve.LastOrDefault()?.GeneratorUpdates ?? 0;
        SlicePoint[]? points = session.Choice?.Points.Where(p => p.GeneratorUpdates > before).ToArray();
        var isDue = trainer.Updates == options.GeneratorUpdates
            || trainer.Updates - (Measured?.GeneratorUpdates ?? 0) >= DiversityEveryUpdates;
        curve.Add(sum.ToRecord(curve.Count + 1, trainer.Updates) with
        {
            Diversity = isDue ? session.Diversity.Of(trainer.Average) : null,
            AugmentationProbability = trainer.Adaptive?.Value,
            Slice = points is { Length: > 0 } ? points : null,
        });
        GanLog.Epoch(Logger, options.Preset, curve[^1]);
        WholeFile.WriteText(Path.Combine(folder, "log.jsonl"),
            string.Concat(curve.Select(r => JsonSerializer.Serialize(r, Json.Line) + "\n")));
        if (TrainingEvents.HasSheet(curve.Count))
            WriteSheet(trainer.Average, TrainingEvents.SheetPath(folder, curve.Count));
    }

    /// <summary>Returns to the last finite state, which is the last checkpoint.</summary>
    /// <exception cref="UserInputException">It diverged before the first checkpoint, so there is nothing to
    /// sample.</exception>
    private void Diverge(TrainingSession session, string reason)
    {
        if (!checkpoint.Exists)
            throw new UserInputException(
                $"The GAN '{options.Preset}' diverged before its first checkpoint (seed {seed}): {reason} Lower its "
                + "learning rate.");
        divergence = $"{reason} (seed {seed})";
        GanLog.Diverged(Logger, options.Preset, divergence);
        Restore(session);
    }

    private void Restore(TrainingSession session)
    {
        curve = checkpoint.Load(session, Identity);
        if (checkpoint.Damage is { } damage)
            GanLog.CheckpointDamaged(Logger, options.Preset, session.Trainer.Updates, damage);
    }

    private GanEpochRecord? Measured => curve.FindLast(r => r.Diversity is not null);

    private string LeastDiversity() => Measured?.Diversity?.Min() is { } least ? $", least diversity {least:F2}" : "";

    private string WentBack() =>
        checkpoint.Damage is null ? "" : ", from the checkpoint before the last, which is damaged";

    private void WriteSheet(GeneratorNetwork generator, string path)
    {
        var labels = Enumerable.Range(0, images.ClassCount * SheetColumns).Select(i => i / SheetColumns).ToArray();
        var samples = GanSampler.Sample(generator, labels, images.ClassNames, "sheet", seeds.Child("sheet"));
        WholeFile.WriteBytes(path, ImageSheet.ByClass(samples, SheetColumns));
    }

    private GanFacts Save(TrainingSession session, CheckpointChoice? choice)
    {
        var trainer = session.Trainer;
        var weightsPath = Path.Combine(folder, TrainedGan.GeneratorFile);
        Safetensors.Write(weightsPath, [.. ModuleState.Save(trainer.Average)]);
        var facts = new GanFacts
        {
            FormatVersion = 1,
            Options = options,
            Shape = shape,
            Networks = networks?.Name,
            Seed = seed,
            Device = Device.Model,
            TrainingSet = images.Name,
            Source = Source,
            TrainingFingerprint = images.Fingerprint,
            ClassCounts = images.ClassCounts(),
            ClassNames = images.ClassNames,
            Import = images.Import,
            Lineage = [.. Enumerable.Range(0, images.Count).Select(images.ImageFingerprint)],
            GeneratorUpdates = trainer.Updates,
            Epochs = session.Epochs,
            GeneratorParameters = Count(trainer.Generator),
            DiscriminatorParameters = Count(trainer.Discriminator),
            Divergence = divergence,
            Warnings = GanWarnings.Of(curve, images.ClassNames, choice?.GeneratorUpdates),
            Choice = choice,
            GeneratorSha256 = WholeFile.Sha256(weightsPath),
            Curve = curve,
        };
        GanFactsFile.Write(folder, facts);
        return facts;
    }

    private static int Count(nn.Module network) => (int)network.parameters().Sum(p => p.numel());
}
