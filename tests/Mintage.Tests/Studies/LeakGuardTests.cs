using Mintage.Data;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Tests.Studies;

public sealed class LeakGuardTests
{
    private static readonly LabelledImages Training = Shapes.Make(30, seed: 3), Test = Shapes.Make(12, seed: 4);

    [Fact]
    public void A_lineage_inside_the_training_part_passes() => Check(Lineage(Training));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_test_image_behind_a_synthetic_set_is_always_refused_with_its_index(bool leaky)
    {
        var refusal = Assert.Throws<UserInputException>(() => Check([.. Lineage(Training), Test.ImageFingerprint(7)], leaky));
        Assert.Contains("(image 7)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("synthetic images come from", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_validation_image_behind_a_synthetic_set_is_refused_too(bool leaky)
    {
        var validation = Shapes.Make(9, seed: 8);
        Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", Training, null, [.. Lineage(Training), validation.ImageFingerprint(2)], [Test, validation], leaky));
    }

    [Fact]
    public void Outside_studies_every_overlap_is_listed_with_the_way_out()
    {
        LeakGuard.CheckTest(Training, Lineage(Training), Test);
        var refusal = Assert.Throws<UserInputException>(() => LeakGuard.CheckTest(Test.Select([2, 3]), [Test.ImageFingerprint(7)], Test));
        Assert.Contains("2 faults", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(image 2, image 3)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(image 7)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-overlap", refusal.Message, StringComparison.Ordinal);
        var groups = Enumerable.Repeat("patient 7", 1).ToList();
        Assert.Throws<UserInputException>(() => LeakGuard.CheckTest(Training.Select([0]).WithGroups(groups), null, Test.Select([0]).WithGroups(groups)));
    }

    [Fact]
    public void An_image_outside_the_training_part_needs_the_mark()
    {
        List<string> planted = [.. Lineage(Training), Shapes.Make(1, seed: 5).ImageFingerprint(0)];
        var refusal = Assert.Throws<UserInputException>(() => Check(planted));
        Assert.Contains("1 images of its lineage are not among them", refusal.Message, StringComparison.Ordinal);
        Check(planted, leaky: true);
    }

    [Fact]
    public void A_test_image_among_the_training_images_is_refused_whether_or_not_there_is_a_GAN()
    {
        var planted = LabelledImages.Concat("planted", [Training, Test.Select([3, 4])]);
        var refusal = Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", planted, null, null, [Test], false));
        Assert.Contains("(image 3, image 4)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("classifier trains on", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_image_among_the_extra_real_images_is_refused()
    {
        var extra = LabelledImages.Concat("extra", [Shapes.Make(10, seed: 6), Test.Select([0])]);
        Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", Training, extra, null, [Test], false));
    }

    [Fact]
    public void The_label_of_a_leaked_image_does_not_hide_it()
    {
        var relabelled = new LabelledImages("relabelled", Test.Image(5).ToArray(), [(Test.Labels[5] + 1) % Test.ClassCount], Test.Height, Test.Width, Test.Channels, Test.ClassNames);
        Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", LabelledImages.Concat("x", [Training, relabelled]), null, null, [Test], false));
    }

    private static void Check(IReadOnlyCollection<string> lineage, bool leaky = false) => LeakGuard.Check("arm", Training, null, lineage, [Test], leaky);

    private static List<string> Lineage(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(images.ImageFingerprint)];
}
