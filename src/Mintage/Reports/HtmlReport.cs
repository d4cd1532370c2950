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

    private static readonly (string Id, string Heading, Action<Html, ReportContext> Write)[] Sections =
    [
        ("arms", "Accuracy of every arm", ArmsSection.Write),
        ("losses", "Losses", LossSection.Write),
        ("classes", "Class distribution", ClassesSection.Write),
        ("curves", "Learning curves", CurvesSection.Write),
        ("gans", "GANs", GansSection.Write),
        ("scores", "Distance from the real images", ScoresSection.Write),
        ("folds", "Folds", FoldsSection.Write),
        ("class-accuracy", "Accuracy per class", ClassAccuracySection.Write),
        ("notes", "Notes of the study", NotesSection.Write),
        ("reading", "How to read this page", ReadingSection.Write),
        ("reproduction", "How to get these results again", ReproductionSection.Write),
    ];

    /// <summary>
    /// Writes <c>report.html</c>, whole or not at all. The page depends only on the results and on the PNG files
    /// that they name: equal inputs give equal bytes, on any machine. A picture that cannot be read is named in its place.
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
            using (html.In("head")) WriteHead(html, results);
            using (html.In("body"))
            using (html.In("main"))
            {
                OpeningSection.Write(html, study);
                WriteContents(html);
                foreach (var section in Sections)
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

    private static void WriteHead(Html html, StudyResults results)
    {
        html.AddVoid("meta", ("charset", "utf-8"));
        html.AddVoid("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.AddVoid("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.AddVoid("meta", ("name", "generator"), ("content", "Mintage"));
        html.Add("title", $"Do synthetic images help? {results.Data.Name}, plan {results.Profile}" + (results.PlumbingOnly ? " (plumbing only)" : ""));
        using (html.In("style")) html.Markup(Stylesheet());
    }

    private static void WriteContents(Html html)
    {
        using (html.In("nav", ("aria-label", "Contents")))
        using (html.In("ol"))
        {
            foreach (var section in Sections)
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
