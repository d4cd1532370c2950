using System.Reflection;
using Mintage.Reports.Charts;
using Mintage.Reports.Sections;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Reports;

/// <summary>A study as one HTML page that needs nothing beside it: no script, no network, no other file.</summary>
public static class HtmlReport
{
    /// <summary>Name of the file in the study folder.</summary>
    public const string FileName = "report.html";

    private static readonly Section[] Sections =
    [
        new("contrasts", "Does it help?", ContrastsSection.Write, s => s.HasFair),
        new("fair-arms", "Every arm at equal steps", FairArmsSection.Write, s => s.HasFair),
        new("budgets", "With fewer steps, with more", BudgetSection.Write, BudgetSection.IsShown),
        new("measures", "Classes of unequal size", MeasuresSection.Write, MeasuresSection.IsShown),
        new("outcomes", "How good the probabilities are", OutcomesSection.Write, OutcomesSection.IsShown),
        new("decomposition", "Where the article's gain comes from", DecompositionSection.Write, s =>
            s.Results.Decompositions.Count > 0),
        new("dose", "How many synthetic images", DoseSection.Write, DoseSection.HasPoints),
        new("data-size", "How many real images", DataSizeSection.Write, DataSizeSection.HasPoints),
        new("class-effects", "Which classes gain, which lose", ClassEffectsSection.Write, ClassEffectsSection.HasRows),
        new("arms", "The article's protocol: accuracy of every arm", ArmsSection.Write, s => s.HasArticle),
        new("losses", "The article's protocol: losses", LossSection.Write, s => s.HasArticle),
        new("curves", "The article's protocol: learning curves", CurvesSection.Write, s => s.HasArticle),
        new("folds", "Folds", FoldsSection.Write, FoldsSection.IsShown),
        new("class-accuracy", "The article's protocol: accuracy per class", ClassAccuracySection.Write,
            s => s.Results.Sizes.Any(size => s.WholeFits(size.Name).Any())),
        new("gans", "GANs", GansSection.Write, s => s.Results.Gans.Count > 0),
        new("foreign", "Synthetic images from elsewhere", ForeignSection.Write, s => s.Results.Foreign.Count > 0),
        new("scores", "Distance from the real images", ScoresSection.Write, s =>
            s.Results.Scores.Count > 0 || s.Results.ScoreNotes.Count > 0),
        new("classes", "Class distribution", ClassesSection.Write),
        new("notes", "Notes of the study", NotesSection.Write, s => s.Results.Notes.Count > 0),
        new("reading", "How to read this page", ReadingSection.Write),
        new("reproduction", "How to get these results again", ReproductionSection.Write),
    ];

    /// <summary>
    /// A section of the page; left out, and out of the contents, where there is nothing to say in it.
    /// </summary>
    private sealed record Section(
        string Id, string Heading, Action<Html, ReportContext> Write, Func<ReportContext, bool>? IsShown = null);

    /// <summary>
    /// Writes <c>report.html</c>, whole or not at all. The page depends only on the results and on the PNG files that
    /// they name: equal inputs give equal bytes, on any machine. A picture that cannot be read is named in its place.
    /// </summary>
    /// <param name="results">What the study found.</param>
    /// <param name="studyFolder">Folder of the study; the records' picture files are relative to it.</param>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(StudyResults results, string studyFolder) =>
        WholeFile.WriteText(Path.Combine(studyFolder, FileName), Render(results, studyFolder));

    /// <summary>The page as text.</summary>
    internal static string Render(StudyResults results, string studyFolder)
    {
        var html = new Html().Markup("<!DOCTYPE html>\n");
        var study = new ReportContext(results, studyFolder, new SeriesStyles(results));
        using (html.In("html", ("lang", "en-GB")))
        {
            using (html.In("head"))
                WriteHead(html, $"Do synthetic images help? {results.Data.Name}, plan {results.Profile}"
                    + (results.PlumbingOnly ? " (plumbing only)" : ""));
            using (html.In("body"))
            using (html.In("main"))
            {
                OpeningSection.Write(html, study);
                var sections = Sections.Where(s => s.IsShown?.Invoke(study) ?? true).ToList();
                WriteContents(html, sections);
                foreach (var section in sections)
                {
                    using (html.In("section", ("id", section.Id)))
                    {
                        html.Add("h2", section.Heading);
                        section.Write(html, study);
                    }
                }
            }
        }
        return html.ToString();
    }

    /// <summary>Head of a page of Mintage's.</summary>
    internal static void WriteHead(Html html, string title)
    {
        html.AddVoid("meta", ("charset", "utf-8"));
        html.AddVoid("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.AddVoid("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.AddVoid("meta", ("name", "generator"), ("content", "Mintage"));
        html.Add("title", title);
        using (html.In("style")) html.Markup(Stylesheet());
    }

    private static void WriteContents(Html html, List<Section> sections)
    {
        using (html.In("nav", ("aria-label", "Contents")))
        using (html.In("ol"))
        {
            foreach (var section in sections)
            {
                using (html.In("li")) html.Add("a", section.Heading, ("href", $"#{section.Id}"));
            }
        }
    }

    private static string Stylesheet()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mintage.Reports.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
