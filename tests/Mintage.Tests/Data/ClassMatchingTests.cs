using Mintage.Data;
using Mintage.Data.Writing;

namespace Mintage.Tests.Data;

public sealed class ClassMatchingTests
{
    private static readonly LabelledImages Cats = Set("train", ["cat", "dog", "hen"], [0, 1, 2, 1]);

    [Fact]
    public void Classes_are_matched_by_name_whatever_their_order_and_a_subset_will_do()
    {
        var matched = ClassMatching.InClassesOf(Set("test", ["hen", "cat"], [0, 1, 1, 0]), Cats);
        Assert.Equal([2, 0, 0, 2], matched.Labels);
        Assert.Equal(Cats.ClassNames, matched.ClassNames);
        Assert.Same(Cats, ClassMatching.InClassesOf(Cats, Cats));
    }

    [Fact]
    public void Groups_marks_and_files_stay()
    {
        var set = Set("test", ["hen", "cat"], [0, 1, 1, 0]).WithGroups(["a", "b", "c", "d"]).Marked(isSynthetic: true);
        var matched = ClassMatching.InClassesOf(set, Cats);
        Assert.Equal(set.Groups, matched.Groups);
        Assert.Equal(set.IsSynthetic, matched.IsSynthetic);
        Assert.Equal(set.ImageFingerprint(3), matched.ImageFingerprint(3));
    }

    [Fact]
    public void Unknown_names_are_refused_with_the_likely_one()
    {
        TestImages.Refused(() => ClassMatching.InClassesOf(Set("test", ["cat", "dogs"], [0, 1, 1, 0]), Cats), "'dogs'", "'train'", "Did you mean 'dog'?");
        TestImages.Refused(() => ClassMatching.InClassesOf(Set("test", ["0", "1", "2"], [0, 1, 1, 0]), Cats), "'0', '1', '2'", "class_names");
    }

    [Fact]
    public void One_name_for_two_classes_is_refused_where_the_order_differs() =>
        TestImages.Refused(() => ClassMatching.InClassesOf(Set("test", ["cat", "cat"], [0, 1, 1, 0]), Cats), "2 classes called 'cat'");

    [Fact]
    public void Synthetic_images_are_put_behind_real_ones_by_name()
    {
        var both = new TracedSet(Cats, null).With(new TracedSet(Set("made", ["hen", "cat"], [0, 1, 1, 0]), null));
        Assert.Equal([0, 1, 2, 1, 2, 0, 0, 2], both.Images.Labels);
        TestImages.Refused(() => new TracedSet(Cats, null).With(new TracedSet(Set("made", ["cow"], [0, 0, 0, 0]), null)), "'cow'");
    }

    private static LabelledImages Set(string name, string[] classes, int[] labels) =>
        new(name, [.. Enumerable.Range(0, labels.Length).Select(i => (byte)(i * 7))], labels, 1, 1, 1, classes);
}
