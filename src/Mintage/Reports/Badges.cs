namespace Mintage.Reports;

/// <summary>Marks on rows, and what they mean.</summary>
internal static class Badges
{
    /// <summary>What "leaky" means, for the line under a table that has the mark.</summary>
    public const string LeakyMeaning =
        "The GAN was trained on real images that the classifier without synthetic images never saw. "
        + "A gain includes what those images are worth.";

    /// <summary>A name with its marks.</summary>
    public static Cell Named(string name, bool leaky, bool control = false, bool pooled = false, bool diverged = false,
        bool unhealthy = false) => new(html =>
    {
        html.Text(name);
        Leaky(html, leaky);
        Write(html, control, "control", "Shows what more optimiser steps do by themselves.");
        Write(html, pooled, "pooled", "GANs and synthetic images saw the validation folds, as in the article.");
        Write(html, diverged, "diverged", "A loss became non-finite; the samples are from the last finite checkpoint.");
        Write(html, unhealthy, "unhealthy", "Its training showed collapse or saturation: see the limits.");
    });

    /// <summary>The mark alone, behind what has been written.</summary>
    public static void Leaky(Html html, bool leaky) => Write(html, leaky, "leaky", LeakyMeaning);

    /// <summary>Explains "leaky" under a table or figure that shows the mark.</summary>
    public static void ExplainLeaky(Html html, bool shown)
    {
        if (!shown) return;
        using (html.In("p", ("class", "footnote")))
        {
            html.Text("Marked ").Add("em", "leaky").Text(": " + LeakyMeaning);
        }
    }

    private static void Write(Html html, bool shown, string word, string meaning)
    {
        if (!shown) return;
        html.Text(" ");
        html.Add("span", word, ("class", $"badge {word}"), ("title", meaning));
    }
}
