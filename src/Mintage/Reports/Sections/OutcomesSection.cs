using Mintage.Results;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>
/// What the probabilities of the classifiers are worth: negative log-likelihood and calibration error.
/// </summary>
internal static class OutcomesSection
{
    /// <summary>True where an arm has such figures.</summary>
    public static bool IsShown(ReportContext study) => study.Results.FairArms.Any(a => a.Outcomes.Count > 0);

    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        html.Add(
            "p", "A classifier also says how sure it is. The negative log-likelihood is the mean of -ln of the "
            + "probability that it gave the true class. The calibration error is how far its confidence and its "
            + "accuracy lie apart, over 15 bins of equal confidence. Less is better in both.");
        foreach (var size in study.Results.Sizes)
        {
            var arms = study.FairArmsOf(size).Where(a => a.Outcomes.Count > 0).ToList();
            if (arms.Count > 0) WriteArms(html, size, arms);
            var contrasts = study.Results.Contrasts.Where(c => c.Size == size.Name && c.Outcomes.Count > 0).ToList();
            if (contrasts.Count > 0) WriteDifferences(html, size, contrasts);
        }
        html.Add(
            "p", (study.HasIntervals
                ? $"Intervals (95 %, {study.IntervalScope}) hold one by one: among many, some miss. "
                : "") + "There are no verdicts on these figures.", ("class", "footnote"));
    }

    private static void WriteArms(Html html, SizeRecord size, List<FairArmRow> arms)
    {
        var table = new HtmlTable(
            $"Probabilities of every arm at size {size.Name}",
            [new("Arm", IsText: true), .. arms[0].Outcomes.Select(o => Heading(o.Outcome, o.Unit))])
        { IsWide = true };
        foreach (var arm in arms)
            table.AddRow(
                arm.EqualSteps ? null : "short",
                [arm.Arm, .. arm.Outcomes.Select(o => Figure(Value(o.Unit, o.Value), o.Interval, o.Unit, Value))]);
        table.WriteTo(html);
    }

    private static void WriteDifferences(Html html, SizeRecord size, List<ContrastRecord> contrasts)
    {
        var table = new HtmlTable(
            $"Differences at size {size.Name}; below 0 the arm is better",
            [new("Comparison", IsText: true), .. contrasts[0].Outcomes.Select(o => Heading(o.Outcome, o.Unit))])
        { IsWide = true };
        foreach (var contrast in contrasts)
            table.AddRow(
                null,
                [ContrastTable.Named(contrast), .. contrast.Outcomes.Select(o =>
                    Figure(Change(o.Unit, o.Estimate), o.Pointwise, o.Unit, Change))]);
        table.WriteTo(html);
    }

    private static Column Heading(string outcome, string unit) =>
        new($"{Capital(outcome)}, {unit}");

    private static Cell Figure(
        string value, ValueInterval? interval, string unit, Func<string, double?, string> number) => new(html =>
    {
        html.Text(value);
        if (interval is { } i) html.Add("small", $"[{number(unit, i.Low)},\u00A0{number(unit, i.High)}]");
    });

    private static string Value(string unit, double? value) => unit == "nats" ? Loss(value) : Spread(value);

    private static string Change(string unit, double? value) => unit == "nats" ? LossChange(value) : Points(value);
}
