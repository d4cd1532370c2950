using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// The GANs: how they were trained, what they make of the first class, and each one's curves and samples.
/// </summary>
internal static class GansSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var gans = study.Results.Gans;
        WriteSettings(html, gans);
        WriteBesideReal(html, study);
        WriteFirstClass(html, study);
        html.Add(
            "p", "The gap below is the mean critic value of real images less that of fake ones: a Wasserstein "
            + "critic's estimate of the distance (up to its Lipschitz constant), for other discriminators the gap of "
            + "mean logits. Losses of different objectives cannot be compared.");
        for (var i = 0; i < gans.Count; i++)
        {
            if (gans[i].Replicate == 0) GanFigure.Write(html, study, gans[i], $"gan-{i}");
        }
        if (gans.All(g => g.Replicate == 0)) return;
        using (html.In("details"))
        {
            html.Add("summary", "Curves and samples of the further replicates");
            for (var i = 0; i < gans.Count; i++)
            {
                if (gans[i].Replicate > 0) GanFigure.Write(html, study, gans[i], $"gan-{i}");
            }
        }
    }

    private static void WriteSettings(Html html, IReadOnlyList<GanRecord> gans)
    {
        var table = new HtmlTable("The GANs as they were trained",
            new("GAN", IsText: true), new("Replicate"), new("Objective", IsText: true), new("Real images"),
                new("Epochs"), new("Batch"),
            new("Generator updates"), new("Discriminator updates for each"), new("Generator weights"),
            new("Discriminator weights"))
        {
            IsWide = true,
        };
        foreach (var size in gans.GroupBy(g => g.Size))
        {
            table.AddGroup(size.Key);
            foreach (var gan in size)
            {
                table.AddRow(
                    null, Badges.Named(gan.Name, gan.Leaky, diverged: gan.Figures.Divergence is not null,
                    unhealthy: gan.Figures.Warnings.Count > 0), $"{gan.Replicate + 1}{gan.MemberText}", gan.Objective,
                    Count(gan.TrainingImages), OneDecimal(gan.Figures.Epochs), Count(gan.BatchSize),
                        Count(gan.Figures.GeneratorUpdates), Count(gan.CriticSteps),
                    Count(gan.Figures.GeneratorParameters), Count(gan.Figures.DiscriminatorParameters));
            }
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, gans.Any(g => g.Leaky));
        html.Add("p", "An epoch here is as many real images as the training set has, as the discriminator saw them; "
            + "the discriminator of a Wasserstein GAN is called the critic.", ("class", "footnote"));
    }

    /// <summary>Whether synthetic images look like real ones: what a reader asks first.</summary>
    private static void WriteBesideReal(Html html, ReportContext study)
    {
        var shown = study.Results.Gans.Where(g => g is { Replicate: 0, Member: 0, BesideRealFile: not null }).ToList();
        if (shown.Count == 0) return;
        html.Add("h3", "Real images beside synthetic ones");
        foreach (var gan in shown)
        {
            using (html.In("figure"))
            {
                html.Add(
                    "figcaption", $"{gan.Name}, {gan.Size}: left of the gap real training images, right of it images "
                    + $"made by {gan.Name}; one row per class, at even distances through each set, never hand-picked");
                EmbeddedPicture.Write(
                    html, study.StudyFolder, gan.BesideRealFile,
                    $"Real training images beside synthetic ones made by {gan.Name} for size {gan.Size}, one row per "
                    + "class");
            }
        }
    }

    private static void WriteFirstClass(Html html, ReportContext study)
    {
        var name = study.Results.Data.ClassNames.Count > 0 ? study.Results.Data.ClassNames[0] : "0";
        html.Add("h3", $"Class “{name}” side by side");
        using (html.In("figure"))
        {
            html.Add("figcaption", $"Synthetic images of class “{name}”, by GAN and the size it serves");
            using (html.In("div", ("class", "gallery")))
            {
                foreach (var gan in study.Results.Gans.Where(g => g is { Replicate: 0, Member: 0 }))
                    WritePicture(html, study, gan, name);
            }
        }
    }

    private static void WritePicture(Html html, ReportContext study, GanRecord gan, string className)
    {
        using (html.In("div"))
        {
            using (html.In("p")) GanFigure.Title(gan with { Members = 1 }).Write(html); // all members drew it
            EmbeddedPicture.Write(html, study.StudyFolder, gan.FirstClassSheetFile,
                $"Synthetic images of class {className} made by {gan.Name} trained for size {gan.Size}");
        }
    }
}
