using System.CommandLine;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>The options that say how pictures become images of one shape.</summary>
internal sealed class ImportOptions
{
    private static readonly ImageImport Usual = new();

    private readonly Option<int?> size;
    private readonly Option<string> fit = Words("--fit", "What happens to pictures that are not square", Usual.Fit);
    private readonly Option<string> filter = Words("--filter", "How pixels are computed when a picture changes size", Usual.Filter);
    private readonly Option<string> colour = Words("--colour", "Colours of the images; auto: grey if every picture is grey", Usual.Colour);
    private readonly Option<bool> skipBroken = new("--skip-broken") { Description = "Leave out pictures that cannot be read, and say which" };

    private ImportOptions(string sizeName) => size = new Option<int?>(sizeName) { Description = "Bring pictures (folder, .csv) to N x N pixels, 8 to 256 (default: their own size)", HelpName = "N" };

    /// <summary>Those of most commands.</summary>
    public ImportOptions() : this("--size") { }

    /// <summary>Those of studies, where a size is a number of images.</summary>
    public static ImportOptions OfStudy() => new("--image-size");

    /// <summary>Their names, for messages.</summary>
    public string Names => string.Join(", ", All.Select(option => option.Name));

    private Option[] All => [size, fit, filter, colour, skipBroken];

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>Whether any of them is on the command line.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>What they say.</summary>
    /// <exception cref="UserInputException">A word is not known.</exception>
    public ImageImport Value(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(size),
        Fit = Word<ImageFit>(parsed, fit),
        Filter = Word<ResizeFilter>(parsed, filter),
        Colour = Word<ImageColour>(parsed, colour),
        SkipBroken = parsed.GetValue(skipBroken),
    };

    private static Option<string> Words<T>(string name, string description, T usual) where T : struct, Enum =>
        new(name) { Description = description, HelpName = string.Join('|', Words<T>()), DefaultValueFactory = _ => Word(usual) };

    private static T Word<T>(ParseResult parsed, Option<string> option) where T : struct, Enum
    {
        var text = parsed.GetValue(option)!;
        var at = Array.IndexOf(Words<T>(), text);
        return at >= 0 ? Enum.GetValues<T>()[at] : throw new UserInputException($"{option.Name} must be one of {string.Join(", ", Words<T>())}, but is '{text}'.");
    }

    private static string[] Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
