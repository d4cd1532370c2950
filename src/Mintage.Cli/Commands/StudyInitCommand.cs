using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study init</c>: a plan to look over and run.</summary>
internal static class StudyInitCommand
{
    private const string All = "all";

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = DataSetOptions.Form, HelpName = "D" };
        var test = new Option<string?>("--test") { Description = "Test set, where it is not the data set's own part; without either, each replicate keeps a share of the images for testing", HelpName = "D" };
        var sizes = new Option<string[]>("--size") { Description = "Training images, or all; several make the data-size curve (default: all up to 5,000, else 3,000)", HelpName = "N", AllowMultipleArgumentsPerToken = true };
        var replicates = new Option<int?>("--replicates") { Description = "Draws of the training set (default: 5, the fewest that can say 'improves')", HelpName = "N" };
        var profile = new Option<string?>("--profile") { Description = "Write a shipped plan instead", HelpName = string.Join('|', Profiles.Names) };
        var output = new Option<string?>("--out") { Description = "File to write (default: stdout)", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        var dataFolder = CommonOptions.DataFolder();
        var import = ImportOptions.OfStudy();
        var command = new Command("init", "Write a plan for a data set, with comments, to look over and run") { data, test, sizes, replicates, profile, output, force, dataFolder };
        import.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(output);
            if (file is not null) RefuseExisting(file, parsed.GetValue(force));
            var source = parsed.GetValue(data);
            var options = new DefaultPlanOptions { TestData = parsed.GetValue(test), Import = import.Value(parsed), Sizes = [.. parsed.GetValue(sizes)!.Select(Images)], Replicates = parsed.GetValue(replicates) ?? new DefaultPlanOptions().Replicates };
            var isPlain = source is null && options.TestData is null && options.Sizes.Count == 0 && parsed.GetValue(replicates) is null && !import.AreGiven(parsed);
            var text = (source, parsed.GetValue(profile)) switch
            {
                (_, { } name) when isPlain => Profiles.Text(name),
                (_, { }) => throw new UserInputException("--profile writes a plan as it is shipped; leave out --data, --test, --size, --replicates and what says how pictures are read, or leave out --profile."),
                (null, _) => throw new UserInputException($"Name a data set with --data, or a shipped plan with --profile ({string.Join(", ", Profiles.Names)})."),
                _ => DefaultPlan.Text(DefaultPlan.Load(source, options, CommonOptions.Loading(parsed.GetValue(dataFolder)))),
            };
            Write(file, text);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage study init --data my-images.npz --out plan.yaml",
            "mintage study init --data mnist --size 300 1000 3000 --out curve.yaml",
            "mintage study init --data flowers --image-size 48 --fit crop --out plan.yaml",
            "mintage study init --profile reduced");
    }

    private static int? Images(string size) => size == All
        ? null
        : int.TryParse(size, out var n) && n >= 1 ? n : throw new UserInputException($"--size must be a number of images of at least 1, or {All}, but is '{size}'.");

    private static void RefuseExisting(string file, bool force)
    {
        if (Directory.Exists(file)) throw new UserInputException($"--out must be a file, but '{file}' is a folder. Name a file in it.");
        if (File.Exists(file) && !force) throw new UserInputException($"'{file}' is there already and is not replaced. Name another file, or use --force.");
    }

    private static void Write(string? file, string text)
    {
        if (file is null)
        {
            Console.Out.Write(text);
            return;
        }
        WholeFile.WriteText(file, text);
        Terminal.Say($"Written: {file}. Look it over, then: mintage study run {file}");
    }
}
