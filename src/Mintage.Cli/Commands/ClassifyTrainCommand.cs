using System.CommandLine;
using System.Text.Json;
using Mintage.Classification;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage classify train</c>.</summary>
internal static class ClassifyTrainCommand
{
    /// <summary>A slow network is evaluated so often at most.</summary>
    private const int SlowCurvePoints = 4;

    /// <summary>Test images that take as long as a training image: a step goes back through the network too.</summary>
    private const int TestedPerTrained = 3;

    /// <summary>Share of the time of a training that its curve may take.</summary>
    private const double CurveShare = 0.1;

    private static readonly TrainingSets Sets = new();
    private static readonly ClassifierNetworkOptions Network = new();
    private static readonly Option<int> Threads = CommonOptions.Threads();
    private static readonly Option<string> Device = CommonOptions.Device();
    private static readonly Option<int> Epochs =
        new("--epochs") { Description = "Epochs", HelpName = "N", DefaultValueFactory = _ => 10 };
    private static readonly Option<int?> Steps =
        new("--steps") { Description = "Number of optimiser steps, in place of --epochs", HelpName = "N" };
    private static readonly Option<int?> Batch =
        new("--batch")
        {
            Description = "Images per step (default: 128; 64 for --network residual and pretrained, 32 if "
                + "everything learns)",
            HelpName = "N",
        };
    private static readonly Option<bool> Balance = new("--balance")
    {
        Description = "Give every class the same share of the loss, however few its images; --validation-share then "
            + "keeps the epoch of the best balanced accuracy",
    };
    private static readonly Option<string> Output =
        new("--out") { Description = "Classifier file to write (.safetensors)", HelpName = "FILE", Required = true };
    private static readonly Option<bool> Overwrite =
        new("--overwrite") { Description = "Replace the file if it exists" };
    private static readonly Option<bool> AsJson = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("train", "Train a classifier and evaluate it after every epoch")
        {
            Threads, Device, Epochs, Steps, Batch, Balance, Output, Overwrite, AsJson,
        };
        Network.AddTo(command);
        Sets.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command.WithExamples(
            "mintage classify train --data mnist:train --subset 3000 --width 8,16,32 --test mnist:test --out "
                + "small.safetensors",
            "mintage classify train --data photos --image-size 64 --fit crop --test-share 0.2 --validation-share 0.1 "
                + "--out photos.safetensors",
            "mintage classify train --data photos:train --test photos:test --network pretrained --augment photos "
                + "--balance --steps 1000 --out photos.safetensors");
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (optionsFor, augmentation) = (Network.Parse(parsed), Network.Augmentation(parsed));
        var ownBatch = parsed.GetValue(Batch) is { } b ? CommonOptions.AtLeast("--batch", b, 1) : (int?)null;
        var epochs = CommonOptions.AtLeast("--epochs", parsed.GetValue(Epochs), 1);
        var computes = ComputeDevice.Parse(parsed.GetValue(Device)!).Required();
        if (parsed.GetValue(Steps) is not null && Sets.HasValidation(parsed))
            throw new UserInputException(
                "--validation-share keeps the best epoch, so it needs --epochs. Leave out --steps.");
        WholeFile.RequireWritable(parsed.GetValue(Output)!);
        var sets = Sets.Load(parsed, cancellation);
        var usual = optionsFor(sets.Learned);
        var options = usual with { BatchSize = ownBatch ?? Math.Min(usual.BatchSize, sets.Learned.Count) };
        if (parsed.GetValue(Output)! is var target && File.Exists(target) && !parsed.GetValue(Overwrite))
            throw new UserInputException(
                $"'{target}' already exists. Name another file with --out, or use --overwrite to replace it.");
        TorchRuntime.Start(CommonOptions.AtLeast("--threads", parsed.GetValue(Threads), 1));
        var budget = parsed.GetValue(Steps) is { } n
            ? CommonOptions.AtLeast("--steps", n, 1)
            : ClassifierTrainer.StepsFor(sets.Learned.Count, options.BatchSize, epochs);
        var trainer = new ClassifierTrainer(options, SeedTree.FromSeed(Sets.Seed(parsed)))
        {
            Augmentation = augmentation,
            BalancesClasses = parsed.GetValue(Balance),
            CacheFolder = Path.Combine(DataSetCache.Root, "features"),
            MostCurvePoints = options.IsSlow()
                ? CurvePoints((long)budget * options.BatchSize, sets.Test.Count)
                : int.MaxValue,
        };
        using var trained = ProgressLine.Show("classifier", progress => sets.Validation is { } validation
            ? trainer.TrainUntilBest(sets.Learned, validation, sets.Test, epochs, computes, progress, cancellation)
            : trainer.Train(sets.Learned, sets.Test, budget, computes, progress, cancellation));
        var file = Path.GetFullPath(parsed.GetValue(Output)!);
        ClassifierFile.Save(file, trained.Network, sets.Training, options.Pretrained, sets.Lineage);
        ClassifyCommand.WriteReport(file, Path.GetDirectoryName(file)!, trained.Evaluation, sets.Test);
        if (parsed.GetValue(AsJson)) PrintJson(trained, file);
        else Print(trained, sets);
        var hasFallingRate = options.Recipe?.Rate is not (null or LearningRateSchedule.Constant);
        if (sets.Validation is null && !hasFallingRate
            && LearningCurve.StillFalling(trained.Curve) is { } learning)
            Terminal.Say($"{learning} With more --epochs (or --steps) it may recognise more.");
        Terminal.Say($"The classifier is in {file}; its page with the mistakes lies beside it.");
        return ExitCode.Done;
    }

    private static int CurvePoints(long trained, int tested) =>
        (int)Math.Clamp(CurveShare * TestedPerTrained * trained / tested, 1, SlowCurvePoints);

    private static void PrintJson(TrainedClassifier trained, string file) =>
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    File = file,
                    trained.Steps,
                    trained.BestEpoch,
                    trained.Evaluation.Accuracy,
                    trained.Evaluation.Loss,
                    trained.Curve,
                },
                Json.File));

    private static void Print(TrainedClassifier trained, TrainingSets.Loaded sets)
    {
        var judged = sets.Validation is null ? "test" : " val";
        Console.Out.WriteLine($"epoch   steps   train acc   train loss   {judged} acc   {judged} loss");
        foreach (var e in trained.Curve)
            Console.Out.WriteLine(
                $"{e.Epoch,5} {e.Steps,7} {100 * e.TrainAccuracy,9:F2} % {e.TrainLoss,12:F4} {100 * e.Accuracy,8:F2} "
                + $"% {e.Loss,11:F4}");
        if (trained.BestEpoch is { } best)
            Console.Out.WriteLine(
                $"Epoch {best} of {trained.Curve.Count} is kept: it predicts the {sets.Validation!.Count:N0} "
                + $"validation images best. Test accuracy {100 * trained.Evaluation.Accuracy:F2} %, loss "
                + $"{trained.Evaluation.Loss:F4}.");
        ClassTable.Print(
            ConfusionMatrix.Of(sets.Test.Labels, trained.Evaluation.Predictions, sets.Test.ClassNames));
    }
}
