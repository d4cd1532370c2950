using System.Globalization;
using Mintage.Results;

namespace Mintage.Scoring;

/// <summary>What a score says, in sentences for people. Every figure stands in the records.</summary>
public static class ScoreSummary
{
    /// <summary>Below this part of what real images reach, something is missing.</summary>
    private const double Half = 0.5;

    private const int MostNamed = 5;

    /// <summary>C_T below this is hardly chance.</summary>
    private const double Copying = -3;

    /// <summary>The sentences, the most important first.</summary>
    /// <param name="records">Of one synthetic set.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<MetricRecord> records) =>
        [.. Copies(records), .. Classes(records), .. Coverage(records), .. Usefulness(records)];

    private static IEnumerable<string> Copies(IReadOnlyList<MetricRecord> records)
    {
        if (records.FirstOrDefault(r => r.Name == "c-t") is not { } test) yield break;
        yield return test.Value < Copying
            ? string.Create(Culture, $"The images lie nearer to the training images than other real images do (C_T "
                + $"{test.Value:F1}): look for copies with --pairs.")
            : string.Create(Culture, $"The images lie no nearer to the training images than other real images do (C_T "
                + $"{test.Value:F1}).");
    }

    private static IEnumerable<string> Classes(IReadOnlyList<MetricRecord> records)
    {
        const string Agreement = "label-agreement";
        var classes = records.Where(r => r.Name.StartsWith($"{Agreement}/", StringComparison.Ordinal)).ToList();
        if (classes.Count == 0 || Value(records, Agreement) is not { } all
            || Value(records, "judge-accuracy") is not { } judge)
            yield break;
        var chance = 1.0 / classes.Count;
        if (judge - chance < Half * (1 - chance))
            yield return string.Create(Culture, $"The judge knows only {judge:P1} of real images, so what it and the ")
                + "features of its kind say of synthetic ones means little. For photographs, measure with 'mintage "
                + "score --extractor resnet18'.";
        var weak = classes.Where(c => c.Value - chance < Half * (judge - chance)).OrderBy(c => c.Value).ToList();
        var named = string.Join(", ", weak.Take(MostNamed).Select(Named));
        if (weak.Count > MostNamed) named += ", ...";
        yield return weak.Count == 0
            ? string.Create(Culture, $"No class is lost: the judge agrees with {all:P1} of the images, least with "
                + $"{Named(classes.MinBy(c => c.Value)!)}, and is right about {judge:P1} of real ones.")
            : string.Create(Culture, $"{weak.Count} of {classes.Count} classes hardly show what was asked for: "
                + $"{named}. The judge is right about {judge:P1} of real images.");

        string Named(MetricRecord of) =>
            string.Create(Culture, $"{of.Name[(Agreement.Length + 1)..]} ({of.Value:P0})");
    }

    private static IEnumerable<string> Coverage(IReadOnlyList<MetricRecord> records)
    {
        (string Name, string Lacking)[] sides =
        [
            ("Precision", "many images look unlike any real one"),
            ("Recall", "much of what real images show is missing"),
        ];
        foreach (var (name, lacking) in sides)
        {
            if (Value(records, name.ToLowerInvariant()) is not { } value
                || Value(records, $"{name.ToLowerInvariant()}-real") is not { } real)
                continue;
            yield return value < Half * real
                ? string.Create(Culture, $"{name} is {value:F2}, where real images reach {real:F2}: {lacking}.")
                : string.Create(Culture, $"{name} is {value:F2}, where real images reach {real:F2}.");
        }
    }

    private static IEnumerable<string> Usefulness(IReadOnlyList<MetricRecord> records)
    {
        if (Value(records, "classification-accuracy-score") is { } share)
            yield return string.Create(Culture, $"A classifier that was trained on these images alone is right about "
                + $"{share:P1} of the test images.");
    }

    private static double? Value(IReadOnlyList<MetricRecord> records, string name) =>
        records.FirstOrDefault(r => r.Name == name)?.Value;

    /// <summary>"97.3%" as "97.3 %".</summary>
    private static CultureInfo Culture { get; } = new(CultureInfo.InvariantCulture.Name)
    {
        NumberFormat = new NumberFormatInfo { PercentPositivePattern = 0, PercentSymbol = "%" },
    };
}
