using System.Text.Json;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Stores a training's state in one safetensors file: three networks, two optimisers, the number of updates, adaptive
/// augmentation, the curve and the best point so far. Draws depend only on the update's number, so this is enough to
/// continue bit for bit.
/// </summary>
internal static class GanCheckpoint
{
    private sealed record Facts(string Training, int Updates, int GeneratorSteps, int DiscriminatorSteps,
        IReadOnlyList<GanEpochRecord> Curve, AdaptiveState? Adaptive = null, IReadOnlyList<SlicePoint>? Slice = null);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">An existing file is replaced.</param>
    /// <param name="session">Between two steps.</param>
    /// <param name="training">Identifies options, data, seed and device. The file of another training is
    /// refused.</param>
    /// <param name="curve">Finished epochs.</param>
    public static void Save(string path, TrainingSession session, string training, IReadOnlyList<GanEpochRecord> curve)
    {
        var trainer = session.Trainer;
        List<SafeTensor> tensors =
        [
            .. ModuleState.Save(trainer.Generator, "generator."),
            .. ModuleState.Save(trainer.Average, "average."),
            .. ModuleState.Save(trainer.Discriminator, "discriminator."),
            .. trainer.GeneratorOptimiser.Save("generator_optimiser"),
            .. trainer.DiscriminatorOptimiser.Save("discriminator_optimiser"),
            .. session.Choice?.Best ?? [],
        ];
        var facts =
            new Facts(training, trainer.Updates, trainer.GeneratorOptimiser.StepCount,
            trainer.DiscriminatorOptimiser.StepCount, curve, trainer.Adaptive?.State, session.Choice?.Points);
        Safetensors.Write(
            path, tensors, new Dictionary<string, string> { ["mintage"] = JsonSerializer.Serialize(facts, Json.Line) });
    }

    /// <summary>Restores the saved state and returns the curve so far.</summary>
    /// <exception cref="UserInputException">The file is damaged or belongs to another training.</exception>
    public static List<GanEpochRecord> Load(string path, TrainingSession session, string training)
    {
        var trainer = session.Trainer;
        var (tensors, metadata) = Safetensors.Read(path);
        var facts = JsonSerializer.Deserialize<Facts>(metadata["mintage"], Json.Line)!;
        if (facts.Training != training)
            throw new UserInputException(
                $"'{path}' is a checkpoint of a training with other options, images or seed, or on another device. "
                + "Name another folder with --out, or delete this one to start again.");
        ModuleState.Load(trainer.Generator, tensors, path, "generator.");
        ModuleState.Load(trainer.Average, tensors, path, "average.");
        ModuleState.Load(trainer.Discriminator, tensors, path, "discriminator.");
        trainer.GeneratorOptimiser.Load("generator_optimiser", tensors);
        trainer.DiscriminatorOptimiser.Load("discriminator_optimiser", tensors);
        (trainer.Updates, trainer.GeneratorOptimiser.StepCount, trainer.DiscriminatorOptimiser.StepCount) =
            (facts.Updates, facts.GeneratorSteps, facts.DiscriminatorSteps);
        if (trainer.Adaptive is { } adaptive) adaptive.State = facts.Adaptive!;
        session.Choice?.Restore(facts.Slice!, tensors.Values);
        return [.. facts.Curve];
    }
}
