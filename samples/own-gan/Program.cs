// Trains a GAN of one's own layers with Mintage's training, draws from it and scores the draws.
// own-gan DATA FOLDER [UPDATES]: DATA as on the command line (an .npz, a folder, mnist:train, ...)
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Samples;
using Mintage.Scoring;
using Mintage.Splitting;
using Mintage.Synthesis;
using static TorchSharp.torch;

const int Latent = 32, Filters = 32;
var (data, folder) = (args[0], args[1]);
TorchRuntime.Start();
var seed = SeedTree.FromSeed(1);
var images = DataSetReference.Parse(data).Load();
var split = StratifiedKFold.Split(images.Labels, folds: 5, seed.Child("split").Random(), SplitUnits.Of(images), images.ClassNames)[0];
var (training, held) = (images.Select(split.Training, "training part"), images.Select(split.Validation, "held-out part"));

// How the two networks are built. The name goes into gan.json and into the provenance of images.
var networks = new GanNetworks
{
    Name = $"upsampling generator, projection discriminator, {Filters} filters",
    Generator = s => Seeded(new UpsamplingGenerator(Latent, images.Height, images.Width, images.Channels, images.ClassCount, Filters), s),
    Discriminator = s => Seeded(new ProjectionDiscriminator(images.Channels, images.ClassCount, Filters), s),
};
var options = new GanOptions
{
    Preset = "own-gan",
    Objective = GanObjective.Hinge,
    R1Weight = 1, // needs a discriminator without batch norm, as this one is
    LearningRate = 1e-3,
    LatentDimension = Latent,
    GeneratorUpdates = args.Length > 2 ? int.Parse(args[2]) : 3000,
    BatchSize = Math.Min(64, training.Count),
};

// Everything that Mintage's own GANs have: weight average, checkpoints, sheets, log, warnings of collapse.
var facts = new GanTraining(options, training, seed.Child("gan").Seed, folder, networks).Run(new Progress<TaskProgress>(p => Console.Error.WriteLine($"{p.Share:P0} {p.Status}")));
foreach (var warning in facts.Warnings) Console.WriteLine($"warning: {warning}");

using var gan = TrainedGan.Load(folder, networks);
var labels = SyntheticSet.ProportionalLabels(facts.ClassCounts, training.Count, seed.Child("labels").Random());
var synthetic = SyntheticSet.DrawWithoutCopies([gan], labels, seed.Child("sample").Seed, training);
synthetic.Save(Path.Combine(folder, "synthetic.npz"));
Console.WriteLine($"{synthetic.Images.Count} images of '{synthetic.Provenance.Gans[0].Networks}', which saw {synthetic.Provenance.Lineage.Count} images");

// The provenance tells the scores which real images the GAN has seen.
var scores = Scorer.Run(new ScoreRequest
{
    Real = held,
    Synthetic = synthetic.Images,
    Provenance = synthetic.Provenance,
    Train = training,
    Judge = training,
    Metrics = [ScoreMetric.Fid, ScoreMetric.Pr, ScoreMetric.Memorisation],
});
foreach (var metric in scores.Metrics) Console.WriteLine($"{metric.Name} ({metric.Extractor}): {metric.Value:G4}");
foreach (var warning in scores.Metrics.SelectMany(m => m.Warnings).Distinct()) Console.WriteLine($"warning: {warning}");

// TorchSharp draws initial weights from a global generator; these depend on the seed alone.
static T Seeded<T>(T network, SeedTree seed) where T : nn.Module
{
    foreach (var (name, parameter) in network.named_parameters())
    {
        if (name.EndsWith("bias", StringComparison.Ordinal)) WeightInit.Constant(parameter, 0);
        else WeightInit.GlorotUniform(parameter, seed.Child(name).Random());
    }
    return network;
}
