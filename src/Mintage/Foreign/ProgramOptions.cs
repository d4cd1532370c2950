using System.Text.Json.Serialization;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>
/// A program of the user's own that a study runs. What it gets and gives back is written in
/// docs/guide/bring-your-own.md. Immutable.
/// </summary>
public sealed record ProgramOptions
{
    private const double UsualMinutes = 60;

    /// <summary>
    /// The command line, with placeholders in braces: <c>python fit.py --train {train}</c>. Files beside the plan are
    /// found there; anything else as usual.
    /// </summary>
    public required string Command { get; init; }

    /// <summary>
    /// Files and folders beside the plan that are the program: a change of one makes its results be computed anew.
    /// Otherwise every argument that is a file beside the plan.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>
    /// A command, without placeholders, that prints the versions of what the program uses. It runs when a study
    /// starts; what it prints is part of the keys, so an upgrade makes the program's results be computed anew.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VersionCommand { get; init; }

    /// <summary>A run that takes longer is ended and fails.</summary>
    public double TimeLimitMinutes { get; init; } = UsualMinutes;

    /// <summary>
    /// A run whose processes together hold more memory is ended and fails (on Linux); null for no limit.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MemoryLimitGb { get; init; }

    /// <summary>
    /// Whether the first replicate's run is made twice with one seed, to say whether it gives the same bytes: of a
    /// classifier that of the arm "real".
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RunTwice { get; init; }

    /// <summary>Further environment variables, each NAME=value; the others are those of Mintage.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The same without what changes no result.</summary>
    internal ProgramOptions WithoutLimits() =>
        this with { TimeLimitMinutes = UsualMinutes, MemoryLimitGb = null, RunTwice = false };

    internal CommandTemplate Template() => CommandTemplate.Parse(Command);

    /// <summary>Everything that is wrong with it, each a full sentence; empty when it can be used.</summary>
    /// <param name="known">Placeholders that there are.</param>
    /// <param name="needed">For each thing that the program must get, the placeholders that bring it.</param>
    internal IEnumerable<string> Faults(IReadOnlyCollection<string> known, params IReadOnlyList<string>[] needed)
    {
        var template = Template();
        foreach (var fault in template.Faults.Count > 0 ? template.Faults : template.PlaceholderFaults(known, needed))
            yield return fault;
        if (VersionCommand is { } asks)
        {
            var versions = CommandTemplate.Parse(asks);
            foreach (var fault in versions.Faults) yield return $"version_command: {fault}";
            if (versions.Placeholders.Count > 0)
                yield return "version_command must have no placeholder, but has "
                    + $"{{{ShownText.Name(versions.Placeholders.First())}}}. Write {{{{ for a brace.";
        }
        if (TimeLimitMinutes is not (> 0 and <= 100_000))
            yield return $"the time limit must lie above 0 and up to 100,000 minutes, but is {TimeLimitMinutes}.";
        if (MemoryLimitGb is not (null or (> 0 and < 1_000_000)))
            yield return $"the memory limit must be more than 0 GB, but is {MemoryLimitGb}.";
        foreach (var wrong in Environment.Where(entry => entry.IndexOf('=') < 1 || entry.Contains('\0')))
            yield return $"an environment variable must be NAME=value, but is '{ShownText.Name(wrong)}'.";
        foreach (var wrong in Files.Where(file => !IsBelow(file)))
            yield return "the program's files must lie beside the plan or in folders below, but one is "
                + $"'{ShownText.Name(wrong)}'. Put it there.";
    }

    /// <summary>Whether two are alike; the items of their lists count.</summary>
    public bool Equals(ProgramOptions? other) => other is not null && Command == other.Command
        && TimeLimitMinutes.Equals(other.TimeLimitMinutes) && Nullable.Equals(MemoryLimitGb, other.MemoryLimitGb)
        && RunTwice == other.RunTwice && VersionCommand == other.VersionCommand && Files.SequenceEqual(other.Files)
        && Environment.SequenceEqual(other.Environment);

    /// <inheritdoc/>
    public override int GetHashCode() => Command.GetHashCode(StringComparison.Ordinal);

    private static bool IsBelow(string file) =>
        file.Length > 0 && !Path.IsPathRooted(file) && !file.Split('/', '\\').Contains("..");
}
