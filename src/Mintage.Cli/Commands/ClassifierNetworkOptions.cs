using System.CommandLine;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary>The options <c>--network</c> and <c>--width</c>, which choose the classifier.</summary>
internal sealed class ClassifierNetworkOptions
{
    private static readonly string[] Words = ["auto", "cnn", "residual"];

    private readonly Option<string> network = new("--network")
    {
        Description =
            $"{string.Join(", ", Words)}; auto takes the CNN, or the residual network from "
            + $"{ClassifierOptions.LargeImages} x {ClassifierOptions.LargeImages} pixels up unless --width says "
            + "otherwise",
        HelpName = "NAME",
        DefaultValueFactory = _ => Words[0],
    };

    private readonly Option<string?> width = new("--width")
    {
        Description =
            "For the CNN: filters of the two convolutions and hidden units (default: 32,64,100). For the residual "
            + $"network: feature maps of its first stage (default: {ClassifierOptions.UsualMaps})",
        HelpName = "F1,F2,H or N",
    };

    public void AddTo(Command command)
    {
        command.Add(network);
        command.Add(width);
    }

    /// <summary>Chooses the network for a set's images, with the usual training.</summary>
    /// <exception cref="UserInputException">The network name or the width cannot be used.</exception>
    public Func<LabelledImages, ClassifierOptions> Parse(ParseResult parsed)
    {
        var word = parsed.GetValue(network)!;
        if (!Words.Contains(word))
            throw new UserInputException($"--network must be one of {string.Join(", ", Words)}, but is '{word}'.");
        if (parsed.GetValue(width) is { } text)
        {
            var options = OfWidth(text, word);
            return options.Faults() is { Count: > 0 } faults
                ? throw UserInputException.FromFaults("classifier", faults)
                : _ => options;
        }
        return word switch
        {
            "cnn" => _ => ClassifierOptions.WideCnn,
            "residual" => _ => ClassifierOptions.ResidualNetwork,
            _ => images => ClassifierOptions.For(images.Height, images.Width),
        };
    }

    private static ClassifierOptions OfWidth(string text, string word)
    {
        var numbers = Array.ConvertAll(text.Split(','), part => int.TryParse(part, out var n) ? n : (int?)null);
        return numbers switch
        {
            [{ } filters1, { } filters2, { } hidden] when word != "residual" =>
                new() { Width = new ClassifierWidth(filters1, filters2, hidden) },
            [{ } maps] when word != "cnn" => new() { Residual = maps },
            _ => throw new UserInputException(
                "--width must be three numbers for the CNN (filters of the two convolutions, hidden units), e.g. "
                + $"8,16,32, or one number for the residual network, e.g. {ClassifierOptions.UsualMaps}. With "
                + $"--network {word} it is '{text}'."),
        };
    }
}
