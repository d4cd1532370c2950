using System.Text.Json.Serialization;
using Mintage.Gans;

namespace Mintage.Studies;

/// <summary>Trains one GAN on one part of the real images.</summary>
public sealed record TrainGanTask : StudyTask
{
    /// <summary>How.</summary>
    public required GanOptions Options { get; init; }

    /// <summary>Images it sees.</summary>
    public required ImagePart Images { get; init; }

    /// <summary>Pixels of an image, for the estimate.</summary>
    [JsonIgnore]
    public int PixelsPerImage { get; init; } = 28 * 28;

    /// <summary>Seed of the training.</summary>
    public required long Seed { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "train-gan";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"train {Options.Preset} on {Images}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Needs => [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedSeconds =>
        Options.GeneratorUpdates * (0.03 + (0.09 * Options.CriticSteps)) * Options.BatchSize / 64 * Options.Filters * Options.Filters / 4096 * PixelsPerImage / (28 * 28);

    /// <inheritdoc/>
    [JsonIgnore]
    public override double EstimatedMegabytes => 1 + (2e-3 * Options.Filters * Options.Filters) + (6.5e-5 * Images.Count);

    internal override bool UsesDevice => true;

    internal override void Run(TaskContext context) =>
        new GanTraining(Options, context.Study.Data.Images(Images), Seed, context.Folder) { Device = context.Study.Device }.Run(context.Progress, context.Cancellation);
}
