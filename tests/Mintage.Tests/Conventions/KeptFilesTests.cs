using System.IO.Compression;
using System.Text.Json.Nodes;
using Mintage.Classification;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Synthesis;

namespace Mintage.Tests.Conventions;

/// <summary>
/// What earlier builds wrote, kept in Kept/VERSION.zip: each is read, or refused by the number of its version. Whoever raises a format version adds a folder
/// of the new build and keeps the old ones.
/// </summary>
public sealed class KeptFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-kept-").FullName;

    public static TheoryData<string> Kept => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Kept"), "*.zip").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_GAN_is_read_and_draws(string zip)
    {
        ReadOrRefuse(Path.Combine(Task(zip, "train-gan"), TrainedGan.FactsFile), () =>
        {
            using var gan = TrainedGan.Load(Task(zip, "train-gan"));
            Assert.Equal(10, gan.Facts.ClassNames.Count);
            Assert.Equal([3, 1], SyntheticSet.Draw([gan], [3, 1], seed: 1).Images.Labels);
        });
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_synthetic_set_is_read_with_its_provenance(string zip)
    {
        var images = Path.Combine(Task(zip, "synthesise"), "synthetic.npz");
        ReadOrRefuse(Path.ChangeExtension(images, ".provenance.json"), () =>
        {
            var set = SyntheticSet.Load(images);
            Assert.Equal(40, set.Images.Count);
            Assert.Equal(60, set.Provenance.Lineage.Count);
        });
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_classifier_is_read(string zip)
    {
        Task(zip, "fit");
        var saved = ClassifierFile.Load(Path.Combine(folder, "classifier.safetensors"));
        using var network = saved.Network;
        Assert.Equal(10, saved.Facts.ClassNames.Count);
        Assert.Equal((2, 2, 4), (saved.Facts.Width!.Filters1, saved.Facts.Width.Filters2, saved.Facts.Width.Hidden));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_study_is_read(string zip)
    {
        Task(zip, "fit");
        ReadOrRefuse(Path.Combine(folder, "resolved.json"), () =>
        {
            Assert.Equal("kept", StudyFolder.ReadPlan(folder).Name);
            Assert.Equal(8, StudyFolder.ReadResults(folder).Fits.Count);
        });
    }

    private static void ReadOrRefuse(string versioned, Action read)
    {
        var version = (int)JsonNode.Parse(File.ReadAllText(versioned))!["format_version"]!;
        try
        {
            read();
        }
        catch (UserInputException e)
        {
            Assert.Contains($"{version}", e.Message, StringComparison.Ordinal);
            Assert.Contains("version", e.Message, StringComparison.Ordinal);
        }
    }

    private string Task(string zip, string kind)
    {
        if (!Directory.Exists(Path.Combine(folder, "tasks"))) ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Kept", zip), folder);
        return Directory.GetDirectories(Path.Combine(folder, "tasks"), $"{kind}-*").First();
    }
}
