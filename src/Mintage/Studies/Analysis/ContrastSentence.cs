using System.Globalization;
using Mintage.Results;
using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>What a sentence on a comparison needs beside its record.</summary>
/// <param name="FamilySize">Contrasts judged together.</param>
/// <param name="MarginPoints">Smaller differences do not matter.</param>
/// <param name="TestImages">Test images.</param>
/// <param name="ConfidencePercent">What its interval holds with.</param>
/// <param name="Estimand">What varies from replicate to replicate (<see cref="SizeRecord.Estimand"/>).</param>
/// <param name="Credit">GAN that learned from augmented images, where the control did not; otherwise null.</param>
/// <param name="Unknown">GAN of which nobody says what its images were made from; null for none.</param>
/// <param name="TestGroups">Groups of the test images, over which chance is judged; null where each image is
/// one.</param>
internal sealed record SentenceContext(
    int FamilySize, double MarginPoints, int TestImages, double ConfidencePercent, string Estimand,
    string? Credit = null, string? Unknown = null, int? TestGroups = null)
{
    /// <summary>What there is to test on, in words.</summary>
    public string TestSet => TestImages.ToString("N0", CultureInfo.InvariantCulture) + " test images"
        + (TestGroups is { } groups ? $" of {groups.ToString("N0", CultureInfo.InvariantCulture)} groups" : "");
}

/// <summary>A contrast in one or two sentences.</summary>
internal static class ContrastSentence
{
    public const string SuggestsGain = "suggests a gain", SuggestsHarm = "suggests harm";

    /// <summary>Verdict first, then figures, then what limits them.</summary>
    /// <param name="c">All but its sentence.</param>
    /// <param name="context">What it is judged by.</param>
    public static string Of(ContrastRecord c, SentenceContext context)
    {
        var pair = $"{c.Arm} against {c.Against}";
        if (c.Replicates == 0) return $"{pair}: no replicate of both arms is finished.";
        if (c.Steps is null) return $"{pair}: void, since the classifiers did not run equal numbers of steps.";
        return context.Unknown is { } unknown
            ? $"{Judged(c, context, pair)} What the images of {unknown} were made from is not known: a gain may be "
                + "owed to images or networks that the other arms never had."
            : Judged(c, context, pair);
    }

    private static string Judged(ContrastRecord c, SentenceContext context, string pair)
    {
        var figures = Figures(c, context);
        return c.Verdict switch
        {
            SuggestsGain or SuggestsHarm => $"{pair}: {c.Verdict}, no more, since the splits share their images. "
                + $"{figures}.",
            "improves" => $"{c.Arm} improves on {c.Against} by {figures}{Small(c, context.MarginPoints)}.",
            "harms" => $"{c.Arm} harms: {figures} against {c.Against}{Small(c, context.MarginPoints)}.",
            "no relevant effect" =>
                $"{pair}: no relevant effect. {figures}, inside the {Number(context.MarginPoints)} points either way "
                    + "that count as irrelevant.",
            "not enough evidence" =>
                $"{pair}: not enough evidence. {figures}. {WhatWouldSettle(c, context)}",
            _ when c.Withheld is not null => $"{pair}: {figures}. {c.Withheld}",
            _ when context.Credit is { } credit => $"{pair}: {figures}. {credit} learned from augmented images, which "
                + $"'{c.Against}' never sees: a gain may be the augmentation's, so there is no verdict. With "
                + $"'classical_share: 0' among the options of {credit} there is one.",
            _ => $"{pair}: {figures}.",
        };
    }

    private static string Figures(ContrastRecord c, SentenceContext context)
    {
        var replicates =
            $"{c.Replicates} replicate{(c.Replicates == 1 ? "" : "s")} of "
            + $"{c.Steps!.Value.ToString("N0", CultureInfo.InvariantCulture)} steps"
            + (c.StepsUnchecked ? ", which not all reported and nobody checked" : "");
        var estimate = $"{Signed(c.EstimatePoints!.Value)} {Points(c.Measure)}";
        if ((c.SimultaneousPoints ?? c.PointwisePoints) is not { } interval)
        {
            var why = c.Replicates < 2
                ? "too few for an interval"
                : "all with the same difference, so there is no interval";
            return $"{estimate} ({replicates}, {why})";
        }
        var together = c.InFamily && context.FamilySize > 1
            ? $", for all {context.FamilySize} comparisons together"
            : "";
        var confidence = c.InFamily ? context.ConfidencePercent : 95;
        return $"{estimate} ({Number(confidence)} % interval {Signed(interval.Low)} to "
            + $"{Signed(interval.High)}{together}; {replicates}; "
            + $"{Scope(context.Estimand)})";
    }

    /// <summary>What an interval is about.</summary>
    public static string Scope(string estimand) => estimand switch
    {
        "draws" => "for other training images, test images and seeds",
        "seeds" => "for these training images with other test images and seeds",
        _ => "for these images, split again",
    };

    private static string Small(ContrastRecord c, double relevantPoints) =>
        c.SimultaneousPoints is { } i && i.Low >= -relevantPoints && i.High <= relevantPoints
            ? $". That is clear, but less than the {Number(relevantPoints)} points that count as relevant"
            : c.SimultaneousPoints is { Low: <= 0, High: >= 0 }
                ? ". Holm's test, which decides, finds the difference; the interval, which holds for all comparisons "
                    + "at once, still touches 0"
                : "";

    private static string WhatWouldSettle(ContrastRecord c, SentenceContext context)
    {
        if (c.Replicates < JudgeOptions.LeastReplicates && c.AdjustedPValue < 0.05)
            return $"The difference is clear, but fewer than {JudgeOptions.LeastReplicates} replicates never say "
                + "\"improves\" or \"harms\".";
        if (c.StandardErrorPoints is null && c.Replicates > 1)
            return "Without any spread between replicates, chance cannot be judged.";
        if (c.StandardErrorPoints is null)
            return $"At least 2 replicates give an interval, at least {JudgeOptions.LeastReplicates} a verdict.";
        return c.ToSettle switch
        {
            { Fewest: { } fewest, Most: { } most } => $"A new study with a new seed would probably settle it with "
                + $"{Whole(fewest)}{(fewest == most ? "" : $" to {Whole(most)}")} replicates.",
            { Fewest: { } fewest } =>
                $"A new study with a new seed may settle it with {Whole(fewest)} replicates or more; if the effect is "
                + $"small, no number would be enough with {context.TestSet}.",
            _ when c.EstimatePoints == 0 && c.SmallestDetectablePoints is null => "",
            _ => $"Repeating will not help: {context.TestSet} are too few for a difference this small. "
                + $"You need {(context.TestGroups is null ? "more test images" : "test images of more groups")}.",
        };
    }

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Unit of a difference: accuracy is understood, another measure is named.</summary>
    internal static string Points(string measure) => measure == "accuracy" ? "points" : $"points of {measure}";

    internal static string Signed(double points) =>
        points.ToString("+0.00;\u22120.00;0.00", CultureInfo.InvariantCulture);

    internal static string Number(double points) => points.ToString("0.##", CultureInfo.InvariantCulture);
}
