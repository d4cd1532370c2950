using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Every arm of the fair protocol.</summary>
internal static class FairArmsSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        if (study.Results.FairArms.Count == 0)
        {
            html.Add("p", "No arm of the fair protocol finished.");
            return;
        }
        FairArmsChart.WriteAll(html, study);
        WriteTable(html, study);
        html.Add("p", "s: standard deviation over replicates, in points. Share: synthetic images in every batch."
            + Explain(study.Results, "ceiling") + Explain(study.Results, "not compared"), ("class", "footnote"));
    }

    /// <summary>What sets an arm apart from the compared ones; null for those.</summary>
    public static (string Word, string Meaning)? Mark(FairArmRow arm) => arm switch
    {
        { EqualSteps: false } =>
            ("not compared", "another network with its own stopping rule; it shows whether the baseline is weak"),
        { Arm: "classical+more-real" } => (
            "ceiling",
            "as many further real images as a GAN added, every image augmented: what further data can be expected to "
            + "add"),
        _ => null,
    };

    private static void WriteTable(Html html, ReportContext study)
    {
        var table =
            new HtmlTable($"Every arm of the fair protocol, evaluated on real images that no arm was trained on",
            new("Arm", IsText: true), new("Test accuracy"), new("95 % interval, %"), new("Replicates"), new("Steps"),
                new("Real images"),
            new("Synthetic images"), new("Share"), new("Test loss, nats"))
            {
                IsWide = true,
            };
        foreach (var size in study.Results.Sizes)
        {
            var arms = study.FairArmsOf(size);
            if (arms.Count == 0) continue;
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var arm in arms)
            {
                table.AddRow(
                    arm.EqualSteps ? null : "short", Named(arm), Accuracy(arm), PercentInterval(arm.AccuracyPercent),
                    Replicates(study.Results, arm), Count(arm.Steps), Count(arm.RealImages), Count(arm.SyntheticImages),
                        Share(arm.SyntheticShare),
                    Loss(arm.Outcomes.FirstOrDefault(o => o.Unit == "nats")?.Value));
            }
        }
        table.WriteTo(html);
    }

    private static Cell Named(FairArmRow arm) => new(html =>
    {
        html.Text(arm.Arm);
        if (Mark(arm) is { } mark) html.Text(" ").Add("span", mark.Word, ("class", "badge"), ("title", mark.Meaning));
        html.Add("small", arm.Description);
    });

    private static Cell Accuracy(FairArmRow arm) => new(html =>
    {
        html.Add("strong", Percent(arm.Accuracy));
        if (arm.AccuracyDeviation is { } s) html.Add("small", $"s {Spread(s * 100)}");
    });

    private static Cell Replicates(StudyResults results, FairArmRow arm) =>
        arm.Replicates < results.Replicates ? $"{arm.Replicates} of {results.Replicates}" : Count(arm.Replicates);

    private static string Explain(StudyResults results, string word) =>
        results.FairArms.Select(Mark).FirstOrDefault(m => m?.Word == word) is { } mark
            ? $" {char.ToUpperInvariant(word[0])}{word[1..]}: {mark.Meaning}."
            : "";
}
