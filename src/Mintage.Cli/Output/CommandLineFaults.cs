using System.CommandLine;
using System.CommandLine.Parsing;
using Mintage.Data;

namespace Mintage.Cli.Output;

/// <summary>What is wrong with a command line, in words for people.</summary>
internal static class CommandLineFaults
{
    /// <summary>Every fault as a full sentence; none where the line can be carried out.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        List<string> unknown = [.. UnknownOptions(parsed).Select(name => Unknown("option", name,
            Options(parsed.CommandResult).SelectMany(o => o.Aliases.Prepend(o.Name))))];
        if (unknown.Count > 0) return unknown; // what follows a misspelt option is astray because of it
        string[] commands = [.. parsed.CommandResult.Command.Subcommands.Select(c => c.Name)];
        return commands.Length > 0 && parsed.UnmatchedTokens is [var word, ..]
            ? [Unknown("command", word, commands)]
            : [.. parsed.Errors.Select(Words).Distinct()];
    }

    /// <summary>Words that look like options and were taken for something else, such as a file.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument && token.Value.Length > 2
            && token.Value.StartsWith("--", StringComparison.Ordinal))
        .Select(token => token.Value.Split('=')[0]).Distinct();

    private static IEnumerable<Option> Options(CommandResult? result) => result is null
        ? []
        : result.Command.Options.Where(o => o.Recursive || result.Parent is not null)
            .Concat(Options(result.Parent as CommandResult).Where(o => o.Recursive));

    private static string Words(ParseError error) =>
        error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal)
        && Kind(error.SymbolResult) is { } kind
            ? $"{NameOf(error.SymbolResult)} must be {kind}, but is "
                + $"'{string.Join(' ', error.SymbolResult!.Tokens.Select(t => t.Value))}'."
            : error.Message;

    private static string Unknown(string what, string name, IEnumerable<string> known)
    {
        var byWords = known.DistinctBy(Words).ToDictionary(Words);
        return $"Unknown {what} '{name}'."
            + (NearestName.Find(Words(name), byWords.Keys) is { } near ? $" Did you mean '{byWords[near]}'?" : "");

        static string Words(string of) => of.TrimStart('-').Replace('-', '_');
    }

    private static string NameOf(SymbolResult? result) => result is OptionResult { Option: var option }
        ? option.Name
        : (result as ArgumentResult)?.Argument.Name ?? "";

    private static string? Kind(SymbolResult? result)
    {
        var type = result is OptionResult { Option: var option } ? option.ValueType
            : (result as ArgumentResult)?.Argument.ValueType;
        return (type is null ? null : Nullable.GetUnderlyingType(type) ?? type) switch
        {
            { } t when t == typeof(int) || t == typeof(long) => "a whole number",
            { } t when t == typeof(double) => "a number",
            _ => null,
        };
    }
}
