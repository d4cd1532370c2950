using System.Globalization;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>Trains several GANs with the same options and different seeds, each in its own process and in a folder 1,
/// 2, ... of one folder.</summary>
/// <param name="options">Options of every member.</param>
/// <param name="images">Training images of every member.</param>
/// <param name="seed">Root of all draws.</param>
/// <param name="folder">The common folder. Finished members in it are kept; the others start or continue.</param>
/// <param name="count">Number of members.</param>
internal sealed class GanMembers(GanOptions options, LabelledImages images, long seed, string folder, int count)
{
    /// <summary>Trains the members that are not finished.</summary>
    /// <param name="processes">Largest number of processes at a time.</param>
    /// <param name="workerArguments">Arguments that start this program as a worker for the keys 0, 1, ...</param>
    /// <param name="cancellation">Stops the trainings, with checkpoints.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TrainAsync(int processes, IReadOnlyList<string> workerArguments, CancellationToken cancellation)
    {
        var nodes = Enumerable.Range(0, count)
            .Select(member => new TaskNode("train-gan", member.ToString(CultureInfo.InvariantCulture), $"{options.Preset}, member {member + 1} of {count}", [], 1)).ToList();
        var done = nodes.Where((_, member) => IsDone(member)).ToHashSet();
        if (done.Count == count) throw new UserInputException($"'{folder}' already holds {count} finished GANs. Name another folder with --out, or delete this one to train again.");
        var isNew = !Directory.Exists(folder);
        List<string> members = [.. Enumerable.Range(0, count).Select(member => TrainedGans.MemberFolder(folder, member))];
        foreach (var member in members) Directory.CreateDirectory(member); // who draws sees what is missing
        var executors = Enumerable.Range(0, Math.Min(count - done.Count, processes)).Select(_ => (ITaskExecutor)OwnWorker.Create(workerArguments)).ToList();
        IReadOnlyList<TaskFailure> failures;
        try
        {
            failures = await StudyDisplay.ShowAsync("all", nodes, done.Contains, observer => TaskSchedule.RunAsync(nodes, done.Contains, executors, observer, cancellation));
        }
        finally
        {
            await Task.WhenAll(executors.Select(e => e.DisposeAsync().AsTask()));
        }
        if (failures.Count == 0)
        {
            Tell();
            return ExitCode.Done;
        }
        foreach (var text in failures.Select(f => f.Message).Distinct()) Terminal.Say($"mintage: {text}");
        if (members.All(IsEmpty)) RemoveEmpty(members, isNew);
        return failures.All(f => f.IsUserInput) ? ExitCode.UserInput : ExitCode.Fault;
    }

    private static bool IsEmpty(string place) => !Directory.EnumerateFileSystemEntries(place).Any();

    /// <summary>Removes empty folders if no training has started.</summary>
    private void RemoveEmpty(List<string> members, bool isNew)
    {
        foreach (var member in members) Directory.Delete(member);
        if (isNew) Directory.Delete(folder);
    }

    private void Tell()
    {
        Terminal.Say($"Trained {count} GANs on {images.Count:N0} images. Look at {string.Join(", ", Enumerable.Range(0, count).Select(m => Path.Combine(TrainedGans.MemberFolder(folder, m), "sheet.png")))}. Draw images from all of them with 'mintage gan sample {folder} --per-class 100 --out images.npz'.");
        for (var member = 0; member < count; member++)
        {
            var facts = Json.Read<GanFacts>(Path.Combine(TrainedGans.MemberFolder(folder, member), TrainedGan.FactsFile));
            foreach (var line in GanTrainCommand.Findings(facts)) Terminal.Say($"Member {member + 1}: {line}");
        }
    }

    /// <summary>True if a member is finished.</summary>
    /// <exception cref="UserInputException">Its folder holds another GAN.</exception>
    private bool IsDone(int member)
    {
        var path = Path.Combine(TrainedGans.MemberFolder(folder, member), TrainedGan.FactsFile);
        if (!File.Exists(path)) return false;
        var facts = Json.Read<GanFacts>(path);
        var isSame = facts.TrainingFingerprint == images.Fingerprint && facts.Seed == TrainedGans.MemberSeed(seed, member)
            && System.Text.Json.JsonSerializer.Serialize(facts.Options, Json.Line) == System.Text.Json.JsonSerializer.Serialize(options, Json.Line);
        return isSame ? true : throw new UserInputException(
            $"'{Path.GetDirectoryName(path)}' holds a GAN with other images, options or seed, so this training cannot keep it. Name another folder with --out, or use the values it was started with.");
    }
}
