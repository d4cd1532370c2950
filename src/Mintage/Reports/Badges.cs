namespace Mintage.Reports;

/// <summary>Marks on rows, and what they mean.</summary>
internal static class Badges
{
    private const string UnknownWord = "unknown lineage";

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

    /// <summary>What "not known" means.</summary>
    public const string UnknownMeaning =
        "Trained on: not known. Nobody says what these synthetic images were made from: other images or networks may "
        + "be behind them that no other arm had.";

    /// <summary>The mark of synthetic images of unknown lineage, behind what has been written.</summary>
    public static void Unknown(Html html, bool shown) => Write(html, shown, UnknownWord, UnknownMeaning);

    /// <summary>Explains the mark under a table that shows it.</summary>
    public static void ExplainUnknown(Html html, bool shown)
    {
        if (!shown) return;
        using (html.In("p", ("class", "footnote")))
            html.Text("Marked ").Add("em", UnknownWord).Text(": " + UnknownMeaning);
    }

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
        html.Add("span", word, ("class", $"badge {word.Split(' ')[0]}"), ("title", meaning));
    }
}
