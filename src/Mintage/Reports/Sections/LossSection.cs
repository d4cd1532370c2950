using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>Losses against "real", next to the changes that the article prints.</summary>
internal static class LossSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var published = study.Results.Arms.Any(a => a.ArticleTrainLossChange is not null);
        var table = new HtmlTable("Change of the loss against real at the same size, in nats",
            [new("Arm", IsText: true), new("Training loss"), new("Its change"),
            .. published ? [new("Article's training change")] : Array.Empty<Column>(), new("Test loss"),
            new("Its change"), .. published ? [new("Article's validation change")] : Array.Empty<Column>()])
        {
            IsWide = true,
        };
        foreach (var size in study.Results.Sizes)
        {
            var arms = study.ArmsOf(size);
            var real = arms.FirstOrDefault(a => a.GainPoints is null);
            table.AddGroup($"{size.Name}: {Count(size.Images)} real training images");
            foreach (var arm in arms) AddRow(table, arm, arm == real ? null : real, published);
        }
        table.WriteTo(html);
        Badges.ExplainLeaky(html, study.Results.Arms.Any(a => a.Leaky));
        html.Add(
            "p", (published ? "The article prints its changes in percent. They make sense as percent of one nat: "
                + "−13.16 % is a loss that fell by 0.1316. " : "")
            + "The training loss of an arm with synthetic images is measured on real and "
            + "synthetic images together, so it is not comparable with that of real images alone.",
            ("class", "footnote"));
    }

    private static void AddRow(HtmlTable table, ArmRow arm, ArmRow? real, bool published) => table.AddRow(
        arm.IsControl ? "control" : null,
        [Badges.Named(arm.Arm, arm.Leaky, arm.IsControl), Loss(arm.TrainLoss),
        LossChange(arm.TrainLoss - real?.TrainLoss), .. Article(published, arm.ArticleTrainLossChange),
        Loss(arm.TestLoss),
        LossChange(arm.TestLoss - real?.TestLoss), .. Article(published, arm.ArticleTestLossChange)]);

    private static Cell[] Article(bool published, double? change) => published ? [SignedPercent(change)] : [];
}
