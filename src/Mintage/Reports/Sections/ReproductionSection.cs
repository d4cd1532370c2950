using Mintage.Results;
using Mintage.Runtime;
using static Mintage.Reports.Numbers;

namespace Mintage.Reports.Sections;

/// <summary>What it takes to get the same results again, and to check that the data were the same.</summary>
internal static class ReproductionSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportContext study)
    {
        var (results, data) = (study.Results, study.Results.Data);
        if (results.TrainedElsewhere is { } elsewhere)
        {
            html.Add("p", $"{Count(elsewhere.Classifiers)} classifiers were trained elsewhere, on exported images. The "
                + "same export and the same predictions give the same figures. How to train them again is for their "
                + "owner to say" + (elsewhere.Versions.Count == 0
                    ? "." : $"; they report {string.Join(", ", elsewhere.Versions)}."));
        }
        else using (html.In("p"))
        {
            html.Text("The study folder holds the plan as given (").Add("code", "plan.yaml")
                .Text("), every option as resolved (")
                .Add("code", "resolved.json").Text("), versions and processor (").Add("code", "environment.json")
                    .Text("), all figures (")
                .Add("code", "results.json").Text(") and one line per classifier (").Add("code", "results.csv");
            if (study.HasFair)
                html.Text("), arm (").Add("code", StudyCsv.FairArmsFileName).Text(") and comparison (")
                    .Add("code", StudyCsv.ContrastsFileName);
            html.Text(
                "). The same plan, seed and threads with the same versions on the same kind of processor write the "
                + "same results byte for byte, and equal results write this page byte for byte.");
            if (OnGpu(results))
                html.Text(
                    " What was trained on a GPU is the exception: weights differ in the last bits from one run to "
                    + "the next.");
        }
        var table = new HtmlTable("What decides the results", new("What", IsText: true), new("Value", IsText: true));
        table.AddRow(null, "Plan", results.Profile);
        table.AddRow(null, "Protocols", string.Join(", ", results.Protocols));
        table.AddRow(null, "Seed", $"{results.Seed}");
        table.AddRow(null, "Threads per task", Count(results.Threads));
        if (OnGpu(results))
            table.AddRow(
                null, "Trained on", string.Join(", ", results.Gans.Select(gan => gan.Figures.Device).Distinct()));
        table.AddRow(null, "Replicates", Count(results.Replicates));
        if (results.Folds > 0) table.AddRow(null, "Folds", Count(results.Folds));
        if (study.HasFair)
        {
            table.AddRow(null, "Measure", results.Measure);
            if (results.NestedFolds > 0) table.AddRow(null, "Nested folds", Count(results.NestedFolds));
            foreach (var (index, look) in results.Looks.Index())
                table.AddRow(
                    null, $"Look {index + 1}",
                    $"{Count(look.Replicates)} replicate{(look.Replicates == 1 ? "" : "s")}: "
                    + $"{Estimates(look)}, in {study.Points}");
            table.AddRow(null, "Not relevant", ContrastsSection.Margins(results));
        }
        table.AddRow(
            null, "Data set",
            $"{data.Name}: "
            + (data.RepeatedSplits
                ? $"{Count(data.TrainCount)} images, of which each replicate keeps {Count(data.TestCount)} for testing"
                : $"{Count(data.TrainCount)} training and {Count(data.TestCount)} test images")
            + $", {data.Height} × {data.Width} pixels, {(data.Channels == 1 ? "grey" : $"{data.Channels} channels")}");
        table.AddRow(
            null, data.RepeatedSplits ? "Fingerprint, all images" : "Fingerprint, training images",
            Code(data.TrainFingerprint));
        if (!data.RepeatedSplits) table.AddRow(null, "Fingerprint, test images", Code(data.TestFingerprint));
        else foreach (var (index, fingerprint) in data.TestFingerprints.Index())
            table.AddRow(null, $"Fingerprint, test images, replicate {index + 1}", Code(fingerprint));
        foreach (var size in results.Sizes)
        {
            for (var r = 0; r < size.Fingerprints.Count; r++)
                table.AddRow(
                    null, $"Fingerprint, training part {size.Name}"
                    + (size.Fingerprints.Count > 1 ? $", replicate {r + 1}" : ""), Code(size.Fingerprints[r]));
        }
        table.AddRow(null, "Form of results.json", $"version {results.SchemaVersion}");
        table.WriteTo(html);
    }

    private static bool OnGpu(StudyResults results) =>
        results.Gans.Any(gan => gan.Figures.Device != ComputeDevice.Cpu.Name);

    private static Cell Code(string text) => new(html => html.Add("code", text));

    private static string Estimates(LookRecord look) => string.Join("; ", look.Estimates
        .Select(e => $"{e.Arm} against {e.Against} ({e.Size}) {(e.Points is { } points ? Points(points) : None)}"));
}
