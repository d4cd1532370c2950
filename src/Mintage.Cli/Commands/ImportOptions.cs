using System.CommandLine;
using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>The options for turning pictures into images of one shape.</summary>
internal sealed class ImportOptions
{
    private static readonly ImageImport Usual = new();

    private readonly Option<int?> size =
        new("--image-size")
        {
            Description = "Resize pictures (folder, .csv) to N x N pixels, 8 to 256 (default: their own size)",
            HelpName = "N"
        };
    private readonly Option<string> fit = Words("--fit", "How to make pictures square", Usual.Fit);
    private readonly Option<string> filter =
        Words("--filter", "How to compute pixels when a picture is resized", Usual.Filter);
    private readonly Option<string> colour =
        Words("--colour", "Colours of the images; auto gives grey if every picture is grey", Usual.Colour);
    private readonly Option<string?> background =
        new("--background")
        {
            Description = "What transparent pictures and the bars of --fit pad lie on: black, white or #RRGGBB "
                + "(default: black)",
            HelpName = "COLOUR",
        };
    private readonly Option<string?> scale16Bit =
        new("--scale-16bit")
        {
            Description = "How pictures of 16 bits per channel become 8: the full range, from each picture's least "
                + "to its greatest value, or from its 1st to its 99th percentile (default: refuse them)",
            HelpName = string.Join('|', Words<DepthScale>()),
        };
    private readonly Option<bool> skipBroken =
        new("--skip-broken") { Description = "Skip pictures that cannot be read, and list them" };

    /// <summary>The options' names, for messages.</summary>
    public string Names => string.Join(", ", All.Select(option => option.Name));

    private Option[] All => [size, fit, filter, colour, background, scale16Bit, skipBroken];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>True if the command line has any of them.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => IsGiven(parsed, option));

    /// <summary>What is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="otherwise">What holds where an option is not given; null for the defaults.</param>
    /// <exception cref="UserInputException">A value is not one of the allowed words.</exception>
    public ImageImport Value(ParseResult parsed, ImageImport? otherwise = null)
    {
        var usual = otherwise ?? Usual;
        return new ImageImport
        {
            Size = parsed.GetValue(size) ?? usual.Size,
            Fit = IsGiven(parsed, fit) ? Word<ImageFit>(fit.Name, parsed.GetValue(fit)!) : usual.Fit,
            Filter = IsGiven(parsed, filter)
                ? Word<ResizeFilter>(filter.Name, parsed.GetValue(filter)!)
                : usual.Filter,
            Colour = IsGiven(parsed, colour)
                ? Word<ImageColour>(colour.Name, parsed.GetValue(colour)!)
                : usual.Colour,
            Background = parsed.GetValue(background) ?? usual.Background,
            Scale16Bit = parsed.GetValue(scale16Bit) is { } scale
                ? Word<DepthScale>(scale16Bit.Name, scale)
                : usual.Scale16Bit,
            SkipBroken = parsed.GetValue(skipBroken),
        };
    }

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static Option<string> Words<T>(string name, string description, T usual) where T : struct, Enum =>
        new(name)
        {
            Description = description,
            HelpName = string.Join('|', Words<T>()),
            DefaultValueFactory = _ =>
            Word(usual)
        };

    private static T Word<T>(string option, string text) where T : struct, Enum
    {
        var at = Array.IndexOf(Words<T>(), text);
        return at >= 0
            ? Enum.GetValues<T>()[at]
            : throw new UserInputException(
                $"{option} must be one of {string.Join(", ", Words<T>())}, but is '{text}'.");
    }

    private static string[] Words<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
