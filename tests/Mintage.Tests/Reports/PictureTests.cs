namespace Mintage.Tests.Reports;

public sealed class PictureTests : IDisposable
{
    private readonly SampleStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void A_picture_is_copied_into_the_page_with_its_size()
    {
        var sheet = Page.Of(study.Results, study.Folder).Root.Descendants("img").First(i => (string?)i.Attribute("width") == "560");
        var bytes = Convert.FromBase64String(((string)sheet.Attribute("src")!)["data:image/png;base64,".Length..]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(study.Folder, study.Results.Gans[0].SheetFile!)), bytes);
    }

    [Fact]
    public void A_missing_picture_is_named_in_its_place()
    {
        File.Delete(Path.Combine(study.Folder, study.Results.Gans[0].SheetFile!));
        AssertMissing(study.Results.Gans[0].SheetFile!, "could not be read from the study folder. Run the study again");
    }

    [Fact]
    public void A_file_that_is_no_PNG_is_named_in_its_place()
    {
        File.WriteAllText(Path.Combine(study.Folder, study.Results.Gans[0].SheetFile!), "not a picture, though long enough");
        AssertMissing(study.Results.Gans[0].SheetFile!, "is not a PNG file");
    }

    [Theory]
    [InlineData("../secret.png")]
    [InlineData("/etc/hostname")]
    public void A_file_outside_the_study_folder_is_not_read(string file) => AssertMissing(file, "lies outside the study folder");

    [Fact]
    public void A_picture_that_was_never_recorded_is_said_to_be_missing() => AssertMissing(null, "none was recorded");

    private void AssertMissing(string? file, string reason)
    {
        var results = study.Results with { Gans = [study.Results.Gans[0] with { SheetFile = file }] };
        var notice = Page.Of(results, study.Folder).Root.Descendants("p").Single(p => (string?)p.Attribute("class") == "missing");
        Assert.Contains(reason, notice.Value, StringComparison.Ordinal);
        Assert.Contains(file ?? "", notice.Value, StringComparison.Ordinal);
    }
}
