using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>GANs of <see cref="SampleResults"/>.</summary>
internal static class SampleGans
{
    public static IEnumerable<GanRecord> All(int replicate) =>
    [
        Gan("cgan", "reduced", 3000, replicate),
        Gan("wgan", "reduced", 3000, replicate),
        Gan("cgan-60k", "reduced", 60000, replicate) with { Leaky = true },
        Gan("wgan-60k", "reduced", 60000, replicate) with { Leaky = true },
        Gan("cgan", "original", 60000, replicate),
        Gan("wgan", "original", 60000, replicate),
    ];

    private static GanRecord Gan(string name, string size, int images, int replicate)
    {
        var wasserstein = name.StartsWith('w');
        var (epochs, updatesPerEpoch) = (wasserstein ? 40 : 100, images / 64 / (wasserstein ? 5 : 1));
        return new()
        {
            Task = SampleResults.Fingerprint('f'),
            Name = name,
            Size = size,
            Replicate = replicate,
            Objective = wasserstein ? "Wasserstein, gradient penalty 10" : "non-saturating",
            TrainingImages = images,
            Leaky = false,
            CriticSteps = wasserstein ? 5 : 1,
            BatchSize = 64,
            Figures = new GanFigures
            {
                GeneratorUpdates = epochs * updatesPerEpoch,
                Epochs = epochs,
                GeneratorParameters = 1_093_249,
                DiscriminatorParameters = 432_641,
                Divergence = null,
                Curve = [.. Enumerable.Range(1, epochs).Select(e => Epoch(wasserstein, e, e * updatesPerEpoch))],
            },
            SheetFile = $"tasks/{name}-{size}-{replicate}/sheet.png",
            BesideRealFile = $"tasks/{name}-{size}-{replicate}/beside-real.png",
            FirstClassSheetFile = $"tasks/{name}-{size}-{replicate}/first-class.png",
        };
    }

    private static GanEpochRecord Epoch(bool wasserstein, int epoch, int updates)
    {
        var wave = 0.12 * Math.Sin(epoch * 1.7);
        return new()
        {
            Epoch = epoch,
            GeneratorUpdates = updates,
            DiscriminatorLoss = wasserstein ? -8 / Math.Sqrt(epoch) + wave : 1.1 + wave - (0.3 / epoch),
            GeneratorLoss = wasserstein ? 3 + wave - (2.0 / epoch) : 1.4 - (0.5 / epoch) - wave,
            CriticEstimate = wasserstein ? 9 / Math.Sqrt(epoch) - wave : 1.2 + (1.0 / epoch) + wave,
        };
    }
}
