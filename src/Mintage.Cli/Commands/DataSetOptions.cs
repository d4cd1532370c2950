using System.CommandLine;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Cli.Commands;

/// <summary>The options that choose a command's data set.</summary>
internal sealed class DataSetOptions(bool withSubset, Argument<string>? argument = null)
{
    /// <summary>Help text for a data set argument.</summary>
    public const string Form =
        "Data set: SOURCE[:train|test|val]; SOURCE is a catalogue name, a folder of class folders, a .csv that names "
        + "pictures, an .npz, .parquet or IDX file, or CIFAR batches";

    private readonly Option<string> data = new("--data") { Description = Form, HelpName = "D", Required = true };
    private readonly Option<string?> labels =
        new("--labels")
        {
            Description = "Label file for an IDX image file, if it is not beside it under the usual name",
            HelpName = "FILE"
        };
    private readonly Option<string?> dataFolder = CommonOptions.DataFolder();
    private readonly ImportOptions import = new();
    private readonly Option<int?> subset =
        new("--subset")
        {
            Description = "Use a stratified random subset of N images, drawn with --seed",
            HelpName = "N"
        };
    private readonly Option<long> seed = CommonOptions.Seed();

    /// <summary>Adds these options to a command. --data is added only if no argument names the data set.</summary>
    public void AddTo(Command command)
    {
        if (argument is null) command.Options.Insert(0, data);
        command.Options.Add(labels);
        command.Options.Add(dataFolder);
        import.AddTo(command);
        if (!withSubset) return;
        command.Options.Add(subset);
        command.Options.Add(seed);
    }

    /// <summary>The data set's name on the command line.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue<string>(argument is null ? data.Name : argument.Name)!;

    public long Seed(ParseResult parsed) => CommonOptions.CheckedSeed(parsed.GetValue(seed));

    public bool AsksForSubset(ParseResult parsed) => withSubset && parsed.GetValue(subset) is not null;

    /// <summary>Loads the data set, or its subset if one is asked for.</summary>
    /// <exception cref="UserInputException">The data set cannot be read, or is smaller than the subset.</exception>
    public LabelledImages Load(ParseResult parsed, CancellationToken cancellation = default)
    {
        var images = LoadWhole(parsed, Name(parsed), cancellation);
        return AsksForSubset(parsed) ? Subset(parsed, images) : images;
    }

    /// <summary>Draws the subset that is asked for.</summary>
    /// <exception cref="UserInputException">There are too few images.</exception>
    public LabelledImages Subset(ParseResult parsed, LabelledImages images)
    {
        var (count, rootSeed) = (parsed.GetValue(subset)!.Value, Seed(parsed));
        if (count < 1 || count > images.Count)
            throw new UserInputException(
                $"--subset must lie between 1 and the {images.Count:N0} images of '{images.Name}', but is {count}.");
        var rows = StratifiedSubset.Draw(images.Labels, count, SeedTree.FromSeed(rootSeed).Child("subset").Random());
        return images.Select(rows, $"{images.Name} (subset of {count}, seed {rootSeed})");
    }

    public ImageImport Import(ParseResult parsed) => import.Value(parsed);

    /// <summary>Records how to read the data set again.</summary>
    public TrainingSource Source(ParseResult parsed) =>
        new(Name(parsed))
        {
            Import = Import(parsed),
            LabelsFile = parsed.GetValue(labels),
            CatalogueFolder = parsed.GetValue(dataFolder),
        };

    /// <summary>Loads a whole data set by its name.</summary>
    public LabelledImages LoadWhole(ParseResult parsed, string reference, CancellationToken cancellation = default) =>
        LoadWhole(parsed, reference, null, cancellation);

    /// <summary>Loads the whole data set as a model needs it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="otherwise">How pictures become images where no option says so.</param>
    /// <param name="cancellation">Stops the reading of pictures.</param>
    public LabelledImages LoadFor(ParseResult parsed, ImageImport otherwise, CancellationToken cancellation) =>
        LoadWhole(parsed, Name(parsed), otherwise, cancellation);

    private LabelledImages LoadWhole(
        ParseResult parsed, string reference, ImageImport? otherwise, CancellationToken cancellation)
    {
        // --labels belongs to the command's own data set, not to one that it is compared with.
        var isOwn = reference == Name(parsed);
        return DataSetReference.Parse(reference)
            .Load(CommonOptions.Loading(parsed.GetValue(dataFolder), cancellation) with
            {
                LabelsFile = isOwn ? parsed.GetValue(labels) : null,
                Import = import.Value(parsed, otherwise),
            });
    }
}
