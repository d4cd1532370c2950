using System.Globalization;
using System.Text.Json;
using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

public sealed class StudyCsvTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_scalar_of_a_fit_is_a_column_named_as_in_the_JSON_and_new_columns_come_last() => Assert.Equal(
        [.. Scalars(typeof(FitRecord)), .. Scalars(typeof(FitFigures)).Where(s => s != "same_twice"), "balanced_accuracy", "macro_f1", "gan", "synthetic_share", "plan", "seed", "same_twice"],
        Lines(SampleResults.Create())[0].Split(','));

    [Fact]
    public void A_line_is_one_observation_with_everything_that_tells_it_apart()
    {
        var sample = SampleFair.Create();
        var fit = sample.Fits.First(f => f is { Protocol: "fair", Arm: "classical+cgan" });
        var line = Lines(sample with { Fits = [fit with { Measures = [new("balanced accuracy", 25, null)] }] })[1].Split(',');
        Assert.Equal(["0.25", "", "cgan", "0.5", "evidence", $"{sample.Seed}", ""], line[^7..]);
    }

    [Fact]
    public void There_is_one_line_per_fit_and_every_line_ends_in_CRLF()
    {
        var sample = SampleResults.Create();
        Assert.Equal(sample.Fits.Count + 2, Lines(sample).Length);
        Assert.Equal("", Lines(sample)[^1]);
    }

    [Fact]
    public void A_field_with_commas_or_quotes_is_quoted_and_breaks_no_line()
    {
        var sample = SampleResults.Create();
        var text = Write(sample with { Fits = [sample.Fits[0] with { Arm = "a \"b\", c\nd" }] });
        Assert.Contains(",reduced,\"a \"\"b\"\", c\uFFFDd\",0,,FALSE,", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("-1.5;0.25;-3E-05", "-1.5;0.25;-3E-05")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\uFFFD=1")]
    [InlineData("two\nlines\u001b[31m", "two\uFFFDlines\uFFFD[31m")]
    [InlineData("-0.3", "-0.3")]
    [InlineData("-1.5E-05", "-1.5E-05")]
    [InlineData("-", "-")]
    [InlineData("a=1", "a=1")]
    public void A_text_that_a_spreadsheet_would_run_is_guarded_and_a_number_is_not(string arm, string cell)
    {
        var sample = SampleResults.Create();
        Assert.Contains($",reduced,{cell},0,,FALSE,", Write(sample with { Fits = [sample.Fits[0] with { Arm = arm }] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_double_is_read_back_with_the_same_bits()
    {
        var sample = SampleResults.Create();
        var figures = sample.Fits[0].Figures with { Accuracy = 0.1 + 0.2, Loss = double.Epsilon };
        var fields = Lines(sample with { Fits = [sample.Fits[0] with { Figures = figures }] })[1].Split(',');
        Assert.Equal(figures.Accuracy, double.Parse(fields[14], CultureInfo.InvariantCulture));
        Assert.Equal(figures.Loss, double.Parse(fields[15], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void What_is_not_finite_is_an_empty_field()
    {
        var sample = SampleResults.Create();
        var fields = Lines(sample with { Fits = [sample.Fits[0] with { Figures = sample.Fits[0].Figures with { Loss = double.NaN } }] })[1].Split(',');
        Assert.Equal("", fields[15]);
    }

    [Theory]
    [InlineData(StudyCsv.FairArmsFileName, typeof(FairArmRow))]
    [InlineData(StudyCsv.ContrastsFileName, typeof(ContrastRecord))]
    public void Every_scalar_of_the_fair_protocol_is_a_column_named_as_in_the_JSON(string file, Type record)
    {
        StudyCsv.WriteAll(SampleFair.Create(), folder);
        var header = File.ReadAllLines(Path.Combine(folder, file))[0].Split(',');
        var intervals = record.GetProperties().Where(p => p.PropertyType == typeof(PointsInterval)).Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)).ToList();
        string[] wanted = [.. Scalars(record), .. intervals.Select(i => $"{i}_low"), .. intervals.Select(i => $"{i}_high")];
        Assert.Equal(wanted.Order(), header.Where(h => !OfLists.Any(list => h.StartsWith(list, StringComparison.Ordinal))).Order());
    }

    private static readonly string[] OfLists = ["differences_points", "balanced_accuracy_", "macro_f1_", "negative_log_likelihood", "calibration_error"];

    [Fact]
    public void The_fair_protocol_has_files_of_its_own_with_a_line_per_row()
    {
        var sample = SampleFair.Create();
        StudyCsv.WriteAll(sample, folder);
        Assert.Equal(sample.FairArms.Count + 1, File.ReadAllLines(Path.Combine(folder, StudyCsv.FairArmsFileName)).Length);
        var contrasts = File.ReadAllLines(Path.Combine(folder, StudyCsv.ContrastsFileName));
        Assert.Equal(sample.Contrasts.Count + 1, contrasts.Length);
        Assert.Contains(",0.61;0.84;0.72;0.95;0.58,", contrasts[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, StudyCsv.FileName)));
    }

    [Fact]
    public void A_study_of_the_articles_protocol_alone_has_one_file()
    {
        StudyCsv.WriteAll(SampleResults.Create(), folder);
        Assert.Equal([StudyCsv.FileName], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    private static IEnumerable<string> Scalars(Type record) => record.GetProperties()
        .Where(p => p.PropertyType.IsPrimitive || p.PropertyType == typeof(string) || Nullable.GetUnderlyingType(p.PropertyType) is not null)
        .Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));

    private string[] Lines(StudyResults results) => Write(results).Split("\r\n");

    private string Write(StudyResults results)
    {
        var path = Path.Combine(folder, StudyCsv.FileName);
        StudyCsv.Write(results, path);
        return File.ReadAllText(path);
    }
}
