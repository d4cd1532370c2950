using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Synthesis;

/// <summary>Labelled synthetic images with their provenance. Immutable; safe to use from several threads.</summary>
/// <param name="Images">The images, marked as synthetic.</param>
/// <param name="Provenance">The origin of the images.</param>
public sealed record SyntheticSet(LabelledImages Images, Provenance Provenance)
{
    /// <summary>Draws a set from trained GANs. Each GAN draws the same share of every class.</summary>
    /// <param name="gans">One GAN, or several that were trained on the same images with different seeds; not
    /// disposed.</param>
    /// <param name="labels">Wanted class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="filter">Rejects images that do not look like their class; null for no filter; not disposed.</param>
    /// <exception cref="UserInputException">The GANs were not trained on the same images, one is listed twice, or the
    /// filter accepts too few images.</exception>
    public static SyntheticSet Draw(
        IReadOnlyList<TrainedGan> gans, int[] labels, long seed, SampleFilter? filter = null)
    {
        var draws = new FilteredDraws(gans, filter);
        return Of(draws.Of(labels, SeedTree.FromSeed(seed)), draws, seed, copies: null);
    }

    /// <summary>Draws a set without copies or near copies of the GANs' training images.</summary>
    /// <param name="gans">One GAN, or several that were trained on the same images with different seeds; not
    /// disposed.</param>
    /// <param name="labels">Wanted class of every image, in order.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="training">Contains all images that the GANs saw; may contain others.</param>
    /// <param name="filter">Rejects images that do not look like their class; null for no filter; not disposed.</param>
    /// <exception cref="UserInputException">Images that the GANs saw are missing, the GANs have memorised them, or as
    /// for <see cref="Draw"/>.</exception>
    public static SyntheticSet DrawWithoutCopies(
        IReadOnlyList<TrainedGan> gans, int[] labels, long seed, LabelledImages training, SampleFilter? filter = null)
    {
        var (draws, seeds) = (new FilteredDraws(gans, filter), SeedTree.FromSeed(seed));
        var guard = new CopyGuard(CopyGuard.TrainingImages(draws.Gans.Lineage, training));
        var (images, copies) =
            guard.WithoutCopies(
                draws.Of(labels, seeds), (wanted, round) => draws.Of(wanted, seeds.Child("instead of copies", round)));
        return Of(images, draws, seed, copies);
    }

    private static SyntheticSet Of(LabelledImages images, FilteredDraws draws, long seed, CopyFacts? copies) =>
        new(images.Marked(isSynthetic: true), new Provenance
        {
            FormatVersion = Provenance.CurrentVersion,
            Gans = draws.Gans.Origins,
            Device = draws.Gans.Device,
            Seed = seed,
            ClassCounts = images.ClassCounts(),
            ClassNames = images.ClassNames,
            Fingerprint = images.Fingerprint,
            Filter = draws.Facts,
            Copies = copies,
            Lineage = [.. draws.Lineage],
        });

    /// <summary>Images that a study did not draw itself.</summary>
    /// <param name="images">The images.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="seed">What they were drawn or taken with.</param>
    /// <param name="known">What is known of the images that they are, or are a part of; null for nothing.</param>
    /// <param name="lineage">Real images that are known to be behind them, where nothing else is.</param>
    internal static SyntheticSet From(LabelledImages images, ForeignOrigin origin, long seed, Provenance? known,
        IReadOnlyList<string>? lineage = null) =>
        new(images.Marked(isSynthetic: true), new Provenance
        {
            FormatVersion = Provenance.CurrentVersion,
            Gans = known?.Gans ?? [],
            Foreign = origin,
            Device = known?.Device ?? ComputeDevice.Cpu.Name,
            Seed = known?.Seed ?? seed,
            ClassCounts = images.ClassCounts(),
            ClassNames = images.ClassNames,
            Fingerprint = images.Fingerprint,
            Filter = known?.Filter,
            Copies = known?.Copies,
            Lineage = known?.Lineage ?? lineage ?? [],
        });

    /// <summary>Makes labels in the class proportions of the GAN's training part, in random order, so that any first n
    /// are a fair sample.</summary>
    public static int[] ProportionalLabels(IReadOnlyList<int> classCounts, int count, SeededRandom random) =>
        Labels(StratifiedSubset.Shares(classCounts, count, random), random);

    /// <summary>Makes the given number of labels per class, in random order.</summary>
    public static int[] Labels(IReadOnlyList<int> classCounts, SeededRandom random)
    {
        var labels = classCounts.SelectMany((n, label) => Enumerable.Repeat(label, n)).ToArray();
        random.Shuffle(labels.AsSpan());
        return labels;
    }

    /// <summary>Writes the set to a file or folder. The extension of the path decides the format; see the other
    /// overload.</summary>
    /// <param name="path">A path that <see cref="DataSetTarget.Parse"/> accepts, such as "rare.npz", "rare.parquet" or
    /// a folder.</param>
    /// <exception cref="UserInputException">The path stands for no known format.</exception>
    public void Save(string path) => Save(DataSetTarget.Parse(path));

    /// <summary>Writes the images, their provenance and a sheet NAME.png beside them with one row per class. Each file
    /// appears whole or not at all.</summary>
    public void Save(DataSetTarget target, int sheetColumns = 10)
    {
        target.Write(Images, Provenance.ToText());
        WholeFile.WriteBytes(SheetBeside(target), ImageSheet.ByClass(Images, sheetColumns));
    }

    /// <summary>Path of the sheet. It never lies inside a folder of pictures, because it is not one of the
    /// images.</summary>
    private static string SheetBeside(DataSetTarget target) => target.Format == DataSetFileFormat.Folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Path)) + ".png"
        : Path.ChangeExtension(target.Path, ".png");

    /// <summary>Reads a set and checks that its images and provenance belong together.</summary>
    /// <exception cref="UserInputException">A file is missing, or the images do not match the provenance.</exception>
    public static SyntheticSet Load(string npzPath)
    {
        var provenance = SealedJson.Read<Provenance>(ProvenanceFile.Of(npzPath));
        var images = NpzFile.Read(npzPath);
        if (images.Fingerprint != provenance.Fingerprint
            || (provenance.ClassNames is { } names && !names.SequenceEqual(images.ClassNames)))
            throw new UserInputException(
                $"'{npzPath}' does not match its provenance file: the fingerprints or the class names differ. One of "
                + "the two files was changed or replaced.");
        return new SyntheticSet(images, provenance);
    }
}

/// <summary>Draws from a mixture, through an optional filter, and counts the filter's work.</summary>
/// <param name="gans">Not disposed.</param>
/// <param name="filter">Null for none; not disposed.</param>
internal sealed class FilteredDraws(IReadOnlyList<TrainedGan> gans, SampleFilter? filter)
{
    private int drawn, kept;

    public GanMixture Gans { get; } = gans as GanMixture ?? new GanMixture(gans);

    /// <summary>The filter's work so far; null without a filter.</summary>
    public FilterFacts? Facts => filter?.Facts(drawn, kept);

    /// <summary>Fingerprints of all real images that the GANs and the filter saw.</summary>
    public IEnumerable<string> Lineage => filter is null ? Gans.Lineage : Gans.Lineage.Union(filter.Lineage);

    /// <summary>Draws one image per label, in the labels' order.</summary>
    /// <exception cref="UserInputException">
    /// The GANs saw no image of a class, or the filter accepts too few.
    /// </exception>
    public LabelledImages Of(int[] labels, SeedTree seed)
    {
        var unseen = Array.FindIndex(labels, label => Gans.ClassCounts[label] == 0);
        if (unseen >= 0)
        {
            throw new UserInputException($"A GAN can draw only classes that it was trained on, but it saw no image of "
                + $"class '{gans[0].Facts.ClassNames[labels[unseen]]}'. Leave that class out, or train the GAN with "
                + "images of it.");
        }
        if (filter is null) return Gans.Sample(labels, seed);
        var (images, draws) = filter.Sample(Gans, labels, seed);
        drawn += draws;
        kept += labels.Length;
        return images;
    }
}
