using System.Text.Json;
using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// The sets of images that pass a frozen backbone for a fit. Their features are kept, so each set passes it once for
/// all fits of a study.
/// </summary>
internal static class FitFeatures
{
    /// <summary>Nothing for a classifier that learns from pixels.</summary>
    public static IReadOnlyList<SharedWork> Of(FitTask fit)
    {
        if (!fit.Options.LearnsFromFeatures) return [];
        var pretrained = fit.Options.Pretrained!;
        var changes = fit.Augmentation is null
            ? ""
            : JsonSerializer.Serialize(new { fit.Classical, fit.Strong, fit.Seed }, Json.Line);
        var copies = fit.Augmentation is null ? 1 : pretrained.Copies;
        var added = (fit.Mix as BatchShareMix)?.Added;
        List<SharedWork> sets = [Learned(), Set(fit.Evaluation.Fingerprint, fit.Evaluation.Count)];
        if (added is not null) sets.Add(Set(NameOf(added) + changes, CountOf(added, fit)));
        return sets;

        SharedWork Learned()
        {
            var real = fit.Training.Fingerprint + (fit.Length is StoppedOnSlice ? $" slice {fit.Seed}" : "");
            return fit.Mix switch
            {
                SyntheticOnlyMix { Added: var alone } =>
                    Set(NameOf(alone) + (changes.Length > 0 ? $"{copies} copies {changes}" : ""), alone.Count * copies),
                PooledMix pooled => Set(
                    $"{real} {pooled.Fold} {fit.Seed} {NameOf(pooled.Added)}{changes}",
                    (fit.Training.Count + (pooled.Added?.Count ?? 0)) * copies),
                OversampledMix => Set($"{real} oversampled {fit.Seed}{changes}", fit.Training.Count * copies),
                _ => Set(real + changes, fit.Training.Count * copies),
            };
        }

        SharedWork Set(string name, int images) => new(
            $"{pretrained.Side} {name}", images * FitEstimate.FeatureSeconds(pretrained.Side));

        string NameOf(AddedImages? images) => images switch
        {
            AddedSynthetic synthetic => $"{synthetic.Task} {synthetic.Count}",
            AddedReal more => more.Part.Fingerprint,
            AddedCopies made => $"{fit.Training.Fingerprint} {made.Count} copies {fit.Seed}",
            _ => "",
        };
    }

    private static int CountOf(AddedImages images, FitTask fit) => images switch
    {
        AddedSynthetic synthetic => synthetic.Count,
        AddedReal more => more.Part.Count,
        AddedCopies made => made.Count,
        _ => fit.Training.Count,
    };
}
