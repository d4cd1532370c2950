using Mintage.Data;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("a/p{0}_{1}.png", 1)]
    [InlineData("a/scan-p{0}-{1}.png", 2)]
    [InlineData("a/IMG 2024{0:00} x.{1}.jpg", 2)]
    public void Beginnings_that_several_images_share_look_like_groups(string form, int fields)
    {
        var guess = NamedGroups.Guess(Named([.. Enumerable.Range(0, 24).Select(i => string.Format(null, form, i / 4, i % 4))]))!;
        Assert.Equal((fields, 6), (guess.Fields, guess.Names.Distinct().Count()));
        Assert.Equal(guess.Names[0], guess.Names[3]);
        Assert.NotEqual(guess.Names[0], guess.Names[4]);
    }

    [Theory]
    [InlineData("{2}/{0:0000}.png")] // running numbers
    [InlineData("{2}/IMG_{0:0000}.png")] // one word for all
    [InlineData("{2}/c{2}_{0}.png")] // the class
    [InlineData("{2}/{0}_flower_n.jpg")] // no two together
    public void Other_names_do_not(string form) =>
        Assert.Null(NamedGroups.Guess(Named([.. Enumerable.Range(0, 24).Select(i => string.Format(null, form, i, i % 4, i % 3))])));

    [Fact]
    public void Sets_without_files_say_nothing()
    {
        var images = TestImages.Random(24);
        Assert.Null(NamedGroups.Guess(images));
        Assert.Empty(SharedNames.Between(images, Named(["a/x7.png", "a/y8.png"])));
        Assert.Empty(SharedNames.AcrossClasses(images));
    }

    [Fact]
    public void The_same_groups_are_found_in_another_set()
    {
        var guess = NamedGroups.Guess(Named([.. Enumerable.Range(0, 12).Select(i => $"a/p{i / 3}_{i % 3}.png")]))!;
        Assert.Equal(["p3", null, "p9"], guess.In(Named(["a/p3_77.png", "a/other.png", "b/p9_1.png"]))!.Names);
    }

    [Fact]
    public void A_name_in_two_sets_or_two_classes_is_found_unless_it_is_a_running_number()
    {
        string[] running = [.. Enumerable.Range(1, 20).Select(i => $"{i % 3}/{i:000}.png")];
        var images = Named([.. running, "0/knot_4711.png", "1/knot_4711.jpg", "2/dog.png"]);
        var others = Named([.. running, "0/knot_4711.png", "1/cat.png"]);
        Assert.Equal(["knot_4711"], SharedNames.Between(images, others));
        Assert.Equal(["knot_4711"], SharedNames.AcrossClasses(images));

        // Numbered within each class, as many are.
        var perClass = Named([.. from label in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 5) select $"{label}/img{i}.png"], i => i / 5);
        Assert.Empty(SharedNames.AcrossClasses(perClass));
        Assert.Empty(SharedNames.Between(perClass, perClass));
    }

    private static LabelledImages Named(string[] paths, Func<int, int>? label = null)
    {
        var images = TestImages.Random(paths.Length, classes: 3);
        return new LabelledImages("named", images.Pixels, label is null ? images.Labels : [.. Enumerable.Range(0, paths.Length).Select(label)], 4, 3, 1, images.ClassNames)
        {
            Files = [.. paths.Select(path => new ImageFile(path, 3, 4))],
        };
    }
}
