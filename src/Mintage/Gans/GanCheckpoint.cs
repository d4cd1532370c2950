using System.Text.Json;
using Mintage.Networks;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// The state of a training in its folder: three networks, two optimisers, the number of updates, adaptive augmentation,
/// the curve and the best point so far, in one safetensors file with a digest. Draws depend only on the update's
/// number, so this is enough to continue bit for bit. The last two are kept: a damaged one costs time only.
/// </summary>
/// <param name="folder">The training's folder.</param>
internal sealed class GanCheckpoint(string folder)
{
    private const string MetadataKey = "mintage";

    private readonly string last = Path.Combine(folder, "checkpoint.safetensors");
    private readonly string previous = Path.Combine(folder, "checkpoint.previous.safetensors");

    private sealed record Facts(string Training, int Updates, int GeneratorSteps, int DiscriminatorSteps,
        IReadOnlyList<GanEpochRecord> Curve, AdaptiveState? Adaptive = null, IReadOnlyList<SlicePoint>? Slice = null);

    /// <summary>True if there is one.</summary>
    public bool Exists => File.Exists(last) || File.Exists(previous);

    /// <summary>Why the last checkpoint was passed over for the one before; null if it was not.</summary>
    public string? Damage { get; private set; }

    /// <summary>Writes one, whole or not at all, and keeps the one before.</summary>
    /// <param name="session">Between two steps.</param>
    /// <param name="training">Identifies options, data, seed and device.</param>
    /// <param name="curve">Finished epochs.</param>
    public void Save(TrainingSession session, string training, IReadOnlyList<GanEpochRecord> curve)
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
        if (File.Exists(last)) File.Move(last, previous, overwrite: true);
        var text = JsonSerializer.Serialize(facts, Json.Line);
        Safetensors.Write(last, tensors, new Dictionary<string, string> { [MetadataKey] = text });
    }

    /// <summary>Restores the last state that is whole and returns the curve so far.</summary>
    /// <exception cref="UserInputException">All are damaged, or they belong to another training.</exception>
    public List<GanEpochRecord> Load(TrainingSession session, string training)
    {
        foreach (var path in new[] { last, previous }.Where(File.Exists))
        {
            try
            {
                var curve = Load(path, session, training);
                if (Damage is not null) File.Delete(last); // else it would soon take the place of the good one
                return curve;
            }
            catch (DamagedException e)
            {
                Damage ??= e.Message;
            }
        }
        throw new UserInputException(
            $"No checkpoint in '{folder}' can be used. {Damage} Delete the files 'checkpoint*' there to train from the "
            + "start.");
    }

    /// <summary>Deletes them all.</summary>
    public void Delete()
    {
        File.Delete(last);
        File.Delete(previous);
    }

    private static List<GanEpochRecord> Load(string path, TrainingSession session, string training)
    {
        var (tensors, facts) = Read(path);
        if (facts.Training != training)
            throw new UserInputException(
                $"'{path}' is a checkpoint of a training with other options, images or seed, or on another device. "
                + "Name another folder with --out, or delete this one to start again.");
        var trainer = session.Trainer;
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

    private static (IReadOnlyDictionary<string, SafeTensor> Tensors, Facts Facts) Read(string path)
    {
        try
        {
            var (tensors, metadata) = Safetensors.Read(path);
            return metadata.ContainsKey(Safetensors.DigestKey) && metadata.TryGetValue(MetadataKey, out var text)
                ? (tensors, Json.Parse<Facts>(text, path))
                : throw new DamagedException($"'{path}' says neither what it is of nor its own digest.");
        }
        catch (UserInputException e)
        {
            throw new DamagedException(e.Message);
        }
    }

    private sealed class DamagedException(string message) : Exception(message);
}
