using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>
/// Real images of a study and their parts. Training images that are identical to a test image, or of one of its groups,
/// are left out of everything. Extractor, reference and held-out images are drawn first; each replicate's training part
/// comes from what is left, without the parts of earlier replicates while enough is left. So a study with more
/// replicates keeps those it had.
/// </summary>
public sealed class StudyData
{
    private const long MostPairsSearched = 25_000_000;

    private readonly StudyPlan plan;
    private readonly SeedTree seeds;
    private readonly LabelledImages? test;
    private readonly int[] units, usable;
    private readonly int[][] reserved;
    private readonly Dictionary<(string Size, int Replicate), int[]> drawn = [];
    private readonly Dictionary<string, HashSet<int>> taken = [];
    private readonly Dictionary<int, int[]> free = [];
    private readonly Dictionary<int, TestUnits?> testUnits = [];
    private readonly Lazy<int?> nearCopies;
    private readonly Dictionary<(string Size, int Replicate), IReadOnlyList<Fold>> folds = [];
    private readonly Dictionary<(RealPart, string?, int, int?), LabelledImages> images = [];

    /// <summary>Splits the data.</summary>
    /// <param name="plan">Must have no faults.</param>
    /// <param name="train">
    /// The whole training set; all images where the plan has a test share, which is set aside from them.
    /// </param>
    /// <param name="test">
    /// The whole test set, whose classes are matched by name; null where the plan has a test share.
    /// </param>
    /// <param name="readyMade">Synthetic images of the plan's GANs that name some, by GAN; null for none.</param>
    /// <exception cref="UserInputException">The images do not suffice for the plan; every fault is listed.</exception>
    public StudyData(StudyPlan plan, LabelledImages train, LabelledImages? test,
        IReadOnlyDictionary<string, TracedSet>? readyMade = null)
    {
        (this.plan, Train) = (plan, train);
        if (test is not null) test = ClassMatching.InClassesOf(test, train);
        seeds = SeedTree.FromSeed(plan.Seed).Child("split");
        if (test is null && !plan.RepeatedSplits) (Train, test) = SetAside(train, plan.TestShare!.Value);
        train = Train;
        ReadyMade = new ReadyMadeSets(plan, train, readyMade);
        this.test = test is not null && plan.TestImages is { } n && n < test.Count
            ? test.Select(StratifiedOrder.Of(test, seeds.Child("test images").Random())[..n], test.Name)
            : test;
        Identity = StudyImages.Of(train, this.test);
        nearCopies = new(() => this.test is null || (long)Train.Count * this.test.Count > MostPairsSearched
            ? null
            : NearDuplicates.Between(this.test, Train).Images);
        units = SplitUnits.Of(train);
        usable = this.test is null ? [.. Enumerable.Range(0, train.Count)] : UnitsOutside.Rows(train, units, this.test);
        var faults = DataFaults.Of(plan, train, this.test, usable).ToList();
        if (faults.Count > 0) throw UserInputException.FromFaults($"plan '{plan.Name}' on {train.Name}", faults);
        reserved =
            [.. StratifiedPartition.Draw(Labels(usable), ReservedCounts(plan), seeds.Child("reserved")
            .Random(), Units(usable)).Select(part => Array.ConvertAll(part, i => usable[i]))];
        faults = [.. DataFaults.OfDraws(plan, this)];
        if (faults.Count > 0) throw UserInputException.FromFaults($"plan '{plan.Name}' on {train.Name}", faults);
    }

    /// <summary>The whole training set as it was loaded, without the test part that was set aside.</summary>
    public LabelledImages Train { get; }

    /// <summary>
    /// Training images left out because an identical image, or one of the same group, is in the test set.
    /// </summary>
    public int LeftOut => Train.Count - usable.Length;

    /// <summary>Which images these are.</summary>
    internal StudyImages Identity { get; }

    /// <summary>The ready-made synthetic images.</summary>
    internal ReadyMadeSets ReadyMade { get; }

    /// <summary>The units that the images of the test set, or of a replicate's test part, come in; null where each is
    /// independent.</summary>
    internal TestUnits? TestUnits(int replicate)
    {
        var place = HasTestSet ? 0 : replicate;
        if (!testUnits.TryGetValue(place, out var known))
            testUnits[place] = known = Statistics.TestUnits.Of(SplitUnits.Of(Images(Test(place))));
        return known;
    }

    /// <summary>Groups of the common test set, such as patients; null where its images have none, or each a group of
    /// its own, or where there is no common test set.</summary>
    internal int? TestGroups => test?.Groups is null ? null : TestUnits(0)?.Count;

    /// <summary>Images of the common test set that are nearly copies of training images
    /// (<see cref="NearDuplicates"/>); null where each replicate has a test part of its own, or where the sets are too
    /// large for a quick search.</summary>
    internal int? TestImagesWithNearCopies => nearCopies.Value;

    /// <summary>How much the images of the common test set weigh in a measure.</summary>
    internal TestInfluence TestInfluence(ClassMeasure measure) =>
        Statistics.TestInfluence.In(measure, test!.Labels, test.ClassCount, TestUnits(0));

    /// <summary>Whether one test set serves all replicates; otherwise each has its own test part.</summary>
    public bool HasTestSet => test is not null;

    /// <summary>Whether no image trains two replicates of a size.</summary>
    public bool ReplicatesAreDisjoint(SizePlan size) =>
        HasTestSet && size.Images is { } n
            && (plan.Replicates == 1 || (long)n * plan.Replicates <= usable.Length - reserved.Sum(r => r.Length));

    /// <summary>What varies from replicate to replicate: "draws", "seeds" or "splits".</summary>
    public string Estimand(SizePlan size) => !HasTestSet ? "splits" : size.Images is null ? "seeds" : "draws";

    /// <summary>Loads the plan's data set.</summary>
    /// <param name="plan">Must have no faults.</param>
    /// <param name="loading">How it is read, but for the import, which the plan says; null for the defaults.</param>
    /// <exception cref="UserInputException">The data set cannot be read, or does not suffice for the plan.</exception>
    /// <exception cref="OperationCanceledException">The reading of pictures was cancelled.</exception>
    public static StudyData Load(StudyPlan plan, DataSetLoading? loading = null)
    {
        loading = (loading ?? new DataSetLoading()) with { Import = plan.Import };
        LabelledImages Read(string name) => DataSetReference.Parse(name).Load(loading);
        var train = Read(plan.TestShare is null && plan.TestData is null ? $"{plan.Data}:train" : plan.Data);
        var test = plan.TestShare is null ? Read(plan.TestData ?? $"{plan.Data}:test") : null;
        return new StudyData(plan, train, test, ReadyMadeSets.Load(plan, train, loading));
    }

    /// <summary>
    /// Images kept for extractor, reference and held-out measurements; none where the plan shares them or measures
    /// nothing.
    /// </summary>
    internal static int[] ReservedCounts(StudyPlan plan) =>
        plan.Frechet is { Shared: false } f ? [f.ExtractorImages, f.ReferenceImages, f.Counts.Max()] : [];

    /// <summary>Every image there is, those for testing too: for a classifier that nothing measures any more.</summary>
    public LabelledImages Everything() =>
        test is null ? Train : LabelledImages.Concat("all images", [Images(Common(RealPart.Whole)), test]);

    /// <summary>Training part of a replicate, or of one of its nested folds.</summary>
    public ImagePart Training(SizePlan size, int replicate, int? fold = null) =>
        Address(RealPart.Training, size, replicate, fold);

    /// <summary>Validation part of a nested fold.</summary>
    public ImagePart Validation(SizePlan size, int replicate, int fold) =>
        Address(RealPart.Validation, size, replicate, fold);

    /// <summary>Test set, or a replicate's test part.</summary>
    public ImagePart Test(int replicate) => Address(RealPart.Test, null, HasTestSet ? 0 : replicate, null);

    /// <summary>A part that belongs to no size or replicate.</summary>
    public ImagePart Common(RealPart part) => Address(part, null, 0, null);

    /// <summary>
    /// As many further real images as wanted, or as there are; null where fewer than the training part has are left.
    /// </summary>
    public ImagePart? Extra(SizePlan size, int replicate, int wanted)
    {
        var own = TrainingRows(size, replicate).Select(i => units[i]).ToHashSet();
        int[] others = [.. Free(replicate).Where(i => !own.Contains(units[i]))];
        if (others.Length < TrainingRows(size, replicate).Length) return null;
        var key = (RealPart.Extra, size.DrawName, replicate, (int?)null);
        if (!images.ContainsKey(key))
        {
            var rows =
                StratifiedSubset.Draw(Labels(others), Math.Min(wanted, others.Length),
                seeds.Child($"extra {size.DrawName}", replicate).Random(), Units(others));
            images[key] =
                Train.Select(Array.ConvertAll(rows, i => others[i]),
                $"{Train.Name} (extra to {size.DrawName}, replicate {replicate + 1})");
        }
        return Address(RealPart.Extra, size, replicate, null);
    }

    /// <summary>The images of a part; the same object every time.</summary>
    public LabelledImages Images(ImagePart part) => Images(part.Part, part.Size, part.Replicate, part.Fold);

    private ImagePart Address(RealPart part, SizePlan? size, int replicate, int? fold)
    {
        var there = Images(part, size?.DrawName, replicate, fold);
        return new ImagePart(part, size?.DrawName, replicate, fold, there.Count,
            there.Fingerprint)
        { Groups = ImagePart.HashOf(there.Groups) };
    }

    private LabelledImages Images(RealPart part, string? sizeName, int replicate, int? fold)
    {
        var key = (part, sizeName, replicate, fold);
        if (images.TryGetValue(key, out var known)) return known;
        return images[key] = part switch
        {
            RealPart.Test when test is not null => test,
            RealPart.Test => Select(SplitTestRows(replicate), $"test part, replicate {replicate + 1}"),
            RealPart.Whole => Select(usable, "all"),
            RealPart.Training when fold is null =>
                Select(TrainingRows(Size(sizeName), replicate), $"{sizeName}, replicate {replicate + 1}"),
            RealPart.Training or RealPart.Validation => FoldImages(part, Size(sizeName), replicate, fold!.Value),
            RealPart.HeldOut when reserved.Length == 0 => Images(RealPart.Test, null, 0, null),
            RealPart.Extractor or RealPart.Reference when reserved.Length == 0 => Images(RealPart.Whole, null, 0, null),
            RealPart.Extractor => Select(reserved[0], "extractor"),
            RealPart.Reference => Select(reserved[1], "reference"),
            RealPart.HeldOut => Select(reserved[2], "held-out"),
            // extra images are drawn when asked for by number
            _ => throw new InvalidOperationException($"{part} has no images of its own"),
        };
    }

    private SizePlan Size(string? name) => plan.Sizes.First(s => s.DrawName == name);

    private LabelledImages Select(int[] rows, string what) =>
        rows.Length == Train.Count ? Train : Train.Select(rows, $"{Train.Name} ({what})");

    private int[] Labels(int[] rows) => Array.ConvertAll(rows, i => Train.Labels[i]);

    private int[] Units(int[] rows) => Array.ConvertAll(rows, i => units[i]);

    private LabelledImages FoldImages(RealPart part, SizePlan size, int replicate, int fold)
    {
        var whole = Images(RealPart.Training, size.DrawName, replicate, null);
        if (!folds.TryGetValue((size.DrawName, replicate), out var splits))
        {
            folds[(size.DrawName, replicate)] = splits =
                StratifiedKFold.Split(
                    whole.Labels, plan.Fair!.NestedFolds, seeds.Child($"folds {size.DrawName}", replicate).Random(),
                    SplitUnits.Of(whole), whole.ClassNames);
        }
        var split = splits[fold];
        return whole.Select(part == RealPart.Training ? split.Training : split.Validation,
            $"{whole.Name}, fold {fold + 1} {(part == RealPart.Training ? "training" : "validation")}");
    }

    /// <summary>Sets the test part aside, once for all replicates.</summary>
    private (LabelledImages Train, LabelledImages Test) SetAside(LabelledImages all, double share)
    {
        var (test, rest) = HeldOutPart.ForTest(all, share, plan.Seed);
        return (all.Select(rest, $"{all.Name} (training part)"), all.Select(test, $"{all.Name} (test part)"));
    }

    /// <summary>Rows a replicate may train on: not reserved, not in its test part.</summary>
    private int[] Free(int replicate)
    {
        var place = HasTestSet ? 0 : replicate;
        if (free.TryGetValue(place, out var known)) return known;
        var others = reserved.SelectMany(r => r).ToHashSet();
        if (!HasTestSet) others.UnionWith(SplitTestRows(replicate));
        return free[place] = [.. usable.Where(i => !others.Contains(i))];
    }

    private int[] SplitTestRows(int replicate)
    {
        var taken = reserved.SelectMany(r => r).ToHashSet();
        int[] candidates = [.. usable.Where(i => !taken.Contains(i))];
        var count = Math.Max(1, (int)Math.Round(plan.TestShare!.Value * candidates.Length));
        return Array.ConvertAll(
            StratifiedSubset.Draw(Labels(candidates), count, seeds.Child("test", replicate)
            .Random(), Units(candidates)), i => candidates[i]);
    }

    private int[] TrainingRows(SizePlan size, int replicate)
    {
        if (drawn.TryGetValue((size.DrawName, replicate), out var known)) return known;
        if (size.Images is not { } count)
            return drawn[(size.DrawName, replicate)] = HasTestSet ? usable : Free(replicate);
        if (!HasTestSet)
            return drawn[(size.DrawName, replicate)] = Draw(Free(replicate), size, count, replicate);
        // A draw leaves out those before it: they come first, each once.
        if (!taken.TryGetValue(size.DrawName, out var used)) taken[size.DrawName] = used = [];
        for (var r = 0; r <= replicate; r++)
        {
            if (drawn.ContainsKey((size.DrawName, r))) continue;
            int[] pool = [.. Free(r).Where(i => !used.Contains(i))];
            if (pool.Length < count) // used up: start over, replicates now overlap
            {
                used.Clear();
                pool = Free(r);
            }
            used.UnionWith(drawn[(size.DrawName, r)] = Draw(pool, size, count, r));
        }
        return drawn[(size.DrawName, replicate)];
    }

    private int[] Draw(int[] pool, SizePlan size, int count, int replicate) =>
        Array.ConvertAll(
            StratifiedSubset.Draw(Labels(pool), count, seeds.Child($"size {size.DrawName}", replicate)
            .Random(), Units(pool)), i => pool[i]);
}
