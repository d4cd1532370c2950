using System.CommandLine;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary>The options that choose the classifier and how it is trained.</summary>
internal sealed class ClassifierNetworkOptions
{
    private static readonly string[] Words = ["auto", "small", "cnn", "residual", "pretrained"],
        Parts = ["head", "last-stage", "everything"];

    private readonly Option<string> network = new("--network")
    {
        Description =
            $"{string.Join(", ", Words)}. small: quick to train, a small residual network from "
            + $"{ClassifierOptions.LargeImages} x {ClassifierOptions.LargeImages} pixels up and the CNN below. "
            + "residual: a wide residual network, for photographs. pretrained: ResNet-18 that knows ImageNet, for "
            + "few photographs. auto is small",
        HelpName = "NAME",
        DefaultValueFactory = _ => Words[0],
    };

    private readonly Option<string?> width = new("--width")
    {
        Description =
            "For the CNN: filters of the two convolutions and hidden units (default: 32,64,100). For a residual "
            + $"network: feature maps of its first stage (default: {ClassifierOptions.UsualMaps} of the small one, 32 "
            + "of the wide one)",
        HelpName = "F1,F2,H or N",
    };

    private readonly Option<string> learns = new("--learns")
    {
        Description = $"Of a pretrained network, what learns: {string.Join(", ", Parts)}",
        HelpName = "PART",
        DefaultValueFactory = _ => Parts[0],
    };

    private readonly Option<int?> side = new("--side")
    {
        Description =
            "For a pretrained network: images are resized to N x N pixels, a multiple of 32 (default: 224; 96 where "
            + "the last stage learns, 160 where everything does)",
        HelpName = "N",
    };

    private readonly Option<string?> augment = new("--augment")
    {
        Description = $"Change every training image at random: {string.Join(", ", ClassicalKinds.Names)}",
        HelpName = "KIND",
    };

    private readonly Option<bool> strong = new("--strong")
    {
        Description = "Change them strongly too (TrivialAugment), after --augment",
    };

    public void AddTo(Command command)
    {
        command.Add(network);
        command.Add(width);
        command.Add(learns);
        command.Add(side);
        command.Add(augment);
        command.Add(strong);
    }

    /// <summary>Chooses the network for a set's images, with the training that suits it.</summary>
    /// <exception cref="UserInputException">The network name or the width cannot be used.</exception>
    public Func<LabelledImages, ClassifierOptions> Parse(ParseResult parsed)
    {
        var word = Known("--network", parsed.GetValue(network)!, Words);
        var options = (word, parsed.GetValue(width)) switch
        {
            ("pretrained", null) => Pretrained(parsed),
            ("pretrained", _) =>
                throw new UserInputException("A pretrained network has a width of its own: leave --width out."),
            ("residual", null) => ClassifierPresets.WideResidual,
            (_, { } text) => OfWidth(text, word),
            ("cnn", _) => ClassifierOptions.WideCnn,
            _ => null,
        };
        if (options is null) return images => ClassifierOptions.For(images.Height, images.Width);
        return options.Faults() is { Count: > 0 } faults
            ? throw UserInputException.FromFaults("classifier", faults)
            : _ => options;
    }

    /// <summary>What is done to every training image; null for nothing.</summary>
    /// <exception cref="UserInputException">The kind is unknown.</exception>
    public IAugmentation? Augmentation(ParseResult parsed)
    {
        var kind = parsed.GetValue(augment);
        if (kind is not null) Known("--augment", kind, [.. ClassicalKinds.Names]);
        var classical = kind is null ? null : ClassicalKinds.Find(kind);
        return parsed.GetValue(strong) ? StrongOptions.Augmentation(classical ?? ClassicalOptions.None)
            : classical is null || classical == ClassicalOptions.None ? null
            : new ClassicalAugmentation(classical);
    }

    private static string Known(string option, string word, string[] words) => words.Contains(word)
        ? word
        : throw new UserInputException(
            $"{option} must be one of {string.Join(", ", words)}, but is '{word}'."
            + NearestName.Question(word, words));

    private ClassifierOptions Pretrained(ParseResult parsed)
    {
        var part = Array.IndexOf(Parts, Known("--learns", parsed.GetValue(learns)!, Parts));
        var preset = (PretrainedPart)part switch
        {
            PretrainedPart.Head => ClassifierPresets.OnFeatures,
            PretrainedPart.LastStage => ClassifierPresets.FineTuned,
            _ => ClassifierPresets.FineTunedWhole,
        };
        return preset with
        {
            Pretrained = preset.Pretrained! with
            {
                Learns = (PretrainedPart)part,
                Side = parsed.GetValue(side) ?? preset.Pretrained.Side,
            },
        };
    }

    private static ClassifierOptions OfWidth(string text, string word)
    {
        var numbers = Array.ConvertAll(text.Split(','), part => int.TryParse(part, out var n) ? n : (int?)null);
        return (numbers, word) switch
        {
            ([{ } filters1, { } filters2, { } hidden], "auto" or "small" or "cnn") =>
                new() { Width = new ClassifierWidth(filters1, filters2, hidden) },
            ([{ } maps], "auto" or "small") => new() { Small = maps },
            ([{ } maps], "residual") =>
                ClassifierPresets.WideResidual with { Residual = new WideResidualShape(maps, 1) },
            _ => throw new UserInputException(
                "--width must be three numbers for the CNN (filters of the two convolutions, hidden units), e.g. "
                + $"8,16,32, or one number for a residual network, e.g. {ClassifierOptions.UsualMaps}. With "
                + $"--network {word} it is '{text}'."),
        };
    }
}
