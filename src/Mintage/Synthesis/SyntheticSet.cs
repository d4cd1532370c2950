using System.Text.Json;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Synthesis;

/// <summary>Labelled synthetic images with their provenance.</summary>
/// <param name="Images">The images, marked as synthetic.</param>
/// <param name="Provenance">Where they come from.</param>
public sealed record SyntheticSet(LabelledImages Images, Provenance Provenance)
{
    /// <summary>Draws a set from trained GANs, from each the same share of every class.</summary>
    /// <param name="gans">One, or several that learned from the same images with other seeds; not disposed.</param>
    /// <param name="labels">Asked-for class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="filter">Rejects images that do not look like their class; null for none; not disposed.</param>
    /// <exception cref="UserInputException">The GANs did not learn from the same images, or one comes twice, or the filter accepts too few images.</exception>
    public static SyntheticSet Draw(IReadOnlyList<TrainedGan> gans, int[] labels, long seed, SampleFilter? filter = null)
    {
        var draws = new FilteredDraws(gans, filter);
        return Of(draws.Of(labels, SeedTree.FromSeed(seed)), draws, seed, copies: null);
    }

    /// <summary>Draws a set in which no image is a copy or near copy of one that the GANs learned from.</summary>
    /// <param name="gans">One, or several that learned from the same images with other seeds; not disposed.</param>
    /// <param name="labels">Asked-for class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="training">Has all images that the GANs saw, and perhaps others.</param>
    /// <param name="filter">Rejects images that do not look like their class; null for none; not disposed.</param>
    /// <exception cref="UserInputException">Images that the GANs saw are missing, or they have memorised them; or as for <see cref="Draw"/>.</exception>
    public static SyntheticSet DrawWithoutCopies(IReadOnlyList<TrainedGan> gans, int[] labels, long seed, LabelledImages training, SampleFilter? filter = null)
    {
        var (draws, seeds) = (new FilteredDraws(gans, filter), SeedTree.FromSeed(seed));
        var guard = new CopyGuard(CopyGuard.TrainingImages(draws.Gans.Lineage, training));
        var (images, copies) = guard.WithoutCopies(draws.Of(labels, seeds), (wanted, round) => draws.Of(wanted, seeds.Child("instead of copies", round)));
        return Of(images, draws, seed, copies);
    }

    private static SyntheticSet Of(LabelledImages images, FilteredDraws draws, long seed, CopyFacts? copies) => new(images.Marked(isSynthetic: true), new Provenance
    {
        FormatVersion = Provenance.CurrentVersion,
        Gans = draws.Gans.Origins,
        Device = draws.Gans.Device,
        Seed = seed,
        ClassCounts = images.ClassCounts(),
        Fingerprint = images.Fingerprint,
        Filter = draws.Facts,
        Copies = copies,
        Lineage = [.. draws.Lineage],
    });

    /// <summary>Labels in the proportions of the GAN's training part, in random order, so that any first n are a fair sample.</summary>
    public static int[] ProportionalLabels(IReadOnlyList<int> classCounts, int count, SeededRandom random) =>
        Labels(StratifiedSubset.Shares(classCounts, count, random), random);

    /// <summary>So many labels of each class, in random order.</summary>
    public static int[] Labels(IReadOnlyList<int> classCounts, SeededRandom random)
    {
        var labels = classCounts.SelectMany((n, label) => Enumerable.Repeat(label, n)).ToArray();
        random.Shuffle(labels.AsSpan());
        return labels;
    }

    /// <summary>Writes the set to a file or folder, in the format that its name asks for; see the other form.</summary>
    /// <param name="path">As <see cref="DataSetTarget.Parse"/> takes it: "rare.npz", "rare.parquet", a folder.</param>
    /// <exception cref="UserInputException">The name asks for no format.</exception>
    public void Save(string path) => Save(DataSetTarget.Parse(path));

    /// <summary>Writes the images, their provenance and, beside them, NAME.png (a sheet, one row per class), each whole.</summary>
    public void Save(DataSetTarget target, int sheetColumns = 10)
    {
        target.Write(Images, JsonSerializer.Serialize(Provenance, Json.File) + "\n");
        WholeFile.WriteBytes(SheetBeside(target), ImageSheet.ByClass(Images, sheetColumns));
    }

    /// <summary>Where <see cref="Save(DataSetTarget, int)"/> puts the sheet: never in a folder of pictures, whose images it is none of.</summary>
    private static string SheetBeside(DataSetTarget target) => target.Format == DataSetFileFormat.Folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Path)) + ".png"
        : Path.ChangeExtension(target.Path, ".png");

    /// <summary>Reads a set and checks that images and provenance belong together.</summary>
    /// <exception cref="UserInputException">A file is missing or the images are not those of the provenance.</exception>
    public static SyntheticSet Load(string npzPath)
    {
        var provenance = Json.Read<Provenance>(ProvenanceFile.Of(npzPath));
        var images = NpzFile.Read(npzPath);
        if (images.Fingerprint != provenance.Fingerprint)
            throw new UserInputException($"'{npzPath}' must hold the images of its provenance file, but their fingerprint differs: one of the two was changed or replaced.");
        return new SyntheticSet(images, provenance);
    }
}
