using System.Globalization;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>Trains several GANs alike with other seeds into the folders 1, 2, ... of one folder, each in a process of its own.</summary>
/// <param name="options">Of every member.</param>
/// <param name="images">What they learn from.</param>
/// <param name="seed">Root of all draws.</param>
/// <param name="folder">That of all; finished members in it are kept, others begin or go on.</param>
/// <param name="count">How many.</param>
internal sealed class GanMembers(GanOptions options, LabelledImages images, long seed, string folder, int count)
{
    /// <summary>Trains them.</summary>
    /// <param name="processes">At most so many at a time.</param>
    /// <param name="workerArguments">What makes this program a worker that runs the keys 0, 1, ...</param>
    /// <param name="cancellation">Ends the trainings with checkpoints.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TrainAsync(int processes, IReadOnlyList<string> workerArguments, CancellationToken cancellation)
    {
        var nodes = Enumerable.Range(0, count)
            .Select(member => new TaskNode("train-gan", member.ToString(CultureInfo.InvariantCulture), $"{options.Preset}, member {member + 1} of {count}", [], 1)).ToList();
        var done = nodes.Where((_, member) => IsDone(member)).ToHashSet();
        if (done.Count == count) throw new UserInputException($"'{folder}' holds {count} finished GANs already. Name another folder with --out, or remove it to train anew.");
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

    /// <summary>Nothing was begun: leaves everything as it was.</summary>
    private void RemoveEmpty(List<string> members, bool isNew)
    {
        foreach (var member in members) Directory.Delete(member);
        if (isNew) Directory.Delete(folder);
    }

    private void Tell()
    {
        Terminal.Say($"{count} GANs of {images.Count:N0} images. Look at {string.Join(", ", Enumerable.Range(0, count).Select(m => Path.Combine(TrainedGans.MemberFolder(folder, m), "sheet.png")))}; draw images of all with 'mintage gan sample {folder} --per-class 100 --out images.npz'.");
        for (var member = 0; member < count; member++)
        {
            var facts = Json.Read<GanFacts>(Path.Combine(TrainedGans.MemberFolder(folder, member), TrainedGan.FactsFile));
            foreach (var line in GanTrainCommand.Findings(facts)) Terminal.Say($"Member {member + 1}: {line}");
        }
    }

    /// <summary>Whether a member is finished.</summary>
    /// <exception cref="UserInputException">Its folder holds another GAN.</exception>
    private bool IsDone(int member)
    {
        var path = Path.Combine(TrainedGans.MemberFolder(folder, member), TrainedGan.FactsFile);
        if (!File.Exists(path)) return false;
        var facts = Json.Read<GanFacts>(path);
        var isSame = facts.TrainingFingerprint == images.Fingerprint && facts.Seed == TrainedGans.MemberSeed(seed, member)
            && System.Text.Json.JsonSerializer.Serialize(facts.Options, Json.Line) == System.Text.Json.JsonSerializer.Serialize(options, Json.Line);
        return isSame ? true : throw new UserInputException(
            $"'{Path.GetDirectoryName(path)}' must hold a GAN of this training to be kept, but its images, options or seed are others. Name another folder with --out, or give what it was begun with.");
    }
}
