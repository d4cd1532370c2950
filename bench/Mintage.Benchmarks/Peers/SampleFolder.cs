using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;

namespace Mintage.Benchmarks.Peers;

/// <summary>
/// Samples that other programs drew while they trained: .npz files with images and labels, and what the training was at that
/// moment (design, updates, seconds, images_per_update, generator_parameters, discriminator_parameters).
/// </summary>
internal static class SampleFolder
{
    /// <summary>Scores every file; those of one design become one run.</summary>
    public static IEnumerable<GanRun> Score(string folder, LabelledImages test, SeedTree seed)
    {
        var files = Directory.EnumerateFiles(folder, "*.npz").Order(StringComparer.Ordinal).Select(Facts);
        foreach (var design in files.GroupBy(f => f.Name))
        {
            var moments = design.OrderBy(f => f.Updates).ToArray();
            var last = moments[^1];
            yield return new GanRun
            {
                Name = last.Name,
                GeneratorParameters = last.GeneratorParameters,
                DiscriminatorParameters = last.DiscriminatorParameters,
                ImagesPerUpdate = last.ImagesPerUpdate,
                Updates = last.Updates,
                Seconds = last.Seconds,
                Curve = [.. moments.Select(m => new GanPoint(m.Updates, m.Seconds, Accuracy(m.Path)))],
            };
        }

        double Accuracy(string path)
        {
            var accuracy = ClassificationAccuracyScore.Of(Images(path, test), test, seed.Child("score")).Accuracy.Share;
            Console.Error.WriteLine($"{Path.GetFileName(path)}: CAS {accuracy:P2}");
            return accuracy;
        }
    }

    private static Moment Facts(string path) => NpzArchive.Read(path, archive =>
    {
        return new Moment(
            path, archive.Array("design").Values<string>()[0], (int)Number("updates"), archive.Array("seconds").Values<double>()[0],
            (int)Number("images_per_update"), Number("generator_parameters"), Number("discriminator_parameters"));

        long Number(string name) => archive.Array(name).Values<long>()[0];
    });

    // A file names no classes, and its labels may lack some.
    private static LabelledImages Images(string path, LabelledImages test)
    {
        var samples = NpzFile.Read(path);
        return new LabelledImages(samples.Name, samples.Pixels, samples.Labels, samples.Height, samples.Width, samples.Channels, test.ClassNames);
    }

    private sealed record Moment(string Path, string Name, int Updates, double Seconds, int ImagesPerUpdate, long GeneratorParameters, long DiscriminatorParameters);
}
