using System.Text;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>
/// A command line with placeholders in braces. No shell reads it: blanks separate arguments, quotes hold one together
/// ('as it is', or "with \" for a quote"), and what replaces a placeholder never becomes more than one argument.
/// <c>{{</c> and <c>}}</c> stand for braces.
/// </summary>
internal sealed class CommandTemplate
{
    private readonly IReadOnlyList<IReadOnlyList<Piece>> arguments;

    private CommandTemplate(IReadOnlyList<IReadOnlyList<Piece>> arguments, IReadOnlyList<string> faults) =>
        (this.arguments, Faults) = (arguments, faults);

    /// <summary>What is wrong with its form, each a full sentence.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Names of the placeholders, without braces.</summary>
    public IReadOnlySet<string> Placeholders =>
        arguments.SelectMany(a => a).Where(p => p.IsPlaceholder).Select(p => p.Text).ToHashSet();

    /// <summary>Arguments without a placeholder: the program itself, its files, options.</summary>
    public IEnumerable<string> Literals =>
        arguments.Where(a => a.All(p => !p.IsPlaceholder)).Select(a => string.Concat(a.Select(p => p.Text)));

    /// <summary>Reads a command line.</summary>
    public static CommandTemplate Parse(string text)
    {
        var reader = new Reader(text);
        var arguments = reader.Arguments();
        if (arguments.Count == 0) reader.Faults.Add("a command must name a program, but is empty.");
        return new CommandTemplate(arguments, reader.Faults);
    }

    /// <summary>What is wrong with its placeholders, each a full sentence.</summary>
    /// <param name="known">Placeholders that there are.</param>
    /// <param name="needed">For each thing that the program must get or give, the placeholders that do.</param>
    public IEnumerable<string> PlaceholderFaults(
        IReadOnlyCollection<string> known, params IReadOnlyList<string>[] needed)
    {
        foreach (var name in Placeholders.Except(known))
        {
            var meant = NearestName.Find(name, known) is { } near ? $" Did you mean {{{near}}}?" : "";
            yield return $"the command has {{{ShownText.Name(name)}}}, but must have none but {Words(known, ", ")}."
                + $"{meant} Write {{{{ for a brace.";
        }
        foreach (var either in needed.Where(either => !either.Any(Placeholders.Contains)))
            yield return $"the command must have {Words(either, " or ")}, but has neither. Add what the program reads.";
    }

    /// <summary>The arguments of a run, the program first.</summary>
    /// <param name="values">A value for every placeholder.</param>
    /// <param name="place">What becomes of an argument without a placeholder, which may be a file.</param>
    public IReadOnlyList<string> Fill(IReadOnlyDictionary<string, string> values, Func<string, string> place) =>
    [
        .. arguments.Select(argument => (
            Text: string.Concat(argument.Select(p => p.IsPlaceholder ? values[p.Text] : p.Text)),
            IsLiteral: argument.All(p => !p.IsPlaceholder))).Select(a => a.IsLiteral ? place(a.Text) : a.Text),
    ];

    private static string Words(IEnumerable<string> names, string between) =>
        string.Join(between, names.Select(n => $"{{{n}}}"));

    private readonly record struct Piece(string Text, bool IsPlaceholder);

    private sealed class Reader(string text)
    {
        private readonly StringBuilder literal = new();
        private List<Piece>? argument;
        private int at;

        public List<string> Faults { get; } = [];

        public List<IReadOnlyList<Piece>> Arguments()
        {
            var all = new List<IReadOnlyList<Piece>>();
            char? quote = null;
            for (; at < text.Length; at++)
            {
                var c = text[at];
                if (c == '\0') Faults.Add("a command must be text, but has a NUL in it.");
                else if (quote is null && char.IsWhiteSpace(c)) EndArgument(all);
                else if (quote is null && c is '"' or '\'') (quote, argument) = (c, argument ?? []);
                else if (c == quote) quote = null;
                else if (quote == '"' && c == '\\' && Next is '"' or '\\') Add(text[++at]);
                else if (c is '{' or '}' && Next == c) Add(text[++at]);
                else if (c == '{') Placeholder();
                else Add(c);
            }
            if (quote is not null) Faults.Add($"a command must close its quotes, but one {quote} is left open.");
            EndArgument(all);
            return all;
        }

        private char? Next => at + 1 < text.Length ? text[at + 1] : null;

        private void Add(char c)
        {
            argument ??= [];
            literal.Append(c);
        }

        private void Placeholder()
        {
            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                Faults.Add("a command must close its braces, but one { is left open. Write {{ for a brace.");
                return;
            }
            EndLiteral();
            argument!.Add(new Piece(text[(at + 1)..end], true));
            at = end;
        }

        private void EndLiteral()
        {
            argument ??= [];
            if (literal.Length > 0) argument.Add(new Piece(literal.ToString(), false));
            literal.Clear();
        }

        private void EndArgument(List<IReadOnlyList<Piece>> all)
        {
            if (argument is null) return;
            EndLiteral();
            all.Add(argument);
            argument = null;
        }
    }
}
