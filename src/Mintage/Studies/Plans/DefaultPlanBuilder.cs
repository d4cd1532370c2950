using System.Numerics;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Statistics;

namespace Mintage.Studies.Plans;

/// <summary>The numbers of a default plan.</summary>
/// <param name="data">The data set's name in the plan.</param>
/// <param name="usable">Images that may be trained on; all images where there is no test set.</param>
/// <param name="test">Test images, or null.</param>
/// <param name="options">What is asked for.</param>
/// <param name="readyMade">Synthetic images that exist; null where the study makes its own.</param>
internal sealed class DefaultPlanBuilder(
    string data, LabelledImages usable, LabelledImages? test, DefaultPlanOptions options, int? readyMade = null)
{
    // A larger test part narrows the intervals by the root of its size; a smaller training part costs accuracy by a
    // power law of about -0.35. At 30 % the intervals are 1.8 times those of testing on all images and errors grow by
    // 13 %. From 2,000 images on, replicates and not test images limit what a study can find.
    private const double UsualTestShare = 0.3, MostTestImages = 2_000;
    private const int WholeSetUpTo = 5_000, ReducedImages = 3_000;

    // As the article: 10,000 synthetic images for 3,000 real ones, which in 10 epochs of batches of 128 are 1,000
    // steps.
    private const double SyntheticPerReal = 10_000.0 / 3_000;
    private const int MostSynthetic = 10_000, FewestSynthetic = 100, Steps = 1_000, FewestEpochs = 10, MostEpochs = 100;
    private const int ResidualSteps = 3_000;
    private const int ExtractorSteps = 390, FewestExtractorEpochs = 5;

    /// <summary>
    /// From here on the largest class has so many times the images of the smallest that accuracy would hide the latter.
    /// </summary>
    public const double UnequalFrom = 3;

    /// <summary>A fifth of the time of 224 pixels (docs/decisions/0018-backbone.md).</summary>
    private const int QuickBackboneSide = 96;

    private const int FewestSpare = 10_000, MostReserved = 25_000;
    private const double ReservedShareOfSpare = 0.6;

    /// <summary>Images of each replicate that are not for testing.</summary>
    private int Available { get; } = test is null
        ? usable.Count - Math.Max(1, (int)Math.Round(TestShareOf(usable.Count) * usable.Count))
        : usable.Count;

    private static double TestShareOf(int images) =>
        Math.Min(UsualTestShare, Math.Floor(100 * MostTestImages / images) / 100 is > 0 and var share ? share : 0.01);

    /// <summary>The plan.</summary>
    public StudyPlan Build()
    {
        var numbers = Sizes();
        var sizes = numbers.SelectMany(Sizes).ToList();
        var synthetic = sizes.MaxBy(s => s.Images ?? int.MaxValue)!.SyntheticImages!.Value;
        sizes = [.. sizes.Select(s => s.SyntheticImages == synthetic ? s with { SyntheticImages = null } : s)];
        var smallest = numbers.Min(n => n ?? Available);
        var counts = usable.ClassCounts();
        var unequal = counts.Max() >= UnequalFrom * counts.Min();
        var isMnist = DataCatalogue.Find(DataSetReference.Parse(data).Source)?.Name == "mnist";
        var plan = new StudyPlan
        {
            Name = Name(),
            Data = data,
            TestData = options.TestData,
            Import = options.Import,
            TestShare = test is null ? TestShareOf(usable.Count) : null,
            Replicates = options.Replicates,
            SyntheticImages = synthetic,
            Sizes = sizes,
            Gans = [options.Synthetic is { } images
                ? new GanPlan { Name = PlanShortForms.NameOfImages(images), Images = images }
                : Gan("best", smallest)],
            // The article's own images; on others its protocol only takes time.
            Article = isMnist ? new ArticlePlan { Folds = smallest >= 10 * usable.ClassCount ? 5 : 0 } : null,
            Fair = new FairPlan
            {
                Balance = unequal,
                Measure = unequal ? ClassMeasure.BalancedAccuracy : ClassMeasure.Accuracy,
                RealTuned = IsQuick
                    ? new TunedPlan { Classifier = Classifier(ClassifierPresets.Wide, smallest) }
                    : null,
            },
        };
        return plan with { Frechet = Frechet(plan) };
    }

    private string Name()
    {
        var source = DataSetReference.Parse(data).Source.TrimEnd('/', '\\');
        return Path.GetFileNameWithoutExtension(source.Replace('\\', '/')) is { Length: > 0 } name ? name : "study";
    }

    private IReadOnlyList<int?> Sizes()
    {
        if (options.Sizes.Count > 0) return options.Sizes;
        // Twice as many as give the rarest class its one image, since test part and reserved images are rounded too.
        var wanted = Math.Max(ReducedImages, 2 * (int)Math.Ceiling((double)usable.Count / usable.ClassCounts().Min()));
        return Available <= WholeSetUpTo || wanted > Available ? [null] : [wanted];
    }

    /// <summary>No stronger classifier was asked for.</summary>
    private bool IsQuick => options.Classifiers is [] or [ClassifierPresets.Small];

    /// <summary>The sizes of a number of images: one for each classifier.</summary>
    private IEnumerable<SizePlan> Sizes(int? images)
    {
        var quick = Size(images);
        if (options.Classifiers.Count == 0) return [quick];
        var alone = options.Classifiers.Count == 1;
        return options.Classifiers.Select(name => (name == ClassifierPresets.Small ? quick : Stronger(quick, name)) with
        {
            Name = alone ? quick.Name : images is null ? name : $"{quick.Name}-{name}",
            Draw = alone ? null : quick.Name,
        });
    }

    /// <summary>The size with another classifier, trained as long as it takes to be worth its name
    /// (docs/photographs.md).</summary>
    private static SizePlan Stronger(SizePlan quick, string name)
    {
        var classifier = ClassifierPresets.Named(name)!;
        return quick with
        {
            Classifier = classifier with { BatchSize = Math.Min(classifier.BatchSize, quick.Classifier.BatchSize) },
            Steps = name == ClassifierPresets.Residual ? ResidualSteps : Steps,
        };
    }

    private SizePlan Size(int? images)
    {
        var real = images ?? Available;
        var synthetic = Math.Min(
            Math.Clamp(Round(SyntheticPerReal * real), FewestSynthetic, MostSynthetic), readyMade ?? int.MaxValue);
        var batch = ClassifierBatch(real);
        return new SizePlan
        {
            Name = images?.ToString() ?? "all",
            Images = images,
            Classifier = Classifier(ClassifierPresets.Find(ClassifierPresets.For(real))!, real),
            Epochs =
                Math.Clamp((int)Math.Ceiling((double)Steps * batch / (real + synthetic)), FewestEpochs, MostEpochs),
            SyntheticImages = synthetic,
        };
    }

    private static GanPlan Gan(string preset, int smallest)
    {
        var usual = GanPresets.Get(preset);
        return new GanPlan { Name = preset, Options = usual with { BatchSize = Batch(usual.BatchSize, smallest / 4) } };
    }

    /// <summary>Images of their own for the measurements where the data set can spare them.</summary>
    private FrechetPlan Frechet(StudyPlan plan)
    {
        var synthetic = plan.Sizes.Min(plan.SyntheticAt);
        var largest = plan.Sizes.Max(s => s.Images);
        var spare = largest is { } n ? Available - ((long)n * (test is null ? 1 : plan.Replicates)) : 0;
        // Two fifths each for extractor and reference, one for held-out images.
        var fifth = spare < FewestSpare ? 0 : (int)Math.Min(MostReserved, ReservedShareOfSpare * spare) / 500 * 100;
        var extractor = fifth > 0 ? 2 * fifth : test is null ? usable.Count : Available;
        var frechet = new FrechetPlan
        {
            BackboneSide = usable.Channels == 3 && ClassifierOptions.AreLarge(usable.Height, usable.Width)
                ? QuickBackboneSide
                : null,
            Shared = fifth == 0,
            Extractor = Classifier(ClassifierPresets.Wide, extractor),
            Counts =
                PlanShortForms.Counts(Math.Min(synthetic, fifth > 0 ? fifth : test?.Count ?? usable.Count - Available)),
        };
        frechet =
            frechet with
            {
                ExtractorEpochs = Math.Clamp(
                ExtractorSteps * frechet.Extractor.BatchSize / extractor, FewestExtractorEpochs, MostEpochs)
            };
        return fifth == 0 ? frechet : frechet with { ExtractorImages = 2 * fifth, ReferenceImages = 2 * fifth };
    }

    /// <summary>The CNN of this width; large images get the residual network.</summary>
    private ClassifierOptions Classifier(ClassifierWidth width, int images)
    {
        var network = ClassifierOptions.AreLarge(usable.Height, usable.Width)
            ? ClassifierOptions.ResidualNetwork
            : ClassifierPresets.Options(width);
        return network with { BatchSize = ClassifierBatch(images) };
    }

    private static int ClassifierBatch(int images) => Batch(new ClassifierOptions().BatchSize, images / 8);

    /// <summary>The usual batch, or the largest power of two that a part of the images makes.</summary>
    private static int Batch(int usual, int most) =>
        Math.Min(usual, (int)Math.Max(2, BitOperations.RoundUpToPowerOf2((uint)Math.Max(0, most) + 1) / 2));

    /// <summary>To two figures.</summary>
    private static int Round(double number)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, number))) - 1));
        return (int)(Math.Round(number / unit) * unit);
    }
}
