using System.CommandLine;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage classify train|evaluate</c>.</summary>
internal static class ClassifyCommand
{
    /// <summary>A slow network is evaluated so often at most: on many test images that takes longer than an
    /// epoch.</summary>
    private const int SlowCurvePoints = 4;

    public static Command Create() =>
        new("classify", "Train, evaluate and use classifiers") { Train(), Evaluate(), ClassifyPredictCommand.Create() };

    private static Command Train()
    {
        var data = new DataSetOptions(withSubset: true);
        var threads = CommonOptions.Threads();
        var device = CommonOptions.Device();
        var test =
            new Option<string>("--test") { Description = "Data set to evaluate on", HelpName = "D", Required = true };
        var network = new ClassifierNetworkOptions();
        var epochs =
            new Option<int>("--epochs") { Description = "Epochs", HelpName = "N", DefaultValueFactory = _ => 10 };
        var steps =
            new Option<int?>(
                "--steps")
            { Description = "Number of optimiser steps, in place of --epochs", HelpName = "N" };
        var batch =
            new Option<int?>("--batch")
            {
                Description = "Images per step (default: 128; 64 for --network residual and pretrained)",
                HelpName = "N",
            };
        var output =
            new Option<string>(
                "--out")
            {
                Description =
                "Classifier file to write (.safetensors)",
                HelpName = "FILE",
                Required = true
            };
        var json = CommonOptions.Json();
        var command = new Command("train", "Train a classifier and evaluate it after every epoch")
        {
            threads, device, test, epochs, steps, batch, output, json,
        };
        network.AddTo(command);
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (optionsFor, augmentation) = (network.Parse(parsed), network.Augmentation(parsed));
            var ownBatch = parsed.GetValue(batch) is { } b ? CommonOptions.AtLeast("--batch", b, 1) : (int?)null;
            var epochCount = CommonOptions.AtLeast("--epochs", parsed.GetValue(epochs), 1);
            var computes = ComputeDevice.Parse(parsed.GetValue(device)!).Required();
            WholeFile.RequireWritable(parsed.GetValue(output)!);
            var training = data.Load(parsed, cancellation);
            var evaluation = ClassMatching.InClassesOf(
                data.LoadWhole(parsed, parsed.GetValue(test)!, cancellation), training);
            ClassifierFile.RequireSameKind(training, evaluation);
            var usual = optionsFor(training);
            var options = usual with { BatchSize = ownBatch ?? Math.Min(usual.BatchSize, training.Count) };
            TorchRuntime.Start(CommonOptions.AtLeast("--threads", parsed.GetValue(threads), 1));
            var budget = parsed.GetValue(steps) is { } n
                ? CommonOptions.AtLeast("--steps", n, 1)
                : ClassifierTrainer.StepsFor(training.Count, options.BatchSize, epochCount);
            using var trained =
                ProgressLine.Show(
                    "classifier", progress =>
                    new ClassifierTrainer(options, SeedTree.FromSeed(data.Seed(parsed)))
                    {
                        Augmentation = augmentation,
                        CacheFolder = Path.Combine(DataSetCache.Root, "features"),
                        MostCurvePoints = options.IsSlow() ? SlowCurvePoints : int.MaxValue,
                    }.Train(training, evaluation, budget, computes, progress, cancellation));
            ClassifierFile.Save(parsed.GetValue(output)!, trained.Network, training, options.Pretrained);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(
                    JsonSerializer.Serialize(
                        new { trained.Steps, trained.Evaluation.Accuracy, trained.Evaluation.Loss, trained.Curve },
                        Json.File));
            else Print(trained);
            var file = Path.GetFullPath(parsed.GetValue(output)!);
            WriteReport(file, Path.GetDirectoryName(file)!, trained.Evaluation, evaluation);
            if (!parsed.GetValue(json))
                ClassTable.Print(
                    ConfusionMatrix.Of(evaluation.Labels, trained.Evaluation.Predictions, evaluation.ClassNames));
            Terminal.Say($"The classifier is in {file}; its page with the mistakes lies beside it.");
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage classify train --data mnist:train --subset 3000 --width 8,16,32 --test mnist:test --out "
                + "small.safetensors",
            "mintage classify train --data mnist:train --test mnist:test --epochs 10 --out large.safetensors",
            "mintage classify train --data photos:train --test photos:test --network pretrained --augment photos "
                + "--steps 1000 --out photos.safetensors");
    }

    private static Command Evaluate()
    {
        var file = new Argument<string>("FILE") { Description = "Classifier written by 'mintage classify train'" };
        var data = new DataSetOptions(withSubset: false);
        var report = new Option<string?>("--report")
        {
            Description = "Folder for a page with the confusion matrix and the worst mistakes, and the matrix as CSV",
            HelpName = "DIR",
        };
        var json = CommonOptions.Json();
        var command =
            new Command(
                "evaluate",
                "Measure a classifier's accuracy and loss on a data set, overall and per class") { file, report, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var loaded = data.Load(parsed);
            TorchRuntime.Start();
            using var classifier = ClassifierFile.Load(parsed.GetValue(file)!);
            var images = ClassifierFile.InClassesOf(classifier.Facts, loaded);
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
            Console.Out.WriteLine(
                $"accuracy {100 * result.Accuracy:F2} %, loss {result.Loss:F4} on {images.Count:N0} images of "
                + $"{images.Name}");
            ClassTable.Print(ConfusionMatrix.Of(images.Labels, result.Predictions, images.ClassNames));
            return ExitCode.Done;
        });
        return command.WithExamples("mintage classify evaluate small.safetensors --data mnist:test");
    }

    /// <summary>Writes NAME.mistakes.html and NAME.confusion.csv.</summary>
    private static void WriteReport(string classifier, string folder, Evaluation evaluation, LabelledImages images)
    {
        Directory.CreateDirectory(folder);
        var outcome = Outcomes.Of(Path.GetFileName(classifier), evaluation, images);
        var name = Path.Combine(folder, Path.GetFileNameWithoutExtension(classifier));
        ClassifierPage.Write(outcome, $"{name}.mistakes.html");
        ClassifierPage.WriteConfusion(outcome.Confusion, $"{name}.confusion.csv");
    }

    private static void Print(TrainedClassifier trained)
    {
        Console.Out.WriteLine("epoch   steps   train acc   train loss   test acc   test loss");
        foreach (var e in trained.Curve)
            Console.Out.WriteLine(
                $"{e.Epoch,5} {e.Steps,7} {100 * e.TrainAccuracy,9:F2} % {e.TrainLoss,12:F4} {100 * e.Accuracy,8:F2} "
                + $"% {e.Loss,11:F4}");
    }
}
