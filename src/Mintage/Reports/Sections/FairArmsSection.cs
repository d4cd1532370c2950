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
        html.Add("p", (study.HasIntervals ? "s: standard deviation over replicates, in points. " : "")
            + "Share: synthetic images in every batch." + Explain(study.Results, "ceiling")
            + Explain(study.Results, "own steps"), ("class", "footnote"));
        Badges.ExplainUnknown(html, study.Results.FairArms.Any(a => !a.LineageIsKnown));
    }

    /// <summary>What sets an arm apart from the compared ones; null for those.</summary>
    public static (string Word, string Meaning)? Mark(FairArmRow arm) => arm switch
    {
        { EqualSteps: false } =>
            ("own steps", "other numbers of steps than the rest, so that its gain is one of steps too"),
        { Arm: "classical+more-real" } => (
            "ceiling",
            "as many further real images as a GAN added, every image augmented: what further data can be expected to "
            + "add"),
        _ => null,
    };

    private static void WriteTable(Html html, ReportContext study)
    {
        var table =
            new HtmlTable(
                $"Every arm of the fair protocol, evaluated on {study.TestImages}; no arm trains on them",
                [new("Arm", IsText: true), new($"Test {study.Measure}"),
                .. study.HasIntervals ? [new("95 % interval, %")] : Array.Empty<Column>(),
                new($"Gain, {study.Points}"), new("Replicates"), new("Steps"), new("Real images"),
                new("Synthetic images"), new("Share"), new("Test loss, nats")])
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
                    arm.EqualSteps ? null : "short",
                    [Named(arm), Figure(study, arm),
                    .. study.HasIntervals ? [PercentInterval(arm.IntervalOf(study.Measure))] : Array.Empty<Cell>(),
                    Gain(arm), Replicates(study.Results, arm), Count(arm.Steps), Count(arm.RealImages),
                    Count(arm.SyntheticImages), Share(arm.SyntheticShare),
                    Loss(arm.Outcomes.FirstOrDefault(o => o.Unit == "nats")?.Value)]);
            }
        }
        table.WriteTo(html);
    }

    private static Cell Named(FairArmRow arm) => new(html =>
    {
        html.Text(arm.Arm);
        if (Mark(arm) is { } mark) html.Text(" ").Add("span", mark.Word, ("class", "badge"), ("title", mark.Meaning));
        Badges.Unknown(html, !arm.LineageIsKnown);
        html.Add("small", arm.Description);
    });

    private static Cell Figure(ReportContext study, FairArmRow arm) => new(html =>
    {
        html.Add("strong", Percent(arm.Of(study.Measure) / 100));
        if (arm.DeviationOf(study.Measure) is { } s) html.Add("small", $"s {Spread(s)}");
    });

    private static Cell Gain(FairArmRow arm) => arm.Gain is not { } gain
        ? None
        : new Cell(html => html.Text(Points(gain.EstimatePoints)).Add("small", $"over {gain.Against}"));

    private static Cell Replicates(StudyResults results, FairArmRow arm) =>
        arm.Replicates < results.Replicates ? $"{arm.Replicates} of {results.Replicates}" : Count(arm.Replicates);

    private static string Explain(StudyResults results, string word) =>
        results.FairArms.Select(Mark).FirstOrDefault(m => m?.Word == word) is { } mark
            ? $" {char.ToUpperInvariant(word[0])}{word[1..]}: {mark.Meaning}."
            : "";
}
