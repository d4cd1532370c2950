using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports.Sections;

/// <summary>One GAN: losses, critic estimate and samples of every class.</summary>
internal static class GanFigure
{
    private const int Height = 240;

    /// <summary>The name of a GAN in headings, with its marks.</summary>
    public static Cell Title(GanRecord gan) => new(html =>
    {
        Badges.Named(gan.Name, gan.Leaky, diverged: gan.Figures.Divergence is not null,
            unhealthy: gan.Figures.Warnings.Count > 0).Write(html);
        html.Text($", {gan.Size}" + (gan.Replicate > 0 ? $", replicate {gan.Replicate + 1}" : "") + gan.MemberText);
    });

    /// <summary>Writes the figure.</summary>
    public static void Write(Html html, ReportContext study, GanRecord gan, string id)
    {
        var style = study.Styles[gan.Name, gan.Leaky];
        using (html.In("h3")) Title(gan).Write(html);
        using (html.In("figure"))
        {
            html.Add(
                "figcaption",
                $"{gan.Name}, {gan.Size}: losses, the gap of real and fake, and samples (one row per class)");
            Legend.Write(
                html, [new(style, "generator loss; gap"), new(style, "discriminator or critic loss", Stroke.Dashed)]);
            using (html.In("div", ("class", "pair")))
            {
                using (html.In("div")) WriteCurves(html, gan, style, id);
                using (html.In("div"))
                {
                    EmbeddedPicture.Write(html, study.StudyFolder, gan.SheetFile,
                        $"Sheet of synthetic images made by {gan.Name} for size {gan.Size}, one row per class");
                }
            }
        }
    }

    private static void WriteCurves(Html html, GanRecord gan, SeriesStyle style, string id)
    {
        if (gan.Figures.Curve.Count == 0)
        {
            html.Add("p", "No curve was recorded.");
            return;
        }
        var updates =
            Axis.Linear("generator updates", gan.Figures.Curve.Select(e => (double)e.GeneratorUpdates), fromZero: true);
        var losses =
            new Chart(
                updates,
                Axis.Linear(
                    "loss", gan.Figures.Curve.SelectMany(e => new[] { e.DiscriminatorLoss, e.GeneratorLoss })), Height);
        losses.AddLine(
            gan.Figures.Curve.Select(e => ((double)e.GeneratorUpdates, e.GeneratorLoss)), style, Stroke.Solid);
        losses.AddLine(
            gan.Figures.Curve.Select(e => ((double)e.GeneratorUpdates, e.DiscriminatorLoss)), style, Stroke.Dashed);
        var estimate =
            new Chart(
                updates,
                Axis.Linear(
                    "gap: real minus fake", gan.Figures.Curve.Select(e => e.CriticEstimate), fromZero: true), Height);
        estimate.AddLine(
            gan.Figures.Curve.Select(e => ((double)e.GeneratorUpdates, e.CriticEstimate)), style, Stroke.Solid);
        losses.Write(html, $"{id}-loss", $"Losses of {gan.Name}, {gan.Size}, by generator update");
        estimate.Write(
            html, $"{id}-estimate", $"Gap of real and fake images, {gan.Name}, {gan.Size}, by generator update");
    }
}
