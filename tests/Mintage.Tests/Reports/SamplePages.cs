using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Tests.Reports;

/// <summary>Writes the sample studies as pages to look at; <c>MINTAGE_SAMPLE_PAGES</c> names the folder.</summary>
public sealed class SamplePages
{
    private const string FolderVariable = "MINTAGE_SAMPLE_PAGES";

    [Fact(Explicit = true)]
    public void The_sample_pages_are_written_to_look_at()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{FolderVariable} names no folder.");
        Directory.CreateDirectory(folder!);
        var fair = SampleFair.Create();
        Write("report", fair);
        Write("plumbing", fair with { PlumbingOnly = true });
        Write("article", SampleResults.Create());
        Write("fair-only", fair with { Protocols = ["fair"], Arms = [], FoldTable = [], Decompositions = [], Fits = [.. fair.Fits.Where(f => f.Protocol == "fair")] });
        Write("few", fair with
        {
            Replicates = 2,
            Contrasts = [.. fair.Contrasts.Select(c => c with
            {
                Verdict = c.InFamily ? "not enough evidence" : null,
                Arm = c.Arm.Replace("wgan", "wgan-with-a-rather-long-name", StringComparison.Ordinal),
                DifferencesPoints = [.. c.DifferencesPoints.Take(2)],
                SimultaneousPoints = c.SimultaneousPoints is { } i ? new(i.Low - 30, i.High + 30) : null,
                PointwisePoints = c.PointwisePoints is { } p ? new(p.Low - 3, p.High + 3) : null,
            })],
        });
        Write("one", fair with
        {
            Replicates = 1,
            FairArms = [.. fair.FairArms.Select(a => a with { AccuracyPercent = null, AccuracyDeviation = null })],
            Contrasts = [.. fair.Contrasts.Select(c => c with { Verdict = c.InFamily ? "not enough evidence" : null, DifferencesPoints = [.. c.DifferencesPoints.Take(1)], SimultaneousPoints = null, PointwisePoints = null, PValue = null, AdjustedPValue = null })],
            Decompositions = [.. fair.Decompositions.Select(d => d with { TotalInterval = null, Parts = [.. d.Parts.Select(p => p with { Interval = null, PercentOfTotal = null })] })],
        });

        void Write(string name, StudyResults results)
        {
            using var study = new SampleStudy(results);
            WholeFile.WriteText(Path.Combine(folder!, $"{name}.html"), HtmlReport.Render(results, study.Folder));
            Json.Write(Path.Combine(folder!, $"{name}.json"), results);
        }
    }
}
