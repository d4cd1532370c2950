using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study init</c>: writes a plan to check and run.</summary>
internal static class StudyInitCommand
{
    private const string All = "all";

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = DataSetOptions.Form, HelpName = "D" };
        var test =
            new Option<string?>(
                "--test")
            {
                Description =
                "Test set (default: the data set's own test part, or else a share of the images that each replicate "
                + "keeps for testing)",
                HelpName = "D"
            };
        var sizes =
            new Option<string[]>(
                "--size")
            {
                Description =
                "Number of training images, or all; several numbers give a data-size curve (default: all up to "
                + "5,000, otherwise 3,000)",
                HelpName = "N",
                AllowMultipleArgumentsPerToken = true
            };
        var replicates =
            new Option<int?>(
                "--replicates")
            {
                Description =
                "Number of draws of the training set (default: 5, the fewest that allow the verdict 'improves')",
                HelpName = "N"
            };
        var profile =
            new Option<string?>("--profile")
            {
                Description = "Write a shipped plan in place of one for --data",
                HelpName = string.Join('|', Profiles.Names)
            };
        var output =
            new Option<string?>("--out") { Description = "File to write (default: stdout)", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it exists" };
        var dataFolder = CommonOptions.DataFolder();
        var synthetic = new SyntheticOption();
        var classifier = new StudyClassifierOption();
        var import = new ImportOptions();
        var command =
            new Command("init", "Write a commented plan for a data set, for you to check and run") { data, test, sizes,
            replicates, profile, output, force, dataFolder };
        synthetic.AddTo(command);
        classifier.AddTo(command);
        import.AddTo(command);
        var minutes = new MinutesOption();
        minutes.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(output);
            if (file is not null) RefuseExisting(file, parsed.GetValue(force));
            var source = parsed.GetValue(data);
            var options =
                new DefaultPlanOptions
                {
                    TestData = parsed.GetValue(test),
                    Synthetic = synthetic.Value(parsed),
                    Classifiers = classifier.Value(parsed),
                    Import = import.Value(parsed),
                    Sizes = [.. parsed.GetValue(sizes)!.Select(Images)],
                    Replicates = parsed.GetValue(replicates)
                ?? new DefaultPlanOptions().Replicates
                };
            var isPlain = source is null && options is { TestData: null, Synthetic: null } && options.Sizes.Count == 0
                && parsed.GetValue(replicates) is null && !import.AreGiven(parsed) && !minutes.IsGiven(parsed)
                && !classifier.IsGiven(parsed);
            var text = (source, parsed.GetValue(profile)) switch
            {
                (_, { } name) when isPlain => Profiles.Text(name),
                (_, { }) =>
                    throw new UserInputException(
                        "--profile writes a plan as shipped. Leave out --data, --test, --synthetic, --size, "
                        + "--replicates, --classifier, --minutes and the options for reading pictures, or leave out "
                        + "--profile."),
                (null, _) =>
                    throw new UserInputException(
                        "Choose a data set with --data or a shipped plan with --profile "
                        + $"({string.Join(", ", Profiles.Names)})."),
                _ => DefaultPlan.Text(minutes.Plan(
                    parsed, source, options, CommonOptions.Loading(parsed.GetValue(dataFolder)),
                    StudyLaunch.DefaultWorkers)),
            };
            Write(file, text);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage study init --data my-images.npz --out plan.yaml",
            "mintage study init --data mnist --size 300 1000 3000 --out curve.yaml",
            "mintage study init --data flowers --image-size 48 --fit crop --out plan.yaml",
            "mintage study init --data flowers --image-size 48 --fit crop --minutes 20 --out plan.yaml",
            "mintage study init --data flowers --image-size 64 --classifier small pretrained --out plan.yaml",
            "mintage study init --profile reduced");
    }

    private static int? Images(string size) => size == All
        ? null
        : int.TryParse(size, out var n) && n >= 1
            ? n
            : throw new UserInputException(
                $"--size must be a number of images of at least 1, or {All}, but is '{size}'.");

    private static void RefuseExisting(string file, bool force)
    {
        if (Directory.Exists(file))
            throw new UserInputException($"--out must be a file, but '{file}' is a folder. Name a file in it.");
        if (File.Exists(file) && !force)
            throw new UserInputException($"'{file}' already exists. Name another file, or use --force to replace it.");
    }

    private static void Write(string? file, string text)
    {
        if (file is null)
        {
            Console.Out.Write(text);
            return;
        }
        WholeFile.WriteText(file, text);
        Terminal.Say($"Wrote {file}. Check it, then run: mintage study run {file}");
    }
}
