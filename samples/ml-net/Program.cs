// Classifies images in ML.NET with a classifier of Mintage, and compares with what Mintage itself computes.
// ml-net CLASSIFIER DATA: CLASSIFIER is what 'mintage classify train' wrote; DATA as on the command line (an .npz, a folder, mnist:test, ...)
using Microsoft.ML;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Export;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Samples;
using static TorchSharp.torch;

TorchRuntime.Start();
var images = DataSetReference.Parse(args[1]).Load();
var onnx = Path.ChangeExtension(args[0], ".onnx");
ModelExport.Run(args[0], onnx, overwrite: true);

// All that a program with the .onnx and ML.NET needs.
var ml = new MLContext();
var rows = ml.Data.LoadFromEnumerable(OnnxImage.Of(images), OnnxImage.Schema(images));
var shape = new Dictionary<string, int[]> { ["images"] = [1, images.Channels, images.Height, images.Width] }; // ML.NET gives the model one row at a time
var pipeline = ml.Transforms.ApplyOnnxModel(["logits", "probabilities"], ["images"], onnx, shape, recursionLimit: 100); // the overload must be told apart
using var model = pipeline.Fit(rows);
OnnxAnswer[] answers = [.. ml.Data.CreateEnumerable<OnnxAnswer>(model.Transform(rows), reuseRowObject: false)];

var right = answers.Count(a => Array.IndexOf(a.Probabilities, a.Probabilities.Max()) == a.Label);
Console.WriteLine($"ML.NET: {right} of {answers.Length} images right");
foreach (var answer in answers.Take(3))
{
    var best = Array.IndexOf(answer.Probabilities, answer.Probabilities.Max());
    Console.WriteLine($"  {images.ClassNames[answer.Label]}: taken for {images.ClassNames[best]} ({answer.Probabilities[best]:P1})");
}

using var classifier = ClassifierFile.Load(args[0]);
using var tensors = new ImageTensors(images);
using var scope = NewDisposeScope();
using var noGradient = no_grad();
var own = classifier.Network.forward(PixelScale.ToUnit(tensors.Pixels)).data<float>().ToArray();
var difference = answers.SelectMany(a => a.Logits).Zip(own, (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"largest difference of a logit from Mintage's: {difference:G3}");
if (difference <= 1e-4) return 0;
Console.Error.WriteLine("ML.NET must compute what Mintage does, to 1e-4, but does not.");
return 1;
