using System.CommandLine;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary><c>--synthetic</c>: images that exist, judged by the default study in place of a GAN.</summary>
internal sealed class SyntheticOption
{
    private readonly Option<string?> synthetic =
        new("--synthetic")
        {
            Description = "Judge these synthetic images in place of a GAN that the study trains: a data set, its "
                + "classes matched by name",
            HelpName = "D",
        };

    public void AddTo(Command command) => command.Options.Add(synthetic);

    public string? Value(ParseResult parsed) => parsed.GetValue(synthetic);

    /// <summary>Refuses it beside a plan.</summary>
    public void RefuseWith(ParseResult parsed, string plan)
    {
        if (Value(parsed) is { } source)
            throw new UserInputException(
                $"--synthetic is for the default plan of --data, but a plan ('{plan}') was given. Write the images "
                + $"into it: gans: [{{ images: {source} }}]");
    }
}
