using Microsoft.Extensions.Logging;
using Mintage.Results;

namespace Mintage.Gans;

/// <summary>Log events of a GAN's training, listed in docs/guide/library.md.</summary>
internal static partial class GanLog
{
    [LoggerMessage(100, LogLevel.Information, "GAN '{Preset}' starts: {Images} images, {Updates} updates, into "
        + "{Folder}", EventName = "GanStarted")]
    public static partial void Started(ILogger logger, string preset, int images, int updates, string folder);

    [LoggerMessage(101, LogLevel.Information, "GAN '{Preset}' continues at update {Update} of {Updates}, in {Folder}",
        EventName = "GanResumed")]
    public static partial void Resumed(ILogger logger, string preset, int update, int updates, string folder);

    [LoggerMessage(103, LogLevel.Warning, "GAN '{Preset}' diverged: {Reason}", EventName = "GanDiverged")]
    public static partial void Diverged(ILogger logger, string preset, string reason);

    [LoggerMessage(104, LogLevel.Warning, "GAN '{Preset}': {Warning}", EventName = "GanWarning")]
    public static partial void Warning(ILogger logger, string preset, string warning);

    [LoggerMessage(105, LogLevel.Information, "GAN '{Preset}' is trained: {Updates} updates, {Epochs:F1} epochs",
        EventName = "GanEnded")]
    public static partial void Ended(ILogger logger, string preset, int updates, double epochs);

    [LoggerMessage(106, LogLevel.Warning, "GAN '{Preset}' goes on from update {Update}, the checkpoint before the "
        + "last: {Damage}", EventName = "GanCheckpointDamaged")]
    public static partial void CheckpointDamaged(ILogger logger, string preset, int update, string damage);

    public static void Epoch(ILogger logger, string preset, GanEpochRecord record) =>
        Epoch(logger, preset, record.Epoch, record.GeneratorUpdates, record.DiscriminatorLoss, record.GeneratorLoss);

    /// <summary>Logs divergence and warnings of a finished training.</summary>
    public static void Faults(ILogger logger, GanFacts facts)
    {
        if (facts.Divergence is { } reason) Diverged(logger, facts.Options.Preset, reason);
        foreach (var warning in facts.Warnings) Warning(logger, facts.Options.Preset, warning);
    }

    [LoggerMessage(102, LogLevel.Debug, "GAN '{Preset}', epoch {Epoch}: update {Update}, discriminator loss "
        + "{DiscriminatorLoss:F4}, generator loss {GeneratorLoss:F4}", EventName = "GanEpochEnded")]
    private static partial void Epoch(
        ILogger logger, string preset, int epoch, int update, double discriminatorLoss, double generatorLoss);
}
