using System.Globalization;
using Mintage.Results;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>GANs whose training broke off.</summary>
internal static class DivergedGans
{
    /// <summary>What it means for the verdicts of a size, a sentence for each GAN.</summary>
    public static IEnumerable<string> Of(SizePlan size, IReadOnlyList<GanRecord> gans) =>
        from gan in gans
        where gan.Size == size.Name
        group gan.Figures by gan.Name into trainings
        let diverged = trainings.Where(f => f.Divergence is not null).ToList()
        where diverged.Count > 0
        let earliest = diverged.Min(f => f.GeneratorUpdates).ToString("N0", CultureInfo.InvariantCulture)
        select $"'{trainings.Key}' diverged in {diverged.Count} of {trainings.Count()} trainings (at the earliest "
            + $"after {earliest} updates). Its images are then from its last finite weights, and the verdicts on it "
            + "are about such images.";
}
