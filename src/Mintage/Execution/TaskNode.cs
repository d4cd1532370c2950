using System.Text.Json.Serialization;
using Mintage.Runtime;

namespace Mintage.Execution;

/// <summary>A task as the queue sees it. Immutable.</summary>
/// <param name="Kind">"train-gan", "synthesise", "score" or "fit".</param>
/// <param name="Key">SHA-256 (hexadecimal) of everything that decides the result.</param>
/// <param name="Title">Title for people, e.g. "classifier cgan, fold 2".</param>
/// <param name="Needs">Keys of the tasks whose results it needs.</param>
/// <param name="EstimatedSeconds">Rough seconds on one core of an ordinary machine. Decides the order and the time
/// left, never a result.</param>
public sealed record TaskNode(
    string Kind, string Key, string Title, IReadOnlyList<string> Needs, double EstimatedSeconds)
{
    /// <summary>Rough size of the result on the disk.</summary>
    public double EstimatedMegabytes { get; init; }

    /// <summary>Tasks of a group take time alike: what one took tells of the others.</summary>
    public string Group { get; init; } = Kind;

    /// <summary>The part of its estimate that it may find done by another task.</summary>
    [JsonIgnore]
    public IReadOnlyList<SharedWork> Shared { get; init; } = [];

    /// <summary>Whether it needs a GPU.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool UsesGpu { get; init; }

    /// <summary>Whether it runs a program of the user's own: one that fails again and again is given up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RunsCommand { get; init; }

    /// <summary>What the name of its folder says beside kind and key; may be empty.</summary>
    public string ShortName { get; init; } = "";

    /// <summary>Folder name inside <c>tasks/</c>, e.g. "fit-classical+best-3000-r1-0a7548d1c2e3".</summary>
    public string FolderName
    {
        get
        {
            var plain = string.Concat(ShortName.Take(LongestName).Select(c => IsPlain(c) ? c : '_'));
            return $"{Kind}-{plain}{(plain.Length > 0 ? "-" : "")}{Key[..12]}";

            static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' or '_';
        }
    }

    private const int LongestName = 60;
}

/// <summary>A task that failed.</summary>
/// <param name="Task">The task.</param>
/// <param name="Message">Reason, for people.</param>
/// <param name="IsUserInput">True if the user's input is at fault, not Mintage.</param>
public sealed record TaskFailure(TaskNode Task, string Message, bool IsUserInput)
{
    /// <summary>Whether the next tasks would fail likewise: the disk is full.</summary>
    internal bool IsOfDisk { get; init; }

    internal static TaskFailure Of(TaskNode task, Exception e) => e is UserInputException known
        ? new TaskFailure(task, known.Message, true) { IsOfDisk = known.IsOfDisk }
        : new TaskFailure(task, e.ToString(), false);
}
