using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Synthetic images that no GAN of the study made: their origin, and how they look.</summary>
internal static class ForeignSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var sets = study.Results.Foreign;
        var table = new HtmlTable("Synthetic images from elsewhere",
            new("Name", IsText: true), new("Replicate"), new("From", IsText: true), new("Images"),
            new("Trained on", IsText: true), new("Compared with test images"), new("Nearly one of them"),
            new("Copies of training images"));
        foreach (var size in sets.GroupBy(s => s.Size))
        {
            table.AddGroup(size.Key);
            foreach (var set in size)
                table.AddRow(null, Title(set), Replicate(study.Results, set), set.Source, Count(set.Images),
                    TrainedOn(set), Count(set.TestImages), Count(set.NearTestImages),
                    Count(set.NearTrainingImages));
        }
        table.WriteTo(html);
        html.Add("p", "None of the images is one of the test images, with which all were compared, pixel by pixel. A "
            + "few may nearly be one, by chance or because the data are so alike.", ("class", "footnote"));
        Badges.ExplainUnknown(html, sets.Any(s => !s.LineageIsKnown));
        foreach (var set in sets.Where(s => s.Replicate == 0)) WritePictures(html, study, set);
    }

    private static Cell Title(ForeignSetRecord set) => new(html =>
    {
        html.Text(set.Name);
        Badges.Unknown(html, !set.LineageIsKnown);
    });

    private static string Replicate(StudyResults results, ForeignSetRecord set) =>
        results.Foreign.Count(s => s.Name == set.Name && s.Size == set.Size) == 1 && results.Replicates > 1
            ? "all share them"
            : $"{set.Replicate + 1}";

    private static string TrainedOn(ForeignSetRecord set) => (set.LineageIsKnown, set.KnownImages) switch
    {
        (true, var known) => $"{Count(known)} real images",
        (false, 0) => "not known",
        (false, var known) => $"{Count(known)} real images, and what else is not known",
    };

    private static void WritePictures(Html html, ReportContext study, ForeignSetRecord set)
    {
        using (html.In("figure"))
        {
            html.Add("figcaption", $"{set.Name}, {set.Size}: left of the gap real training images, right of it images "
                + $"of {set.Name}; one row per class, at even distances through each set, never hand-picked");
            EmbeddedPicture.Write(html, study.StudyFolder, set.BesideRealFile,
                $"Real training images beside synthetic ones of {set.Name} for size {set.Size}, one row per class");
        }
    }
}
