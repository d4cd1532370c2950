using System.CommandLine;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage classify train|evaluate</c>.</summary>
internal static class ClassifyCommand
{
    public static Command Create() =>
        new("classify", "Train, evaluate and use classifiers") {
            ClassifyTrainCommand.Create(), Evaluate(), ClassifyPredictCommand.Create(),
        };

    private static Command Evaluate()
    {
        var file = new Argument<string>("FILE") { Description = "Classifier written by 'mintage classify train'" };
        var data = new DataSetOptions(withSubset: false);
        var report = new Option<string?>("--report")
        {
            Description = "Folder for a page with the confusion matrix and the worst mistakes, and the matrix as CSV",
            HelpName = "DIR",
        };
        var allowOverlap = new Option<bool>("--allow-overlap")
        {
            Description = "Judge it even on images that it has seen in its training",
        };
        var json = CommonOptions.Json();
        var command =
            new Command(
                "evaluate",
                "Measure a classifier's accuracy and loss on a data set, overall and per class")
            {
                file, report, allowOverlap, json,
            };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command.WithExamples("mintage classify evaluate small.safetensors --data mnist:test");

        int Run(ParseResult parsed, CancellationToken cancellation)
        {
            TorchRuntime.Start();
            using var classifier = ClassifierFile.Load(parsed.GetValue(file)!);
            var loaded = data.LoadFor(parsed, classifier.Facts.PictureImport(), cancellation);
            var images = ClassifierFile.InClassesOf(classifier.Facts, loaded);
            if (!parsed.GetValue(allowOverlap)) LeakGuard.CheckJudged(classifier.Facts, images);
            Terminal.SayIfSynthetic(images, data.Name(parsed));
            using var tensors = new ImageTensors(images);
            var result = Evaluation.Of(classifier.Network, tensors);
            if (parsed.GetValue(report) is { } folder) WriteReport(parsed.GetValue(file)!, folder, result, images);
            var byClass = result.ClassAccuracy(images.Labels, images.ClassCount);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(
                    JsonSerializer.Serialize(
                        new { result.Accuracy, result.Loss, images.Count, ClassAccuracy = byClass }, Json.File));
                return ExitCode.Done;
            }
            Terminal.Line(
                $"accuracy {100 * result.Accuracy:F2} %, loss {result.Loss:F4} on {images.Count:N0} images of "
                + $"{images.Name}");
            ClassTable.Print(ConfusionMatrix.Of(images.Labels, result.Predictions, images.ClassNames));
            return ExitCode.Done;
        }
    }

    /// <summary>Writes NAME.mistakes.html and NAME.confusion.csv.</summary>
    public static void WriteReport(string classifier, string folder, Evaluation evaluation, LabelledImages images)
    {
        var outcome = Outcomes.Of(Path.GetFileName(classifier), evaluation, images);
        var name = Path.Combine(folder, Path.GetFileNameWithoutExtension(classifier));
        ClassifierPage.Write(outcome, $"{name}.mistakes.html");
        ClassifierPage.WriteConfusion(outcome.Confusion, $"{name}.confusion.csv");
    }
}
