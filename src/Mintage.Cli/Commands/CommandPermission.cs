using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Execution;
using Mintage.Studies;
using Spectre.Console;

namespace Mintage.Cli.Commands;

/// <summary>Lets the commands of a plan run only where somebody said so, after they were shown.</summary>
internal sealed class CommandPermission
{
    private const string Name = "--allow-commands";

    private readonly Option<bool> option = new(Name)
    {
        Description = "Run the commands that the plan names, which can do whatever you can; otherwise you are asked",
    };

    public void AddTo(Command command) => command.Options.Add(option);

    /// <summary>The same permission, for a worker.</summary>
    public static IEnumerable<string> For(StudyGraph study) => study.AllowsCommands ? [Name] : [];

    /// <summary>The study, allowed to run its commands if the option or somebody at the terminal says so.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="study">The study.</param>
    /// <param name="waiting">The tasks to run.</param>
    /// <exception cref="Runtime.UserInputException">Nobody allows them.</exception>
    public StudyGraph Asked(ParseResult parsed, StudyGraph study, IEnumerable<TaskNode> waiting)
    {
        if (!study.RunsCommands(waiting)) return Given(parsed, study);
        if (!parsed.GetValue(option) && (Console.IsInputRedirected || !Terminal.Error.Profile.Capabilities.Interactive))
            study.RequireCommandsAllowed();
        Terminal.Say("This plan runs commands, which can do whatever you can:");
        foreach (var command in study.Commands) Terminal.Say($"    {command}");
        if (!parsed.GetValue(option) && !Terminal.Error.Confirm("Run them?", defaultValue: false))
            study.RequireCommandsAllowed();
        return study.AllowingCommands();
    }

    /// <summary>
    /// The study, allowed to run its commands as above; its programs were asked for their versions if it may.
    /// </summary>
    public StudyGraph AskedWithVersions(
        ParseResult parsed, StudyGraph study, TaskStore store, IEnumerable<TaskNode> waiting,
        CancellationToken cancellation)
    {
        var permitted = Asked(parsed, study, waiting);
        if (!permitted.AllowsCommands) return permitted;
        var current = permitted.AskingVersions(cancellation);
        var (waited, waits) = (store.Waiting(permitted.Nodes).Count(), store.Waiting(current.Nodes).Count());
        if (waits > waited)
            Terminal.Say("A program's versions have changed since the study began, so "
                + $"{waits - waited} finished tasks are done again.");
        return current;
    }

    /// <summary>The study as a worker gets it: its parent has asked.</summary>
    public StudyGraph Given(ParseResult parsed, StudyGraph study) =>
        parsed.GetValue(option) ? study.AllowingCommands() : study;
}
