// A classifier as a command, without Python: each image gets the class whose mean image is nearest.
// bring-your-own TRAIN.npz TEST_FOLDER PREDICTIONS.csv REPORT.json STEPS
using System.Globalization;
using System.Text.Json;
using Mintage.Data;

var train = DataSetReference.Parse(args[0]).Load();
var import = new ImageImport { Size = train.Height, Colour = train.Channels == 1 ? ImageColour.Grey : ImageColour.Rgb };
var (test, _) = UnlabelledPictures.Read(args[1], new DataSetLoading { Import = import });

var means = new double[train.ClassCount][];
var counts = train.ClassCounts();
for (var c = 0; c < means.Length; c++) means[c] = new double[train.PixelsPerImage];
for (var i = 0; i < train.Count; i++)
{
    var mean = means[train.Labels[i]];
    var image = train.Image(i);
    for (var p = 0; p < mean.Length; p++) mean[p] += image[p] / 255.0 / counts[train.Labels[i]];
    if (i % 100 == 0) Console.WriteLine(FormattableString.Invariant($"progress {(double)i / train.Count:F2} image {i}"));
}

var lines = new List<string> { string.Join(',', train.ClassNames.Select(Quoted)) };
for (var i = 0; i < test.Count; i++)
{
    double[] near = [.. means.Select((_, c) => Math.Exp(-Distance(i, c)))];
    lines.Add(string.Join(',', near.Select(n => (n / near.Sum()).ToString("R", CultureInfo.InvariantCulture))));
}
File.WriteAllLines(args[2], lines);
// It takes no optimiser steps: it looks at every image once, whatever the arm, so it says what was asked for.
File.WriteAllText(args[3], JsonSerializer.Serialize(new
{
    steps = int.Parse(args[4], CultureInfo.InvariantCulture),
    versions = new Dictionary<string, string> { [".net"] = Environment.Version.ToString() },
}));

double Distance(int image, int label)
{
    if (counts[label] == 0) return double.PositiveInfinity;
    var sum = 0.0;
    var pixels = test.Image(image);
    for (var p = 0; p < pixels.Length; p++) sum += Math.Pow((pixels[p] / 255.0) - means[label][p], 2);
    return sum;
}

static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
