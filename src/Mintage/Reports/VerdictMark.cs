using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports;

/// <summary>
/// What a comparison says, and how that looks: a word, a sign and a colour, so that none is needed alone.
/// </summary>
/// <param name="Word">The verdict, or why there is none.</param>
/// <param name="Kind">Class of its badge in the stylesheet.</param>
/// <param name="Sign">Beside the word, like the mark in the chart.</param>
/// <param name="Style">Look in the charts.</param>
internal sealed record VerdictMark(string Word, string Kind, string Sign, SeriesStyle Style)
{
    /// <summary>The classifier gets better.</summary>
    public static readonly VerdictMark Improves = new("improves", "improves", "▲", new("#009E73", Mark.Triangle));

    /// <summary>It gets worse.</summary>
    public static readonly VerdictMark Harms = new("harms", "harms", "▼", new("#D55E00", Mark.DownTriangle));

    /// <summary>The effect is shown to be too small to matter.</summary>
    public static readonly VerdictMark NoRelevantEffect =
        new("no relevant effect", "none", "■", new("#0072B2", Mark.Square));

    /// <summary>The study cannot tell.</summary>
    public static readonly VerdictMark NotEnoughEvidence =
        new("not enough evidence", "unclear", "●", new("#A67400", Mark.Circle));

    public static readonly VerdictMark SuggestsGain =
        new("suggests a gain", "unclear", "△", new("#009E73", Mark.Triangle, Open: true));

    public static readonly VerdictMark SuggestsHarm =
        new("suggests harm", "unclear", "▽", new("#D55E00", Mark.DownTriangle, Open: true));

    private static readonly SeriesStyle Silent = new(SeriesStyle.Grey, Mark.Diamond);

    /// <summary>The verdicts that a comparison of the family can have.</summary>
    public static IReadOnlyList<VerdictMark> All { get; } =
        [Improves, NoRelevantEffect, Harms, SuggestsGain, SuggestsHarm, NotEnoughEvidence];

    /// <summary>True for one of them.</summary>
    public bool IsOne => All.Contains(this);

    /// <summary>What a comparison says; nothing where the run proves the plumbing only.</summary>
    public static VerdictMark Of(ContrastRecord contrast, bool plumbingOnly)
    {
        if (plumbingOnly) return None("plumbing only");
        if (contrast.Replicates == 0) return None("nothing finished");
        if (contrast.Steps is null) return None("void: steps differ");
        if (!contrast.InFamily) return None("exploratory");
        if (contrast.Withheld is not null) return None("withheld");
        return All.FirstOrDefault(v => v.Word == contrast.Verdict) ?? None(contrast.Verdict ?? "no verdict");
    }

    /// <summary>The badge.</summary>
    public Cell Badge => new(html =>
    {
        using (html.In("span", ("class", $"badge verdict {Kind}")))
        {
            if (Sign.Length > 0) html.Add("span", Sign, ("aria-hidden", "true")).Text("\u00A0");
            html.Text(Word);
        }
    });

    private static VerdictMark None(string word) => new(word, "silent", "", Silent);
}

/// <summary>What of a comparison can be shown.</summary>
internal static class ContrastExtensions
{
    /// <summary>The difference; null where there is none, and where unequal steps make it one of steps too.</summary>
    public static double? Shown(this ContrastRecord contrast) =>
        contrast is { Steps: not null, EstimatePoints: { } points } && double.IsFinite(points) ? points : null;

    /// <summary>Whether it was made on nested folds.</summary>
    public static bool IsNested(this ContrastRecord contrast) => contrast.Evaluation == "nested folds";

    /// <summary>Words behind its name where another comparison of the same arms stands beside it.</summary>
    public static string Where(this ContrastRecord contrast) => contrast.IsNested() ? ", nested folds" : "";
}
