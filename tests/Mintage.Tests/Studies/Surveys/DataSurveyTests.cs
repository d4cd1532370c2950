using System.Text.Json;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Studies.Surveys;
using Mintage.Tests.Data;

namespace Mintage.Tests.Studies.Surveys;

public sealed class DataSurveyTests
{
    [Fact]
    public void A_sound_set_has_no_warnings_and_a_study()
    {
        var survey = DataSurvey.Of("shapes.npz", Shapes.Make(600), Shapes.Make(300, seed: 2), null, new ImageImport());
        Assert.Empty(survey.Warnings);
        Assert.Null(survey.NoStudy);
        Assert.Equal((600, 300, 0, "shapes"), (survey.Study!.TrainingImages, survey.Study.TestImages, survey.Study.LeftOut, survey.Study.Plan.Name));
        Assert.Contains("classical", survey.Study.Arms);
        Assert.InRange(survey.Study.Steps, 900, 1_200);
        Assert.True(survey.Study.Cost.WallSeconds(2) < survey.Study.Cost.CoreSeconds && survey.Study.Cost.WallSeconds(1_000) < survey.Study.Cost.WallSeconds(2));
        Assert.Contains("\"steps\"", JsonSerializer.Serialize(survey, Json.File), StringComparison.Ordinal);
    }

    [Fact]
    public void Small_and_unequal_classes_are_told_with_what_they_are_too_small_for()
    {
        var images = Shapes.Make(900);
        var survey = Of(images.Select([.. Enumerable.Range(0, 900).Where(i => i % 3 < 2), 2, 5, 8]));
        Assert.Equal(["unequal-classes", "too-small-for-folds", "few-in-training", "rare-in-gan-batch", "few-in-test"], Kinds(survey));
        Assert.Contains("100 times the images of 'diagonal'", Text(survey, "unequal-classes"), StringComparison.Ordinal);
        Assert.Contains("'diagonal (3)'", Text(survey, "too-small-for-folds"), StringComparison.Ordinal);
        Assert.Contains("'diagonal (2)'", Text(survey, "few-in-training"), StringComparison.Ordinal); // one is in the test part
    }

    [Fact]
    public void What_one_group_or_one_pixel_pattern_spoils_is_told()
    {
        var images = Shapes.Make(600);
        var pixels = images.Pixels.ToArray();
        pixels.AsSpan(0, 128).Clear(); // two black images, of two classes
        var grouped = new LabelledImages("x", pixels, images.Labels, 8, 8, 1, images.ClassNames, [.. Enumerable.Range(0, 600).Select(i => i % 3 == 2 ? "p0" : $"p{i}")]);
        var survey = Of(grouped);
        Assert.Equal(["one-group-classes", "two-labels", "blank-images", "too-small-for-folds"], Kinds(survey).Take(4));
        Assert.Contains("'diagonal (all 200 of p0)'", Text(survey, "one-group-classes"), StringComparison.Ordinal);
        Assert.Contains("2 images are of one colour", Text(survey, "blank-images"), StringComparison.Ordinal);
        Assert.Contains("1 image is identical to an image of another class", Text(survey, "two-labels"), StringComparison.Ordinal);
        Assert.Contains("'diagonal (1)'", Text(survey, "too-small-for-folds"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_look_like_patients_on_both_sides_are_told()
    {
        var (train, test) = (Named(Shapes.Make(600), i => $"c/p{i / 20}_{i}.png"), Named(Shapes.Make(300, seed: 2), i => $"c/p{i / 20}_{1_000 + i}.png"));
        var survey = DataSurvey.Of("x", train, test, test, new ImageImport());
        Assert.Equal(["names-like-groups", "named-groups-in-both", "enlarged-pictures"], Kinds(survey));
        Assert.Contains("30 groups", Text(survey, "names-like-groups"), StringComparison.Ordinal);
        Assert.Contains("15 of them are in shapes too", Text(survey, "named-groups-in-both"), StringComparison.Ordinal);
        Assert.Equal([new PictureSizeCount(6, 7, 400), new PictureSizeCount(8, 8, 200)], survey.PictureSizes);
    }

    [Fact]
    public void Where_no_study_is_possible_the_reason_is_told()
    {
        var survey = Of(TestImages.Random(60, height: 36, width: 36));
        Assert.Null(survey.Study);
        Assert.Contains("multiple", survey.NoStudy, StringComparison.OrdinalIgnoreCase);
    }

    private static DataSurvey Of(LabelledImages images) => DataSurvey.Of("x.npz", images, null, null, new ImageImport());

    private static LabelledImages Named(LabelledImages images, Func<int, string> path) =>
        new(images.Name, images.Pixels, images.Labels, images.Height, images.Width, images.Channels, images.ClassNames)
        {
            Files = [.. Enumerable.Range(0, images.Count).Select(i => i % 3 == 0 ? new ImageFile(path(i), 8, 8) : new ImageFile(path(i), 6, 7))],
        };

    private static IEnumerable<string> Kinds(DataSurvey survey) => survey.Warnings.Select(warning => warning.Kind);

    private static string Text(DataSurvey survey, string kind) => survey.Warnings.Single(warning => warning.Kind == kind).Text;
}
