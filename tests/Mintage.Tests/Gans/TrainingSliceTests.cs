using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class TrainingSliceTests
{
    [Fact]
    public void Without_a_share_all_images_are_trained_on()
    {
        var images = Shapes.Make(60);
        Assert.Equal(new TrainingSlice(images, null), Draw(images, 0));
    }

    [Fact]
    public void The_slice_has_its_share_of_every_class_and_no_image_of_the_training_part()
    {
        var images = Shapes.Make(60);
        var parts = Draw(images, 0.2);
        Assert.Empty(parts.Faults());
        Assert.Equal([4, 4, 4], parts.Slice!.ClassCounts());
        Assert.Equal([16, 16, 16], parts.Training.ClassCounts());
        Assert.Empty(Fingerprints(parts.Training).Intersect(Fingerprints(parts.Slice)));
        Assert.Equal(Fingerprints(images).Order(), Fingerprints(parts.Training).Concat(Fingerprints(parts.Slice)).Order());
    }

    [Fact]
    public void Groups_and_copies_stay_on_one_side()
    {
        var images = Shapes.Make(60);
        var grouped = LabelledImages.Concat("twice", [images, images]).WithGroups([.. Enumerable.Range(0, 120).Select(i => $"patient {i % 60 / 3}")]);
        var parts = Draw(grouped, 0.2);
        Assert.Empty(parts.Training.Groups!.Intersect(parts.Slice!.Groups!));
        Assert.Empty(Fingerprints(parts.Training).Intersect(Fingerprints(parts.Slice)));
    }

    [Fact]
    public void Too_few_images_of_a_class_are_a_fault_that_names_it()
    {
        var images = Shapes.Make(60);
        var scarce = images.Select([.. Enumerable.Range(0, 60).Where(i => images.Labels[i] != 2 || i < 12)]);
        var fault = Assert.Single(Draw(scarce, 0.2).Faults());
        Assert.Contains("'diagonal' has 1 of 4", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("'rows'", fault, StringComparison.Ordinal);
    }

    private static TrainingSlice Draw(LabelledImages images, double share) => TrainingSlice.Draw(images, share, SeedTree.FromSeed(1).Random());

    private static IEnumerable<string> Fingerprints(LabelledImages images) => Enumerable.Range(0, images.Count).Select(images.ImageFingerprint);
}
