using System.CommandLine;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>The options for turning pictures into images of one shape.</summary>
internal sealed class ImportOptions
{
    private static readonly ImageImport Usual = new();

    private readonly Option<int?> size;
    private readonly Option<string> fit = Words("--fit", "How to make pictures square", Usual.Fit);
    private readonly Option<string> filter =
        Words("--filter", "How to compute pixels when a picture is resized", Usual.Filter);
    private readonly Option<string> colour =
        Words("--colour", "Colours of the images; auto gives grey if every picture is grey", Usual.Colour);
    private readonly Option<bool> skipBroken =
        new("--skip-broken") { Description = "Skip pictures that cannot be read, and list them" };

    private ImportOptions(string sizeName) =>
        size = new Option<int?>(
            sizeName)
        {
            Description =
            "Resize pictures (folder, .csv) to N x N pixels, 8 to 256 (default: their own size)",
            HelpName = "N"
        };

    /// <summary>Makes the options of most commands.</summary>
    public ImportOptions() : this("--size") { }

    /// <summary>Makes the options of studies, where --size is a number of images.</summary>
    public static ImportOptions OfStudy() => new("--image-size");

    /// <summary>The options' names, for messages.</summary>
    public string Names => string.Join(", ", All.Select(option => option.Name));

    private Option[] All => [size, fit, filter, colour, skipBroken];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>True if the command line has any of them.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <exception cref="UserInputException">A value is not one of the allowed words.</exception>
    public ImageImport Value(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(size),
        Fit = Word<ImageFit>(parsed, fit),
        Filter = Word<ResizeFilter>(parsed, filter),
        Colour = Word<ImageColour>(parsed, colour),
        SkipBroken = parsed.GetValue(skipBroken),
    };

    private static Option<string> Words<T>(string name, string description, T usual) where T : struct, Enum =>
        new(name)
        {
            Description = description,
            HelpName = string.Join('|', Words<T>()),
            DefaultValueFactory = _ =>
            Word(usual)
        };

    private static T Word<T>(ParseResult parsed, Option<string> option) where T : struct, Enum
    {
        var text = parsed.GetValue(option)!;
        var at = Array.IndexOf(Words<T>(), text);
        return at >= 0
            ? Enum.GetValues<T>()[at]
            : throw new UserInputException(
                $"{option.Name} must be one of {string.Join(", ", Words<T>())}, but is '{text}'.");
    }

    private static string[] Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
