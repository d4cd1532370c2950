using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Studies.Analysis;

/// <summary>What a reader must know of classifiers that are programs.</summary>
internal static class ProgramNotes
{
    public static IEnumerable<string> Of(StudyGraph study, IReadOnlyList<FitRecord> fits)
    {
        foreach (var size in study.Plan.Sizes)
        {
            if (size.Classifier.Program is not { } program) continue;
            var files = study.Programs!.FilesOf(program).Select(f => $"{f.Name} ({f.Sha256[..12]})");
            yield return $"The classifier at '{size.Name}' is the program '{ShownText.Name(program.Command)}'; its "
                + $"files are {string.Join(", ", files.DefaultIfEmpty("not known"))}.";
            if (fits.FirstOrDefault(f => f.Size == size.Name && f.Figures.SameTwice is not null) is { } tried)
                yield return ForeignSets.Twice("It", tried.Figures.SameTwice!.Value, "predictions");
            if (study.Programs.VersionOf(program) is { } version)
                yield return $"Its version command printed '{ShownText.Name(version.ReplaceLineEndings("; "))}'.";
            var used = fits.Where(f => f.Size == size.Name).Select(f => Words(f.Figures.Versions)).Distinct().ToList();
            if (used is [{ Length: > 0 } only]) yield return $"It says that it used {only}.";
            if (used.Count > 1)
                yield return "Its versions differ between classifiers, so differences between arms may be theirs: "
                    + $"{string.Join("; ", used.Select(u => u.Length > 0 ? u : "none named"))}. Run the study in a new "
                    + "folder.";
            var arms = FairArms.All(study.Plan).Where(a => a.NeedsOwnTrainer).Select(a => $"'{a.Name}'").ToList();
            if (arms.Count > 0)
                yield return $"{string.Join(", ", arms)}: left out at '{size.Name}', since only Mintage's own "
                    + "classifiers can be trained so.";
        }
    }

    private static string Words(IReadOnlyDictionary<string, string>? versions) =>
        string.Join(", ", (versions ?? new Dictionary<string, string>()).Select(v => $"{v.Key} {v.Value}"));
}
