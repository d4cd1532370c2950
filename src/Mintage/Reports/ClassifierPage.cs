using Mintage.Results;
using Mintage.Runtime;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports;

/// <summary>A classifier on a test set as one HTML page and as a CSV table.</summary>
public static class ClassifierPage
{
    private const int MostColumns = 30;

    /// <summary>Writes the page, whole or not at all. It needs no other file.</summary>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(ClassifierOutcome outcome, string path) => WholeFile.WriteText(path, Render(outcome));

    /// <summary>Writes the confusion matrix as CSV: a line per true class, a column per predicted class.</summary>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void WriteConfusion(ConfusionMatrix confusion, string path) => Csv.Write(path,
        [
            new CsvColumn<int>("true class", label => confusion.ClassNames[label]),
            .. confusion.ClassNames.Select((name, predicted) =>
                new CsvColumn<int>(name, label => Csv.Field((int?)confusion.Counts[label][predicted]))),
        ],
        Enumerable.Range(0, confusion.ClassNames.Count));

    internal static string Render(ClassifierOutcome outcome)
    {
        var html = new Html().Markup("<!DOCTYPE html>\n");
        using (html.In("html", ("lang", "en-GB")))
        {
            using (html.In("head")) HtmlReport.WriteHead(html, $"{outcome.Classifier} on {outcome.TestSet}");
            using (html.In("body"))
            using (html.In("main"))
            {
                html.Add("h1", $"{outcome.Classifier} on {outcome.TestSet}");
                html.Add(
                    "p", $"{Percent(outcome.Accuracy)} of the test images are recognised (95 % interval for other test "
                    + $"images: {PercentInterval(outcome.AccuracyPercent)}). Loss: {Loss(outcome.Loss)} nats."
                    + (outcome.Confusion.HasUnequalClasses()
                        ? " Balanced accuracy, in which every class counts the same: "
                            + $"{Percent(outcome.Confusion.BalancedAccuracy())}."
                        : ""));
                WriteClasses(html, outcome.Confusion);
                if (outcome.Confusion.ClassNames.Count <= MostColumns) WriteMatrix(html, outcome.Confusion);
                else WriteConfused(html, outcome.Confusion);
                WriteMistakes(html, outcome.WorstMistakes);
            }
        }
        return html.ToString();
    }

    private static void WriteClasses(Html html, ConfusionMatrix confusion)
    {
        html.Add("h2", "Classes");
        var table = new HtmlTable(
            "Recall: share of a class that is recognised. Precision: share of what is taken for a class that is of it.",
            new("Class", IsText: true), new("Test images"), new("Recall"), new("Precision"));
        for (var c = 0; c < confusion.ClassNames.Count; c++)
            table.AddRow(
                null, confusion.ClassNames[c], Count(confusion.Images(c)), Percent(confusion.Recall(c)),
                Percent(confusion.Precision(c)));
        table.WriteTo(html);
    }

    private static void WriteMatrix(Html html, ConfusionMatrix confusion)
    {
        html.Add("h2", "Confusion matrix");
        var table = new HtmlTable(
            "Test images by true class (rows) and predicted class (columns)",
            [new("True class", IsText: true), .. confusion.ClassNames.Select(name => new Column(name))]);
        for (var c = 0; c < confusion.ClassNames.Count; c++)
        {
            var (label, most) = (c, Math.Max(1, confusion.Images(c)));
            table.AddRow(
                "heat", [confusion.ClassNames[c], .. confusion.Counts[c].Select((n, predicted) => new Cell(html =>
                    html.Add("span", n == 0 ? "·" : Count(n), ("class", Shade(n, most, label == predicted)))))]);
        }
        table.WriteTo(html);
    }

    private static string Shade(int count, int most, bool isRight)
    {
        var level = (int)Math.Ceiling(3.0 * count / most);
        return count == 0 ? "cell" : $"cell {(isRight ? "gain" : "loss")}{level}";
    }

    private static void WriteConfused(Html html, ConfusionMatrix confusion)
    {
        html.Add("h2", "Most frequent confusions");
        var table = new HtmlTable(
            "Test images of one class that were predicted as another", new("True class", IsText: true),
            new("Predicted as", IsText: true), new("Test images"));
        foreach (var (name, predicted, images) in confusion.Confused().Take(MostColumns))
            table.AddRow(null, name, predicted, Count(images));
        table.WriteTo(html);
    }

    private static void WriteMistakes(Html html, IReadOnlyList<Mistake> mistakes)
    {
        html.Add("h2", "Its most confident mistakes");
        if (mistakes.Count == 0)
        {
            html.Add("p", "There are none: every test image was recognised.");
            return;
        }
        using (html.In("div", ("class", "mistakes")))
        {
            foreach (var mistake in mistakes)
            {
                using (html.In("figure"))
                {
                    html.AddVoid(
                        "img", ("src", "data:image/png;base64," + Convert.ToBase64String(mistake.Png)),
                        ("alt", mistake.Image), ("width", "96"));
                    html.Add(
                        "figcaption",
                        $"{mistake.True}, taken for {mistake.Predicted} ({Share(mistake.Confidence)}): "
                        + mistake.Image);
                }
            }
        }
    }
}
