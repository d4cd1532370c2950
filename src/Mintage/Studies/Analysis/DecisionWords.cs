using System.Globalization;
using Mintage.Classification;
using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>A decision in words that need no statistics.</summary>
internal sealed class DecisionWords(StudyGraph study, SizePlan size, List<FairArmRow> arms,
    List<ContrastRecord> contrasts, string measure)
{
    public const string Use = "What to use";

    private const int MostTold = 3;

    /// <summary>Points of calibration error from which probabilities mislead.</summary>
    private const double Astray = 10;

    private string Unit => ContrastSentence.Points(measure);

    /// <summary>The arm, and what becomes of the synthetic images.</summary>
    public DecisionLine WhatToUse(
        FairArmRow chosen, List<ContrastRecord> shown, IReadOnlyList<FairArmRow> allArms) =>
        NextClassifier(allArms, chosen) is { } other && other.Of(measure) > chosen.Of(measure)
            ? new(Use, $"Another classifier, '{other.Size}', which recognises more. If it must be this one: "
                + $"t{WhatToUse(chosen, shown)[1..]}") // "Train ..." within a sentence
            : new(Use, WhatToUse(chosen, shown));

    private string WhatToUse(FairArmRow chosen, List<ContrastRecord> shown)
    {
        var family = contrasts.Where(c => c is { InFamily: true, Steps: not null }).ToList();
        var train = $"Train with '{chosen.Arm}' ({chosen.Description})";
        var best = shown.MaxBy(c => c.EstimatePoints);
        var worse = family.Count(c => c.Verdict is "harms" or ContrastSentence.SuggestsHarm);
        return study.Plan.Gans.Count == 0 ? $"{train}."
            : chosen.Gan is not null ? $"{train}. The synthetic images "
                + (shown.Any(c => c.Arm == chosen.Arm && c.Verdict == "improves") ? "help." : "seem to help.")
                + (chosen.LineageIsKnown ? "" : $" What '{chosen.Gan}' was trained on is not known: the gain may be "
                    + "owed to images or networks that the other arms never had.")
            : $"{train}; leave the synthetic images out. " + (best is not null
                ? $"'{best.Arm}' gains on '{best.Against}', but " + (arms.Find(a => a.Arm == best.Arm) is { } gan
                    && gan.Of(measure) > chosen.Of(measure)
                    ? $"is not clearly better than '{FairArms.Real}'."
                    : $"'{chosen.Arm}' reaches more without them.")
                : family.Count == 0 ? "No comparison of them has finished."
                : worse == family.Count ? "They make the classifier worse."
                : worse > 0 ? $"No comparison shows that they help, and {worse} of {family.Count} that they harm."
                : "No comparison shows that they help.");
    }

    /// <summary>The figures behind the choice, and what weakens them.</summary>
    public DecisionLine HowSure(FairArmRow chosen, List<ArmDifference> leads, Guess guess)
    {
        List<string> told =
        [
            $"'{chosen.Arm}' has {Number(chosen.Of(measure))} % {measure}"
                + $"{Range(chosen.IntervalOf(measure))}; {guess.Words}.",
        ];
        if (leads.Find(d => d.Arm == chosen.Arm) is { } lead)
            told.Add($"That is {Number(lead.EstimatePoints)} {Unit} more than '{lead.Against}' alone"
                + $"{Interval(lead)}.");
        else if (leads.MaxBy(d => d.EstimatePoints) is { } next)
            told.Add(next.EstimatePoints > 0 && next.IntervalPoints is null
                ? $"'{next.Arm}' came out {Number(next.EstimatePoints)} {Unit} better, which may be chance."
                : next.EstimatePoints > 0
                    ? $"'{next.Arm}' came out {Number(next.EstimatePoints)} {Unit} better{Interval(next)}, which may "
                        + "be chance: worth a study with more replicates or test images."
                    : "No other way without synthetic images came out better.");
        if (!chosen.EqualSteps) told.Add("It trains in its own way and for longer or shorter than the others.");
        if (study.Plan.Replicates < JudgeOptions.LeastReplicates)
            told.Add($"Take it as a hint: it rests on {study.Plan.Replicates} "
                + $"replicate{(study.Plan.Replicates == 1 ? "" : "s")}, and a verdict takes "
                + $"{JudgeOptions.LeastReplicates}.");
        if (TooShort.Classifiers(size, arms) is { } learning) told.Add(learning);
        if (!study.Data.HasTestSet)
            told.Add("Take it as a hint: the splits share their images, which makes intervals too narrow.");
        if (chosen.Outcomes.FirstOrDefault(o => o.Outcome == Outcome.Calibration)?.Value is >= Astray and var points)
            told.Add($"Use its labels, not its percentages, which are off by {Number(points)} points (calibration "
                + "error).");
        if (leads.Count > 1 && chosen.Arm != FairArms.Real)
            told.Add("The choice was made on the same test images that measured it: expect a little less.");
        return new("How sure is that?", string.Join(' ', told));
    }

    /// <summary>Where even the best choice may be no better than a guess.</summary>
    public static DecisionLine NothingBeats(Guess guess, FairArmRow chosen) => new(Use,
        $"No classifier yet: not even '{chosen.Arm}', the one to choose here, is clearly better than guessing "
        + $"({guess.Words}). Get more images, clearer classes, or another classifier first; what "
        + "synthetic images add can be told after that.");

    /// <summary>Arms that no verdict is about, and that are too good to overlook.</summary>
    public DecisionLine Overlooked(List<ArmDifference> better) => new(
        "What else is clear?", string.Join(' ', better.Take(MostTold).Select(d =>
            $"'{d.Arm}' has {Number(d.EstimatePoints)} {Unit} more than '{d.Against}', the best arm that has a "
            + $"verdict{Interval(d)}"
            + (arms.Find(a => a.Arm == d.Arm) is { EqualSteps: false } ? ", with steps of its own." : ".")))
        + " This was not the question of the study: confirm it in a separate study.");

    /// <summary>What the other classifiers of the study reach on the same images, trained in the same way.</summary>
    public IEnumerable<DecisionLine> OtherClassifier(IReadOnlyList<FairArmRow> allArms, FairArmRow chosen)
    {
        if (NextClassifier(allArms, chosen) is not { } best) yield break;
        yield return new("Is another classifier better?", best.Of(measure) > chosen.Of(measure)
            ? $"On the same images, trained with '{chosen.Arm}' too, '{best.Size}' has {Number(best.Of(measure))} % "
                + $"{measure}, and this one {Number(chosen.Of(measure))} %."
            : $"No: on the same images, '{best.Size}' comes next with {Number(best.Of(measure))} % {measure}.");
    }

    /// <summary>The best of the other classifiers on the same images, trained in the same way; null for none.</summary>
    private FairArmRow? NextClassifier(IReadOnlyList<FairArmRow> allArms, FairArmRow chosen)
    {
        var names = study.Plan.Sizes.Where(s => s.DrawName == size.DrawName && s.Images == size.Images && s != size)
            .Select(s => s.Name).ToHashSet();
        return allArms.Where(a => names.Contains(a.Size) && a.Arm == chosen.Arm).MaxBy(a => a.Of(measure));
    }

    /// <summary>What more real images would add, as far as the study saw it.</summary>
    public DecisionLine MoreData(IReadOnlyList<FairArmRow> allArms, FairArmRow chosen)
    {
        List<string> told = [.. MoreReal(), .. LargerSize(allArms, chosen)];
        if (told.Count == 0)
            told.Add("The study had no images to spare, so it cannot say what more real images would add. To "
                + "find out, run one with several training set sizes (mintage study init --size).");
        if (IsUntriedOnColour)
            told.Add("Not tried here: a classifier on features of a network that has seen a million photographs. If "
                + "yours are photographs, use it with 'mintage study run --classifier pretrained' (in a plan: "
                + "'classifier: pretrained'), or try it at once with 'mintage classify train --network pretrained'.");
        return new("What would help more?", string.Join(' ', told));
    }

    private bool IsUntriedOnColour => study.Data.Train is { Channels: 3 } images
        && ClassifierOptions.AreLarge(images.Height, images.Width)
        && study.Plan.Sizes.All(s => s.Classifier is { Pretrained: null, Program: null });

    /// <summary>What the arm takes for what.</summary>
    public static DecisionLine Confused(FairArmRow chosen, List<ConfusionRecord> confusions)
    {
        const string question = "What does it confuse?";
        if (confusions.Count == 0) return new(question, "Nothing: it recognised every test image.");
        var told = confusions.Take(MostTold).Select(c => $"'{c.True}' with '{c.Predicted}' ("
            + c.Percent.ToString("0", CultureInfo.InvariantCulture) + " % of "
            + $"the test images of '{c.True}')");
        var worst = chosen.Classes.MinBy(c => c.Percent);
        return new(question, $"Most often it confuses {string.Join(", ", told)}."
            + (worst is null ? "" : $" It recognises '{worst.Class}' worst: {Number(worst.Percent)} %."));
    }

    private IEnumerable<string> MoreReal()
    {
        var found = contrasts.Find(c => c is { Arm: FairArms.ClassicalMoreReal, Against: FairArms.Classical })
            ?? contrasts.Find(c => c is { Arm: FairArms.MoreReal, Against: FairArms.Real });
        if (found?.EstimatePoints is not { } points || arms.Find(a => a.Arm == found.Arm) is not { } more
            || arms.Find(a => a.Arm == found.Against) is not { } few)
            yield break;
        var change = $"{Whole(more.RealImages - few.RealImages)} more real images (beside {Whole(few.RealImages)}) "
            + $"changed '{found.Against}' by {ContrastSentence.Signed(points)} {Unit}"
            + Interval(new(found.Arm, found.Against, points, found.PointwisePoints, 95));
        yield return found.PointwisePoints switch
        {
            { Low: > 0 } => $"More real images: {change}.",
            null => $"{change}; one replicate cannot say whether that is chance.",
            _ => $"{change}: not clearly a gain.",
        };
    }

    private IEnumerable<string> LargerSize(IReadOnlyList<FairArmRow> allArms, FairArmRow chosen)
    {
        var larger = allArms.Where(a => a.Arm == chosen.Arm && a.RealImages > chosen.RealImages)
            .MinBy(a => a.RealImages);
        if (larger is null) yield break;
        var network = study.Plan.Sizes.First(s => s.Name == larger.Size).Classifier == size.Classifier
            ? ""
            : " (with another classifier)";
        yield return $"With {Whole(larger.RealImages)} real images in place of {Whole(chosen.RealImages)}, "
            + $"'{chosen.Arm}' has {Number(larger.Of(measure))} % {measure} in place of "
            + $"{Number(chosen.Of(measure))} %{network}.";
    }

    private static string Interval(ArmDifference d)
    {
        if (d.IntervalPoints is not { } i) return " (no interval: it takes two replicates)";
        var together = (int)Math.Round(5 / (100 - d.ConfidencePercent)); // 5 % shared by so many
        var at = together switch
        {
            1 => "",
            2 => " for both arms at once",
            _ => $" for all {together} arms at once",
        };
        return $" (95 % interval{at} "
            + $"{ContrastSentence.Signed(i.Low)} to {ContrastSentence.Signed(i.High)})";
    }

    private static string Range(PointsInterval? i) =>
        i is null ? "" : $" (95 % interval {Number(i.Low)} to {Number(i.High)})";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
