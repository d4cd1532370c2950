using System.CommandLine;
using Mintage.Classification;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Studies;
using Mintage.Synthesis;

namespace Mintage.Cli.Commands;

/// <summary>The options that choose what a classifier learns from, is chosen by and is tested on.</summary>
internal sealed class TrainingSets
{
    private readonly DataSetOptions data = new(withSubset: true);
    private readonly Option<string?> test =
        new("--test") { Description = "Data set to test on; its classes are matched by name", HelpName = "D" };
    private readonly Option<double?> testShare =
        new("--test-share")
        {
            Description = "In place of --test: share of the images to set aside for testing, drawn with --seed; "
                + "identical images and groups stay on one side",
            HelpName = "X",
        };
    private readonly Option<double?> validationShare =
        new("--validation-share")
        {
            Description = "Share of the training images to set aside for choosing: the epoch that predicts them best "
                + "is kept",
            HelpName = "X",
        };
    private readonly Option<bool> allowOverlap =
        new("--allow-overlap")
        {
            Description = "Train even if test images are among the training images, or behind synthetic ones",
        };

    /// <summary>What was loaded.</summary>
    /// <param name="Training">Learned from and chosen by.</param>
    /// <param name="Learned">Training images without the validation part.</param>
    /// <param name="Validation">Chooses the epoch; null where none was asked for.</param>
    /// <param name="Test">Test images, with the classes of the training images.</param>
    /// <param name="Lineage">Real images behind synthetic training images; null without such.</param>
    public sealed record Loaded(
        LabelledImages Training, LabelledImages Learned, LabelledImages? Validation, LabelledImages Test,
        IReadOnlyCollection<string>? Lineage);

    public void AddTo(Command command)
    {
        command.Add(test);
        command.Add(testShare);
        command.Add(validationShare);
        command.Add(allowOverlap);
        data.AddTo(command);
    }

    public long Seed(ParseResult parsed) => data.Seed(parsed);

    public bool HasValidation(ParseResult parsed) => parsed.GetValue(validationShare) is not null;

    /// <summary>Loads and splits the sets, and looks for leaks.</summary>
    /// <exception cref="UserInputException">A set cannot be read, or they do not fit or overlap.</exception>
    public Loaded Load(ParseResult parsed, CancellationToken cancellation)
    {
        var (named, share) = (parsed.GetValue(test), parsed.GetValue(testShare));
        if (named is null == share is null)
            throw new UserInputException(
                "A classifier is tested on other images than it learns from. Give either --test D or --test-share X, "
                + $"e.g. --test-share 0.2; {(named is null ? "neither is" : "both are")} there.");
        var whole = data.Load(parsed, cancellation);
        var (training, tested) = share is { } x
            ? Divided(whole, HeldOutPart.ForTest(whole, x, Seed(parsed)), "test part")
            : (whole, ClassMatching.InClassesOf(data.LoadWhole(parsed, named!, cancellation), whole));
        if (training.ClassCounts().Count(images => images > 0) < 2)
            throw new UserInputException(
                $"A classifier needs images of at least 2 classes, but '{training.Name}' has fewer. Add another "
                + "class.");
        ClassifierFile.RequireSameKind(training, tested);
        var lineage = Provenance.Beside(DataSetReference.Parse(data.Name(parsed)).Source)?.Lineage;
        if (!parsed.GetValue(allowOverlap)) LeakGuard.CheckTest(training, lineage, tested);
        Terminal.SayIfSynthetic(tested, named ?? data.Name(parsed));
        if (parsed.GetValue(validationShare) is not { } part) return new(training, training, null, tested, lineage);
        var random = SeedTree.FromSeed(Seed(parsed)).Child("split").Child("validation part").Random();
        var (learned, validation) = Divided(training, HeldOutPart.Draw(training, part, random), "validation part");
        return new(training, learned, validation, tested, lineage);
    }

    private static (LabelledImages Others, LabelledImages Part) Divided(
        LabelledImages whole, (int[] Part, int[] Others) rows, string name) =>
        (whole.Select(rows.Others), whole.Select(rows.Part, $"{whole.Name} ({name})"));
}
