namespace Mintage.Reports.Charts;

/// <summary>The mark at a point, so that series differ without colour too.</summary>
internal enum Mark
{
    /// <summary>A disc.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle that points up.</summary>
    Triangle,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>A triangle that points down.</summary>
    DownTriangle,
}

/// <summary>How one series looks in every chart.</summary>
/// <param name="Colour">As #RRGGBB, or <see cref="Ink"/>.</param>
/// <param name="Mark">The mark at its points.</param>
/// <param name="Open">True for an outline only: what is leaky is drawn hollow.</param>
internal sealed record SeriesStyle(string Colour, Mark Mark, bool Open = false)
{
    /// <summary>The colour of the page's text, light or dark.</summary>
    public const string Ink = "currentColor";

    /// <summary>Grey that reads on light and on dark paper.</summary>
    public const string Grey = "#7F7F7F";

    /// <summary>
    /// Colours that people with the usual colour blindnesses tell apart (after Okabe and Ito 2008, the light ones
    /// darkened), each with at least 3:1 contrast on white and on the page's dark paper.
    /// </summary>
    public static IReadOnlyList<string> Palette { get; } =
        ["#0072B2", "#D55E00", "#009E73", "#B2579A", "#A67400", "#3A94C9"];
}
