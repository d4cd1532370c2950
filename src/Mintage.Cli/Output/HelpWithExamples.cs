using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mintage.Cli.Output;

/// <summary>Prints the usual help, then examples that can be typed as shown.</summary>
internal static class HelpWithExamples
{
    private static readonly Dictionary<Command, string[]> Examples = [];

    public static T WithExamples<T>(this T command, params string[] examples) where T : Command
    {
        Examples[command] = examples;
        return command;
    }

    /// <summary>Makes the root's help option, which all commands share, print the examples.</summary>
    public static void Install(Command root, params string[] examples)
    {
        root.WithExamples(examples);
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new Action((HelpAction)option.Action!);
    }

    /// <summary>Full name of a command, e.g. "mintage gan train".</summary>
    public static string Path(Command command)
    {
        var parents = command.Parents.OfType<Command>().ToList();
        return parents.Count == 0 ? command.Name : $"{Path(parents[0])} {command.Name}";
    }

    /// <summary>True if the command line asks for help. Other errors in it then do not matter.</summary>
    public static bool IsAskedFor(ParseResult parsed) => parsed.Action is Action;

    private sealed class Action(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var examples)) return result;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine($"  {example}");
            output.WriteLine();
            return result;
        }
    }
}
