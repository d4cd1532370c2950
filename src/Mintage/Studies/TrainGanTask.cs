using System.Text.Json.Serialization;
using Mintage.Gans;

namespace Mintage.Studies;

/// <summary>Trains one GAN on one part of the real images.</summary>
internal sealed record TrainGanTask : StudyTask
{
    /// <summary>How.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>Images it sees.</summary>
    public required ImagePart Images { get; init; }

    /// <summary>Height times width of an image, for the estimate.</summary>
    [JsonIgnore]
    public int Area { get; init; } = 28 * 28;

    /// <summary>1 or 3, for the estimate.</summary>
    [JsonIgnore]
    public int Channels { get; init; } = 1;

    /// <summary>Number of classes, for the estimate.</summary>
    [JsonIgnore]
    public int Classes { get; init; } = 10;

    /// <summary>Seed of the training.</summary>
    public required long Seed { get; init; }

    [JsonIgnore]
    public override string Kind => "train-gan";

    [JsonIgnore]
    public override string Title => $"train {Options.Preset} on {Images}";

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => [];

    [JsonIgnore]
    public override double EstimatedSeconds
    {
        get
        {
            // Fitted to processor seconds of an update of best, cgan, wgan, wgan-gp and sngan at 24 to 96 pixels, 16 to
            // 64 filters and batches of 16 to 64, each within a quarter; then between a processor with bfloat16 and one
            // without it, which takes twice as long.
            var filters = 0.0039 + (0.00054 * Options.Filters) + (4.9e-6 * Options.Filters * Options.Filters);
            var step = 0.0063 + (filters * (0.9 + (0.1 * Channels)) * Area / (28 * 28));
            var penalty = Options.Constraint == CriticConstraint.GradientPenalty ? 1.5 : 1;
            return Options.GeneratorUpdates * step * (0.2 + (0.8 * Options.BatchSize / 64)) * (0.25
                + (0.75 * Options.CriticSteps)) * penalty;
        }
    }

    [JsonIgnore]
    public override double EstimatedMegabytes
    {
        get
        {
            var epochs = (int)Math.Ceiling(
                (double)Options.GeneratorUpdates * Options.CriticSteps * Options.BatchSize / Images.Count);
            // a sheet of photographs takes about a byte for every value in it; the events hold one of each octave
            var sheet = 1e-6 * Classes * GanTraining.SheetColumns * Area * Channels;
            var sheets = TrainingEvents.Sheets(epochs) + Math.Log2(epochs) + 3;
            return 1 + (2e-3 * Options.Filters * Options.Filters) + (6.5e-5 * Images.Count) + (1e-3 * epochs)
                + (sheets * sheet);
        }
    }

    internal override string Group =>
        $"{Kind} {Options.Objective} {Options.Constraint} {Options.Filters} {Options.BatchSize} "
        + $"{Options.Classical is null}";

    internal override string ShortName => $"{Options.Preset}-{Images.Short}";

    internal override bool UsesDevice => true;

    internal override void Run(TaskContext context) =>
        new GanTraining(Options, context.Study.Data.Images(Images), Seed,
            context.Folder)
        { Device = context.Study.Device }.Run(context.Progress, context.Cancellation);
}
