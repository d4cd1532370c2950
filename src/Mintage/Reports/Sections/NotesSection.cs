namespace Mintage.Reports.Sections;

/// <summary>What the study itself says about its numbers.</summary>
internal static class NotesSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        using (html.In("ul"))
            foreach (var note in study.Results.Notes) html.Add("li", note);
    }
}
