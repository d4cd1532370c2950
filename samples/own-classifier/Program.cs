// Trains a network of one's own on real and synthetic images, with Mintage's batches and evaluation.
// own-classifier REAL SYNTHETIC TEST [STEPS]: data sets as on the command line; SYNTHETIC is what 'gan sample' wrote
using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Samples;
using Mintage.Synthesis;
using static TorchSharp.torch;

TorchRuntime.Start();
var seed = SeedTree.FromSeed(1);
var real = DataSetReference.Parse(args[0]).Load();
var synthetic = SyntheticSet.Load(args[1]);
var test = DataSetReference.Parse(args[2]).Load();
ClassifierFile.RequireSameKind(real, test);
ClassifierFile.RequireSameKind(real, synthetic.Images);

// What a study refuses, this must too: synthetic images that have seen a test image.
var lineage = synthetic.Provenance.Lineage.ToHashSet();
if (Enumerable.Range(0, test.Count).Any(i => lineage.Contains(test.ImageFingerprint(i))))
    throw new UserInputException("The test images must not be among those behind the synthetic ones, but some are. Name others.");

using var realTensors = new ImageTensors(real);
using var syntheticTensors = new ImageTensors(synthetic.Images);
using var testTensors = new ImageTensors(test);
var batches = new TrainingBatches([new BatchSource(realTensors, 16), new BatchSource(syntheticTensors, 16)], seed);
using var network = new SeparableClassifier(real.Channels, filters: 16, real.ClassCount, seed.Child("init"));
var optimiser = new FusedAdam(network.parameters(), learningRate: 1e-3);
var steps = args.Length > 3 ? int.Parse(args[3]) : 500;
for (var step = 0; step < steps; step++)
{
    using var scope = NewDisposeScope(); // frees the tensors of this step
    var (images, labels) = batches.Batch(step);
    optimiser.ZeroGradients();
    var loss = nn.functional.cross_entropy(network.forward(images), labels);
    loss.backward();
    optimiser.Step();
    if ((step + 1) % 50 == 0) Console.Error.WriteLine($"step {step + 1}: loss {loss.item<float>():F4}");
}
network.eval();
var evaluation = Evaluation.Of(network, testTensors);
Console.WriteLine($"test accuracy {evaluation.Accuracy:P2}, loss {evaluation.Loss:F4}");
foreach (var (name, accuracy) in test.ClassNames.Zip(evaluation.ClassAccuracy(test.Labels, test.ClassCount)))
    Console.WriteLine($"  {name}: {(accuracy is { } a ? $"{a:P2}" : "no image")}");
