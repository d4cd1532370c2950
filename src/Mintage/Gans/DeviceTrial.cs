using System.Diagnostics;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>What an update of the preset "best" costs on a device, and how near its first losses are to those of the
/// processor.</summary>
/// <param name="Images">Height, width and channels, such as "28 x 28 x 1".</param>
/// <param name="Device">Name of the device.</param>
/// <param name="MillisecondsPerUpdate">Of one generator update with its critic update.</param>
/// <param name="ImagesPerSecond">Real images that the discriminator sees in a second.</param>
/// <param name="LossDifference">The larger difference of the two losses of the first update from those on the
/// processor, relative where a loss is above 1; zero on the processor.</param>
public sealed record DeviceTrial(
    string Images, string Device, double MillisecondsPerUpdate, double ImagesPerSecond, double LossDifference)
{
    /// <summary>Between the devices of a right libtorch: bfloat16 rounds to 0.004, and 0.002 was measured (0.0000002
    /// in float32).</summary>
    private const double MostDifference = 0.02;

    private const string Preset = "best";
    private const int Classes = 10, TrainingImages = 640, WarmUps = 5, Timed = 100;

    /// <summary>Whether the device computes what the processor does.</summary>
    public bool Agrees => LossDifference <= MostDifference;

    /// <summary>Trains GANs of two sizes for a moment on random images.</summary>
    /// <param name="device">The device. For a GPU the processor computes one update of each too.</param>
    /// <exception cref="UserInputException">The machine lacks the device.</exception>
    public static IEnumerable<DeviceTrial> Run(ComputeDevice device) => Run(device, mostSeconds: 2);

    internal static IEnumerable<DeviceTrial> Run(ComputeDevice device, double mostSeconds)
    {
        device.Required();
        foreach (var (side, channels) in new[] { (28, 1), (32, 3) })
        {
            var images = RandomImages(side, channels);
            var (losses, seconds, batch) = Train(images, device, mostSeconds);
            var expected = device.IsCpu ? losses : Train(images, ComputeDevice.Cpu, mostSeconds: 0).First;
            yield return new($"{side} x {side} x {channels}", device.Name, 1e3 * seconds, batch / seconds, Math.Max(
                Difference(losses.DiscriminatorLoss, expected.DiscriminatorLoss),
                Difference(losses.GeneratorLoss, expected.GeneratorLoss)));
        }
    }

    private static double Difference(double a, double b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b));

    private static (GanLosses First, double SecondsPerUpdate, int Batch) Train(
        LabelledImages images, ComputeDevice device, double mostSeconds)
    {
        var options = GanPresets.Get(Preset);
        var shape = new DcganShape(
            images.Height, images.Width, images.Channels, Classes, options.LatentDimension, options.Filters);
        using var tensors = new ImageTensors(images, device);
        using var trainer = new GanTrainer(options, shape, tensors, SeedTree.FromSeed(1));
        var first = trainer.Step();
        for (var i = 0; i < WarmUps; i++) trainer.Advance();
        trainer.ReadLosses(); // waits for a GPU
        var (start, done) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            trainer.Advance();
            done++;
        }
        while (done < Timed && Clock.SecondsSince(start) < mostSeconds);
        trainer.ReadLosses();
        return (first, Clock.SecondsSince(start) / done, options.BatchSize);
    }

    private static LabelledImages RandomImages(int side, int channels)
    {
        var random = SeedTree.FromSeed(1).Child("images").Random();
        var pixels = new byte[TrainingImages * side * side * channels];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(256);
        int[] labels = [.. Enumerable.Range(0, TrainingImages).Select(i => i % Classes)];
        return new LabelledImages(
            "random", pixels, labels, side, side, channels, [.. Enumerable.Range(0, Classes).Select(c => $"{c}")]);
    }
}
