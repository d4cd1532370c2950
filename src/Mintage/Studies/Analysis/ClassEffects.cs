using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>
/// Which classes gain or lose in the comparisons of a family. Intervals hold for all classes of a comparison at once; q
/// values control the false discovery rate over the classes of all comparisons.
/// </summary>
internal sealed class ClassEffects(StudyGraph study, JudgeOptions options)
{
    /// <summary>The effects of each comparison, by class in label order; none where its steps differ.</summary>
    public IReadOnlyList<IReadOnlyList<ClassEffectRecord>> Of(IReadOnlyList<Comparison> comparisons)
    {
        var judged = comparisons.Select(c => c.Steps is null ? [] : Judged(c)).ToList();
        var found = judged.SelectMany(j => j).Select(j => j?.PValue).ToList();
        var adjusted = new Queue<double>(FalseDiscovery.Adjust([.. found.OfType<double>()]));
        var values = new Queue<double?>(found.Select(p => p is null ? (double?)null : adjusted.Dequeue()));
        var images = study.Data.Images(study.Data.Test(0)).ClassCounts();
        return [.. judged.Select(classes => (IReadOnlyList<ClassEffectRecord>)[.. classes.Select((j, c) =>
            new ClassEffectRecord
            {
                Class = study.Data.Train.ClassNames[c],
                Images = images[c],
                EstimatePoints = 100 * j?.Effect.Estimate,
                SimultaneousPoints = Points.OfDifference(j?.Simultaneous),
                QValue = values.Dequeue(),
            })])];
    }

    private List<JudgedEffect?> Judged(Comparison comparison)
    {
        var effects = study.Data.Train.ClassNames.Select((_, c) => comparison.ClassEffect(c)).ToList();
        var judged = EffectFamily.Judge(
            [.. effects.Select(e => e ?? Effect.WithoutSpread(0, 0, EffectMethod.TwoPart))], options);
        return [.. judged.Zip(effects, (j, e) => e is null ? null : j)];
    }
}
