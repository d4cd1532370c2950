using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>A named part of the real images.</summary>
public enum RealPart
{
    /// <summary>The training images of one size and replicate.</summary>
    Training,

    /// <summary>Training images of the feature extractor.</summary>
    Extractor,

    /// <summary>Real side of every distance.</summary>
    Reference,

    /// <summary>Real images measured as if they were synthetic.</summary>
    HeldOut,

    /// <summary>The test set.</summary>
    Test,
}

/// <summary>
/// Real images of a study and their parts. Extractor, reference and held-out images are drawn first; each replicate's
/// reduced set comes from what is left, without the sets of earlier replicates while enough is left. So a study with
/// more replicates keeps those it had.
/// </summary>
public sealed class StudyData
{
    private readonly StudyPlan plan;
    private readonly SeedTree seeds;
    private readonly int[][] reserved;
    private readonly Dictionary<(string Size, int Replicate), LabelledImages> drawn = [];

    /// <summary>Splits the data.</summary>
    /// <param name="plan">Must have no faults.</param>
    /// <param name="train">The whole training set.</param>
    /// <param name="test">The whole test set.</param>
    /// <exception cref="UserInputException">The training set is too small for the plan.</exception>
    public StudyData(StudyPlan plan, LabelledImages train, LabelledImages test)
    {
        this.plan = plan;
        Train = train;
        Test = plan.TestImages is { } n && n < test.Count ? test.Select([.. Enumerable.Range(0, n)], test.Name) : test;
        seeds = SeedTree.FromSeed(plan.Seed).Child("split");
        int[] sizes = [plan.Frechet.ExtractorImages, plan.Frechet.ReferenceImages, plan.Frechet.Counts.Max()];
        var needed = sizes.Sum() + plan.Sizes.Max(s => s.Images ?? 0);
        if (needed > train.Count)
        {
            throw new UserInputException(
                $"The plan needs {needed:N0} training images (extractor {sizes[0]:N0}, reference {sizes[1]:N0}, held out {sizes[2]:N0}, training part {needed - sizes.Sum():N0}); '{train.Name}' has {train.Count:N0}. Lower these numbers or add images.");
        }
        reserved = StratifiedPartition.Draw(train.Labels, sizes, seeds.Child("reserved").Random());
    }

    /// <summary>The whole training set.</summary>
    public LabelledImages Train { get; }

    /// <summary>The test set: used for the last evaluation of each classifier, never for a choice.</summary>
    public LabelledImages Test { get; }

    /// <summary>Loads the plan's data set.</summary>
    public static StudyData Load(StudyPlan plan, string? dataFolder = null, Action<string>? report = null) => new(
        plan,
        DataSetReference.Parse($"{plan.Data}:train").Load(folder: dataFolder, report: report),
        DataSetReference.Parse($"{plan.Data}:test").Load(folder: dataFolder, report: report));

    /// <summary>Images of a part.</summary>
    public LabelledImages Part(RealPart part, SizePlan? size = null, int replicate = 0) => part switch
    {
        RealPart.Training => Training(size ?? throw new ArgumentNullException(nameof(size)), replicate),
        RealPart.Extractor => Train.Select(reserved[0], "extractor"),
        RealPart.Reference => Train.Select(reserved[1], "reference"),
        RealPart.HeldOut => Train.Select(reserved[2], "held-out"),
        RealPart.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    private LabelledImages Training(SizePlan size, int replicate)
    {
        if (size.Images is not { } count) return Train;
        if (drawn.TryGetValue((size.Name, replicate), out var known)) return known;
        var taken = reserved.SelectMany(r => r).ToHashSet();
        int[] rows = [];
        for (var r = 0; r <= replicate; r++)
        {
            var pool = Enumerable.Range(0, Train.Count).Where(i => !taken.Contains(i)).ToArray();
            if (pool.Length < count) // used up: start over, replicates now overlap
            {
                taken = reserved.SelectMany(x => x).ToHashSet();
                pool = [.. Enumerable.Range(0, Train.Count).Where(i => !taken.Contains(i))];
            }
            var labels = Array.ConvertAll(pool, i => Train.Labels[i]);
            rows = Array.ConvertAll(StratifiedSubset.Draw(labels, count, seeds.Child($"size {size.Name}", r).Random()), i => pool[i]);
            taken.UnionWith(rows);
        }
        return drawn[(size.Name, replicate)] = Train.Select(rows, $"{Train.Name} ({size.Name}, replicate {replicate})");
    }
}
