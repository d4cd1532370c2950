using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Scoring;

/// <summary>The sets as they are used: the extractor's images taken out of the reference, overlaps found.</summary>
/// <param name="Reference">Real side of every distance.</param>
/// <param name="Judge">What the in-domain extractor is trained on; null when it is not used.</param>
/// <param name="ReferenceWarnings">What limits everything measured against the reference.</param>
/// <param name="JudgeWarnings">What limits everything measured with the in-domain extractor.</param>
internal sealed record ScoreSets(
    LabelledImages Reference, LabelledImages? Judge, IReadOnlyList<string> ReferenceWarnings,
    IReadOnlyList<string> JudgeWarnings)
{
    /// <summary>Most images that the extractor takes out of the real set; more hardly change it.</summary>
    private const int JudgeImages = 10_000;

    public static ScoreSets Of(ScoreRequest request)
    {
        var lineage = request.Provenance?.Lineage.ToHashSet() ?? [];
        var (reference, judge) = Divide(request, lineage);
        var unknown = request.Provenance is null
            ? new[] { "It is not known what the generator was trained on (no provenance file): it may have seen these "
            + "images." }
            : [];
        return new ScoreSets(
            reference,
            judge,
            [.. unknown, .. Overlap(reference, lineage, (n, of) =>
                $"The generator was trained on {n:N0} of the {of:N0} reference images."),
            .. request.Holdout is null ? [] : Overlap(request.Holdout, lineage, (n, of) =>
                $"The generator was trained on {n:N0} of the {of:N0} held-out images.")],
            judge is null
                ? []
                : [.. Overlap(judge, lineage, (n, _) => $"The generator and the extractor saw the same {n:N0} images."),
                .. Overlap(judge, Fingerprints(reference), (n, _) =>
                    $"The extractor was trained on {n:N0} of the {reference.Count:N0} reference images.")]);
    }

    private static (LabelledImages Reference, LabelledImages? Judge) Divide(
        ScoreRequest request, HashSet<string> lineage)
    {
        if (!request.UseCnn || request.Judge is not null) return (request.Real, request.Judge);
        // Images that the generator has not seen come first: they make an extractor that owes it nothing.
        var unseen = Enumerable.Range(0, request.Real.Count)
            .Where(i => !lineage.Contains(request.Real.ImageFingerprint(i))).ToArray();
        var pool = unseen.Length >= request.Real.Count / 2 ? unseen : [.. Enumerable.Range(0, request.Real.Count)];
        var count = Math.Min(JudgeImages, pool.Length / 2);
        var drawn =
            StratifiedSubset.Draw(Array.ConvertAll(pool, i => request.Real.Labels[i]), Math.Max(1, count),
            SeedTree.FromSeed(request.Seed).Child("judge").Random());
        var judge = drawn.Select(i => pool[i]).ToHashSet();
        // Identical images stay on one side.
        var judgePrints = judge.Select(request.Real.ImageFingerprint).ToHashSet();
        var rest = Enumerable.Range(0, request.Real.Count)
            .Where(i => !judgePrints.Contains(request.Real.ImageFingerprint(i))).ToArray();
        if (rest.Length < 2)
        {
            throw new UserInputException(
                $"'{request.Real.Name}' must hold images to train the in-domain extractor on and others to compare "
                    + $"with, but {rest.Length} of its {request.Real.Count:N0} are left after {judge.Count:N0} and "
                    + "those identical to them are taken out. Name other real images with --judge, or give more "
                    + "different ones.");
        }
        return (request.Real.Select(rest, $"{request.Real.Name} (less the extractor's images)"),
            request.Real.Select([.. judge.Order()], $"{request.Real.Name} (extractor)"));
    }

    private static IEnumerable<string> Overlap(
        LabelledImages images, HashSet<string> others, Func<int, int, string> words)
    {
        var count = Enumerable.Range(0, images.Count).Count(i => others.Contains(images.ImageFingerprint(i)));
        if (count > 0) yield return words(count, images.Count);
    }


    private static HashSet<string> Fingerprints(LabelledImages images) =>
        [.. Enumerable.Range(0, images.Count).Select(images.ImageFingerprint)];
}
