using Mintage.Execution;
using Mintage.Results;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies.Analysis;

/// <summary>The images from elsewhere that a study has, and what a reader must know of them.</summary>
internal static class ForeignSets
{
    /// <summary>Below this probability, test images that synthetic ones come near to are no chance.</summary>
    private const double ByChance = 0.01;

    /// <summary>Sets whose task is done, each once.</summary>
    public static IEnumerable<ForeignSetRecord> Of(StudyGraph study, TaskStore store)
    {
        foreach (var gan in study.Gans.Where(g => g.Fold is null && g.Trainings.Count == 0)
            .DistinctBy(g => (g.Size.Name, g.Synthetic)))
        {
            var node = study.Node(gan.Synthetic);
            if (!store.IsDone(node)) continue;
            var folder = store.Folder(node);
            var provenance = Provenance.Beside(Path.Combine(folder, SynthesiseTask.ImagesFile))!;
            var origin = provenance.Foreign!;
            yield return new ForeignSetRecord
            {
                Task = node.Key,
                Name = gan.Name,
                Size = gan.Size.Name,
                Replicate = gan.Replicate,
                Kind = origin.Kind,
                Source = origin.Source,
                Images = provenance.ClassCounts.Sum(),
                ClassCounts = provenance.ClassCounts,
                LineageIsKnown = provenance.LineageIsKnown,
                KnownImages = provenance.Lineage.Count,
                TestImages = origin.TestImages,
                NearTestImages = origin.NearTestImages,
                NearTrainingImages = origin.NearTrainingImages,
                SameTwice = origin.SameTwice,
                Versions = origin.Versions ?? new Dictionary<string, string>(),
                SheetFile = $"tasks/{node.FolderName}/{Path.ChangeExtension(SynthesiseTask.ImagesFile, ".png")}",
                BesideRealFile = $"tasks/{node.FolderName}/{SynthesiseTask.BesideRealFile}",
            };
        }
    }

    /// <summary>What limits the verdicts of a size on them; full sentences.</summary>
    public static IEnumerable<string> Limits(StudyGraph study, SizePlan size)
    {
        foreach (var gan in study.Gans.Where(g => g.Size.Name == size.Name && g.Trainings.Count == 0)
            .DistinctBy(g => g.Name))
        {
            var task = study.Task(gan.Synthetic);
            if (!gan.LineageIsKnown) yield return task is RunGeneratorTask ? OfProgram(gan.Name) : Unknown(gan.Name);
            if (task is not TakeImagesTask take) continue;
            yield return $"All replicates share the same {take.Count:N0} images of '{gan.Name}': what is said of them "
                + "is about these images, not about others that their maker would send.";
            if (study.Data.ReadyMade[gan.Name].Images.Count == study.Plan.SyntheticAt(size))
                yield return $"Every arm with synthetic images adds {study.Plan.SyntheticAt(size):N0} of them, since "
                    + $"'{gan.Name}' has no more.";
        }
    }

    /// <summary>What they lack and what they repeat; full sentences.</summary>
    public static IEnumerable<string> Notes(
        StudyGraph study, IReadOnlyList<ForeignSetRecord> sets)
    {
        var names = study.Data.Train.ClassNames;
        foreach (var set in sets.DistinctBy(s => (s.Name, s.Size)))
        {
            if (set.NearTrainingImages > 0)
                yield return $"'{set.Name}' ({set.Size}, replicate {set.Replicate + 1}): {set.NearTrainingImages:N0} "
                    + $"of {set.Images:N0} images are, or nearly are, images of the training part. What they add is "
                    + $"more weight on those, which '{FairArms.Placebo}' tells apart.";
            if (set.SameTwice is { } same) yield return Twice($"'{set.Name}' ({set.Size})", same, "images");
            if (set.Versions.Count > 0)
                yield return $"'{set.Name}' ({set.Size}) says that it used "
                    + $"{string.Join(", ", set.Versions.Select(v => $"{v.Key} {v.Value}"))}.";
            var missing = names.Where((_, c) => set.ClassCounts[c] == 0).ToList();
            if (missing.Count > 0)
                yield return $"'{set.Name}' ({set.Size}) has no image of "
                    + $"{string.Join(", ", missing.Select(name => $"'{name}'"))}.";
        }
    }

    /// <summary>What two runs of a program with one seed say of it.</summary>
    public static string Twice(string program, bool same, string what) => same
        ? $"{program} gave the same {what} when it ran twice with one seed."
        : $"{program} gave other {what} when it ran again with the same seed: a study that is run anew will come out a "
            + "little different.";

    /// <summary>What looks as if test images were behind it; full sentences, one for a set and an extractor.</summary>
    public static IEnumerable<string> NearTest(SizePlan size, IReadOnlyList<ScoreRecord> scores) => scores
        .Where(s => s.Size == size.Name && s.Metric.Name == ScoreTask.NearTest && IsNoChance(s.Metric))
        .DistinctBy(s => (s.Source, s.Metric.Extractor))
        .Select(s => $"Test images may be behind '{s.Source}': {s.Metric.Value:N0} of its {s.Metric.NSynthetic:N0} "
            + "images come nearer to a test image than any other real image does, in the features of "
            + $"{s.Metric.Extractor}. That is more than chance, so do not trust a gain that rests on these images.");

    /// <summary>What is not known of a set, and what would tell.</summary>
    private static string Unknown(string gan) =>
        $"What '{gan}' was trained on is not known. None of its images is a test image (all were compared), but "
        + "other images or networks may be behind them that no other arm had. A provenance file beside the images "
        + "would say (docs/guide/bring-your-own.md).";

    private static string OfProgram(string gan) =>
        $"'{gan}' is a program that got each training part and nothing else, but what it knew before (pretrained "
        + "weights) and what it downloads is not known. None of its images is a test image (all were compared).";

    /// <summary>Of all images the nearest to the test images are synthetic, more often than a lottery would have it.
    /// </summary>
    private static bool IsNoChance(MetricRecord near) =>
        Math.Pow((double)near.NSynthetic / (near.NSynthetic + near.NReal), near.Value) < ByChance;
}
