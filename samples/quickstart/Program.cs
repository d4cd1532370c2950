// Loads labelled images, splits them, trains a GAN, draws from it, scores the draws, and asks a classifier whether they help.
// quickstart DATA FOLDER [UPDATES]: DATA as on the command line (an .npz, a folder, mnist, ...)
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Splitting;
using Mintage.Synthesis;

var (data, folder) = (args[0], args[1]);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
TorchRuntime.Start(); // loads libtorch; one thread
var seed = SeedTree.FromSeed(1);

// A fifth of the images is the test set; identical images and groups stay on one side.
var images = DataSetReference.Parse(data).Load();
var split = StratifiedKFold.Split(images.Labels, folds: 5, seed.Child("split").Random(), SplitUnits.Of(images), images.ClassNames)[0];
var (training, test) = (images.Select(split.Training, "training part"), images.Select(split.Validation, "test part"));
Console.WriteLine($"{training.Count} images to train on, {test.Count} to test on, {images.ClassCount} classes");

// Trains into a folder; cancelled, it leaves a checkpoint, and the same call goes on from there.
var options = GanPresets.Get("best");
options = options with
{
    GeneratorUpdates = args.Length > 2 ? int.Parse(args[2]) : options.GeneratorUpdates,
    BatchSize = Math.Min(options.BatchSize, training.Count),
};
var progress = new Progress<TaskProgress>(p => Console.Error.WriteLine($"{p.Share:P0} {p.Status}"));
var facts = new GanTraining(options, training, seed.Child("gan").Seed, folder).Run(progress, stop.Token);
foreach (var warning in facts.Warnings) Console.WriteLine($"warning: {warning}");

// As many synthetic images as real ones, in the same proportions; FOLDER/synthetic.npz, its provenance and a sheet.
using var gan = TrainedGan.Load(folder);
var labels = SyntheticSet.ProportionalLabels(facts.ClassCounts, training.Count, seed.Child("labels").Random());
var synthetic = SyntheticSet.Draw([gan], labels, seed.Child("sample").Seed);
synthetic.Save(Path.Combine(folder, "synthetic.npz"));

// The in-domain extractor (Judge) needs 128 images, more than a small test part has; trained on images that the GAN knows, it comes with a warning.
var scores = Scorer.Run(new ScoreRequest
{
    Real = test,
    Synthetic = synthetic.Images,
    Provenance = synthetic.Provenance,
    Train = training,
    Judge = training,
    Metrics = [ScoreMetric.Fid, ScoreMetric.Pr, ScoreMetric.Memorisation],
}, cancellation: stop.Token);
foreach (var metric in scores.Metrics) Console.WriteLine($"{metric.Name} ({metric.Extractor}): {metric.Value:G4}");
foreach (var warning in scores.Metrics.SelectMany(m => m.Warnings).Distinct()) Console.WriteLine($"warning: {warning}");

// Both classifiers run the same number of steps of the same size from the same initial weights.
var classifier = new ClassifierOptions { Width = new ClassifierWidth(8, 16, 32), BatchSize = 32 };
const int Steps = 200, Half = 16;
using var trainingTensors = new ImageTensors(training);
using var testTensors = new ImageTensors(test);
using var syntheticTensors = new ImageTensors(synthetic.Images);
var arms = seed.Child("classifier");
var trainer = new ClassifierTrainer(classifier, arms, withCurve: false);
using var real = trainer.Train(new TrainingBatches(trainingTensors, classifier.BatchSize, arms), testTensors, Steps, cancellation: stop.Token);
var mixed = new TrainingBatches([new BatchSource(trainingTensors, Half), new BatchSource(syntheticTensors, Half)], arms);
using var augmented = trainer.Train(mixed, testTensors, Steps, cancellation: stop.Token);
Console.WriteLine($"test accuracy: real {real.Evaluation.Accuracy:P2}, real and synthetic {augmented.Evaluation.Accuracy:P2} (one run each: no verdict, see the sample 'study')");
ClassifierFile.Save(Path.Combine(folder, "classifier.safetensors"), augmented.Network, training);
