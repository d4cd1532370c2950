using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Reports;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage classify predict</c>.</summary>
internal static class ClassifyPredictCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Classifier written by 'mintage classify train'" };
        var pictures = new Argument<string>("IMAGES")
        {
            Description =
                "Folder with pictures, also in folders below it, or a picture; or a data set in a file. Pictures are "
                + "made to fit as in the classifier's training, unless the options below say otherwise",
        };
        var output = new Option<string?>("--out")
        {
            Description = "CSV file to write: image, class, confidence, and the probability of every class",
            HelpName = "FILE",
        };
        var import = new ImportOptions();
        var json = CommonOptions.Json();
        var command = new Command("predict", "Tell the class of every image") { file, pictures, output, json };
        import.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(output) is { } target) WholeFile.RequireWritable(target);
            TorchRuntime.Start();
            using var classifier = ClassifierFile.Load(parsed.GetValue(file)!);
            var (images, files) = Read(
                parsed.GetValue(pictures)!, classifier.Facts,
                import.Value(parsed, classifier.Facts.PictureImport()), cancellation);
            var predictions = Predictions.Of(classifier, images, files);
            if (parsed.GetValue(output) is { } path)
                PredictionsFile.Write(path, classifier.Facts.ClassNames, predictions);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(predictions, Json.File));
            else if (parsed.GetValue(output) is { } written)
                Terminal.Say($"{predictions.Count:N0} predictions are in {Path.GetFullPath(written)}.");
            else
                foreach (var p in predictions)
                    Terminal.Line(
                        $"{p.Class}  {(100 * p.Confidence).ToString("F1", CultureInfo.InvariantCulture)} %  {p.Image}");
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage classify predict photos.safetensors new-photos --out predictions.csv",
            "mintage classify predict photos.safetensors one.jpg --fit crop");
    }

    /// <summary>Pictures in the classifier's form, or a data set in a file.</summary>
    private static (LabelledImages Images, IReadOnlyList<string> Files) Read(
        string path, ClassifierFacts facts, ImageImport form, CancellationToken cancellation)
    {
        if (!UnlabelledPictures.Reads(path))
        {
            var loading = CommonOptions.Loading(null, cancellation) with { Import = form };
            var images = DataSetReference.Parse(path).Load(loading);
            ClassifierFile.RequireShape(facts, images);
            return (images, [.. Enumerable.Range(1, images.Count).Select(i => $"{images.Name} {i}")]);
        }
        var read = UnlabelledPictures.Read(path, CommonOptions.Loading(null, cancellation) with { Import = form });
        ClassifierFile.RequireShape(facts, read.Images);
        return read;
    }
}
