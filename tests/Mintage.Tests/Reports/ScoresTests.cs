using System.Xml.Linq;
using Mintage.Networks.Weights;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class ScoresTests
{
    private static readonly StudyResults Sample = SampleResults.Create();

    [Fact]
    public void A_distance_of_our_own_network_is_named_after_it_and_never_called_FID()
    {
        var section = Page.Of(Sample).Section("scores").Value;
        Assert.Contains($"Fréchet distance ({SampleResults.Extractor})", section, StringComparison.Ordinal);
        Assert.DoesNotContain("FID", section, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Only_what_the_records_call_fid_is_called_FID()
    {
        var page = Page.Of(Sample with { Scores = [.. Sample.Scores.Select(s => s with { Metric = s.Metric with { Name = "fid", Extractor = "inception-v3-2015-12-05" } })] });
        Assert.Contains("FID (inception-v3-2015-12-05)", page.Section("scores").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_images_that_leave_the_covariance_without_full_rank_are_marked_and_explained()
    {
        var page = Page.Of(Sample);
        Assert.Equal(["100 †", "200", "500", "1,000", "2,000", "5,000"], page.RowHeadings("scores").Take(6).Select(h => h.Value));
        Assert.Contains("128 features need for a covariance of full rank (129)", page.Section("scores").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_images_measured_against_real_ones_stand_beside_the_GANs()
    {
        var page = Page.Of(Sample);
        Assert.Contains("real against real (held out)", page.Section("scores").Descendants("ul").First().Value, StringComparison.Ordinal);
        Assert.Contains(page.Section("scores").Descendants("thead").Elements("tr").Elements("th"), t => t.Value == "real");
    }

    [Fact]
    public void Values_of_several_replicates_are_averaged()
    {
        var scores = Sample.Scores.Where(s => s is { Source: "cgan", Size: "reduced", Metric.NSynthetic: 5000 }).ToList();
        var page = Page.Of(Sample with { Scores = [Of(4), Of(7) with { Replicate = 1 }] });
        ScoreRecord Of(double value) => scores[0] with { Metric = scores[0].Metric with { Value = value } };
        Assert.Equal("5.500", page.RowHeadings("scores").Single().Parent!.Element("td")!.Value);
    }

    [Fact]
    public void FID_its_extrapolation_and_KID_have_a_table_and_a_chart_each_and_unofficial_weights_are_marked()
    {
        var one = Sample.Scores.Where(s => s is { Size: "reduced", Replicate: 0 }).Select(s => s with { Metric = s.Metric with { Extractor = FeatureSource.InceptionName }, FeatureDimension = 2048 }).ToList();
        Page Of(string weights) => Page.Of(Sample with
        {
            ScoreNotes = ["what a reader must know"],
            Scores = [.. new[] { "fid", "fid-infinity", "kid" }.SelectMany(name => one.Select(s => s with
            {
                Metric = s.Metric with
                {
                    Name = name,
                    WeightsSha256 = weights,
                    Interval = name == "fid-infinity" ? null : [s.Metric.Value - 1, s.Metric.Value + 1],
                },
            }))],
        });
        var section = Of(new string('1', 64)).Section("scores");
        Assert.Equal(
            ["FID (inception, unofficial weights), reduced", "FID-infinity (inception, unofficial weights), reduced", "KID × 1,000 (inception, unofficial weights), reduced"],
            section.Descendants("h3").Select(h => h.Value));
        Assert.Equal((3, 3), (section.Descendants("table").Count(), section.Descendants("figure").Count()));
        var cells = one.Select(s => (s.Source, s.Metric.NSynthetic)).Distinct().Count();
        Assert.Equal(2 * cells, section.Descendants("td").Count(td => td.Elements("small").Any())); // FID and KID, none for the extrapolation
        var marks = section.Descendants("tbody").Select(body => body.Descendants("th").Count(h => h.Value.EndsWith('†')));
        Assert.Equal([5, 6, 0], marks); // up to 2,048 images; up to four times as many; KID has no such limit
        Assert.Contains(section.Descendants("p"), p => p.Value == "what a reader must know");
        Assert.Contains("FID (inception), reduced", Of(WeightCatalogue.Inception.Sha256).Section("scores").Descendants("h3").Select(h => h.Value));
    }

    [Fact]
    public void A_measure_at_one_number_of_images_has_a_table_and_no_chart()
    {
        var page = Page.Of(Sample with { Scores = [.. Sample.Scores.Where(s => s.Metric.NSynthetic == 1000).Select(s => s with { Metric = s.Metric with { Name = "kid" } })] });
        Assert.Empty(page.Section("scores").Descendants("svg"));
        Assert.DoesNotContain("†", page.Section("scores").Value, StringComparison.Ordinal);
    }
}
