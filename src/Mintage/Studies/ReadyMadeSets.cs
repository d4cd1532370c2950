using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>The ready-made synthetic images of a study, by GAN, in the classes of its real images.</summary>
internal sealed class ReadyMadeSets
{
    private readonly Dictionary<string, ReadyMadeSet> byGan;

    /// <summary>Takes the sets of a plan's GANs.</summary>
    /// <exception cref="UserInputException">One does not fit the real images.</exception>
    public ReadyMadeSets(StudyPlan plan, LabelledImages real, IReadOnlyDictionary<string, TracedSet>? sets) =>
        byGan = plan.Gans.Where(gan => gan.IsReadyMade).DistinctBy(gan => gan.Name).ToDictionary(
            gan => gan.Name, gan => ReadyMadeSet.Of(gan.Name, gan.Images!, sets?.GetValueOrDefault(gan.Name)
                ?? throw new ArgumentException($"The images of GAN '{gan.Name}' are missing.", nameof(sets)), real));

    /// <summary>Reads them.</summary>
    /// <exception cref="UserInputException">One cannot be read.</exception>
    public static IReadOnlyDictionary<string, TracedSet> Load(
        StudyPlan plan, LabelledImages real, DataSetLoading loading) =>
        plan.Gans.Where(gan => gan.IsReadyMade).DistinctBy(gan => gan.Name)
            .ToDictionary(gan => gan.Name, gan => ReadyMadeSet.Load(gan.Images!, real, loading));

    public ReadyMadeSet this[string gan] => byGan[gan];

    /// <summary>The same plan with no more synthetic images at any size than every ready-made set has: all arms get the
    /// same number.</summary>
    public StudyPlan Fitted(StudyPlan plan)
    {
        if (byGan.Count == 0) return plan;
        var most = byGan.Values.Min(set => set.Images.Count);
        return plan.Sizes.All(size => plan.SyntheticAt(size) <= most) ? plan : plan with
        {
            Sizes = [.. plan.Sizes.Select(
                size => plan.SyntheticAt(size) <= most ? size : size with { SyntheticImages = most })],
        };
    }

    /// <summary>Arms that need more images than their ready-made set has.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sizeName">Name of the size.</param>
    /// <param name="realImages">Its training images.</param>
    public IEnumerable<string> Faults(StudyPlan plan, string sizeName, int realImages) =>
        from fitted in new[] { Fitted(plan) }
        let size = fitted.Sizes.First(s => s.Name == sizeName)
        from arm in FairArms.All(fitted)
        let set = byGan.GetValueOrDefault(arm.Gan ?? "")
        where set is not null
        let needed = arm.SyntheticAt(fitted, size, realImages)
        where needed > set.Images.Count
        select $"arm '{arm.Name}' at size '{sizeName}' needs {needed:N0} images of '{arm.Gan}', which has "
            + $"{set.Images.Count:N0}. Ask for fewer (doses, synthetic_images), or bring more.";
}
