using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data split</c>.</summary>
internal static class DataSplitCommand
{
    private static readonly Argument<string> Name = new("D") { Description = DataSetOptions.Form };
    private static readonly DataSetOptions Data = new(withSubset: true, Name);
    private static readonly Option<double> Share =
        new("--test-share")
        {
            Description = "Share of the images for testing, above 0 and below 1",
            HelpName = "X",
            DefaultValueFactory = _ => 0.2,
        };
    private static readonly Option<string> Out =
        new("--out") { Description = "New folder for both parts", HelpName = "DIR", Required = true };
    private static readonly Option<bool> AsJson = CommonOptions.Json();

    public static Command Create()
    {
        const string What = "Split a data set into training and test images: the classes in proportion, identical "
            + "images and groups on one side";
        var command = new Command("split", What) { Name, Share, Out, AsJson };
        Data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(Out)!;
            DataSetParts.RequireFree(path);
            var source = DataSetReference.Parse(parsed.GetValue(Name)!).Source;
            var set = TracedSet.Of(Data.Load(parsed, cancellation), source);
            var (test, rest) = HeldOutPart.ForTest(set.Images, parsed.GetValue(Share), Data.Seed(parsed));
            var (training, testing) = (set.Images.Select(rest), set.Images.Select(test));
            DataSetParts.Write(path, [(DataSplit.Train, training), (DataSplit.Test, testing)], set.Provenance);
            if (parsed.GetValue(AsJson))
                Console.Out.WriteLine(
                    JsonSerializer.Serialize(
                        new { Folder = Path.GetFullPath(path), Train = Part(training), Test = Part(testing) },
                        Json.File));
            Tell(path, training, testing);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage data split photos --test-share 0.2 --out photos-split --image-size 64 --fit crop",
            "mintage data split scans.npz --test-share 0.3 --seed 7 --out scans-split");
    }

    private static object Part(LabelledImages images) =>
        new { images.Count, images.Fingerprint, ClassCounts = images.ClassCounts() };

    private static void Tell(string path, LabelledImages training, LabelledImages testing)
    {
        Terminal.Say(
            $"{training.Count:N0} training and {testing.Count:N0} test images are in {path}: name them as "
            + $"{path}:train and {path}:test."
            + (training.Files is null ? "" : " The pictures are copies of the files."));
        foreach (var (name, label) in training.ClassNames.Select((name, label) => (name, label)))
        {
            var (learned, tested) = (training.ClassCounts()[label], testing.ClassCounts()[label]);
            if (learned == 0 || tested == 0)
                Terminal.Say(
                    $"Warning: no {(learned == 0 ? "training" : "test")} image of class '{name}', which has "
                    + $"{learned + tested:N0} in all. Add images of it, or choose another share.");
        }
    }
}
