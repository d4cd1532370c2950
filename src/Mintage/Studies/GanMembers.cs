using System.Globalization;
using System.Text.Json;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// Several GANs with the same options and different seeds, each in a folder 1, 2, ... of one folder. Not thread-safe.
/// </summary>
/// <param name="options">Options of every member.</param>
/// <param name="images">Training images of every member.</param>
/// <param name="seed">Root of all draws.</param>
/// <param name="folder">The common folder. Finished members in it are kept; the others start or continue.</param>
/// <param name="count">Number of members.</param>
public sealed class GanMembers(GanOptions options, LabelledImages images, long seed, string folder, int count)
{
    /// <summary>A task per member; its key is the member's number, from 0.</summary>
    public IReadOnlyList<TaskNode> Tasks { get; } =
    [
        .. Enumerable.Range(0, count).Select(member => new TaskNode(
            "train-gan", member.ToString(CultureInfo.InvariantCulture),
            $"{options.Preset}, member {member + 1} of {count}", [], 1)),
    ];

    /// <summary>Folders of the members.</summary>
    public IReadOnlyList<string> Folders { get; } =
        [.. Enumerable.Range(0, count).Select(member => GanMember.Folder(folder, member))];

    /// <summary>True if a member is finished.</summary>
    /// <exception cref="UserInputException">Its folder holds another GAN.</exception>
    public bool IsDone(TaskNode task)
    {
        var member = int.Parse(task.Key, CultureInfo.InvariantCulture);
        var path = Path.Combine(Folders[member], TrainedGan.FactsFile);
        if (!File.Exists(path)) return false;
        var facts = TrainedGan.ReadFacts(Folders[member]);
        var isSame = facts.TrainingFingerprint == images.Fingerprint
            && facts.Seed == GanMember.Seed(seed, member)
            && JsonSerializer.Serialize(facts.Options, Json.Line) == JsonSerializer.Serialize(options, Json.Line);
        return isSame ? true : throw new UserInputException(
            $"'{Folders[member]}' holds a GAN with other images, options or seed, so this training cannot keep it. "
            + "Name another folder with --out, or use the values it was started with.");
    }

    /// <summary>Trains the members that are not finished. If none of them starts, no folder is left behind.</summary>
    /// <param name="executors">What runs the tasks, each one at a time; the caller disposes them.</param>
    /// <param name="observer">Told about every task.</param>
    /// <param name="cancellation">Stops the trainings, with checkpoints.</param>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<TaskFailure>> TrainAsync(
        IReadOnlyList<ITaskExecutor> executors, IQueueObserver observer, CancellationToken cancellation)
    {
        var done = Tasks.Where(IsDone).ToHashSet();
        var isNew = !Directory.Exists(folder);
        foreach (var member in Folders) Directory.CreateDirectory(member); // who draws sees what is missing
        var failures = await TaskSchedule.RunAsync(Tasks, done.Contains, executors, observer, cancellation)
            .ConfigureAwait(false);
        if (Folders.All(place => !Directory.EnumerateFileSystemEntries(place).Any()))
        {
            foreach (var member in Folders) Directory.Delete(member);
            if (isNew) Directory.Delete(folder);
        }
        return failures;
    }
}
