using CsCheck;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Tests.Data;

namespace Mintage.Tests.Splitting;

public sealed class StratifiedKFoldTests
{
    /// <summary>Up to four classes of 7 to 40 images in random order, and 2 to 7 folds.</summary>
    private static readonly Gen<(int[] Labels, int Folds, long Seed)> Drawn = Gen.Select(Gen.Int[7, 40].Array[1, 4], Gen.Int[2, 7], Gen.Long[0, 1000], (counts, folds, seed) =>
    {
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        SeedTree.FromSeed(seed).Child("order").Random().Shuffle(labels.AsSpan());
        return (labels, folds, seed);
    });

    [Fact]
    public void Every_image_is_validated_on_once_and_never_trained_on_in_that_fold() => Drawn.Sample(t =>
    {
        var folds = StratifiedKFold.Split(t.Labels, t.Folds, SeedTree.FromSeed(t.Seed).Random());
        Assert.Equal(t.Folds, folds.Count);
        AssertPartition(t.Labels.Length, folds);
    });

    [Fact]
    public void Without_groups_classes_and_sizes_differ_by_at_most_one_image_between_folds() => Drawn.Sample(t =>
    {
        var folds = StratifiedKFold.Split(t.Labels, t.Folds, SeedTree.FromSeed(t.Seed).Random());
        AssertWithin(1, folds.Select(fold => fold.Validation.Length));
        Assert.All(t.Labels.Distinct(), label => AssertWithin(1, folds.Select(fold => fold.Validation.Count(i => t.Labels[i] == label))));
    });

    [Fact]
    public void Groups_stay_together_and_every_fold_has_every_class() =>
        Drawn.SelectMany(t => Gen.Int[1, 5].Select(size => (t.Labels, t.Folds, t.Seed, Size: size))).Sample(t =>
        {
            // Groups of one class, of 1 to Size images, at least 7 per class.
            var groups = t.Labels.Select((label, i) => (label * 1000) + (t.Labels.Take(i).Count(l => l == label) is var n && n < 7 * t.Size ? n % 7 : n)).ToArray();
            var folds = StratifiedKFold.Split(t.Labels, t.Folds, SeedTree.FromSeed(t.Seed).Random(), groups);
            AssertPartition(t.Labels.Length, folds);
            foreach (var fold in folds)
            {
                Assert.Empty(fold.Training.Select(i => groups[i]).Intersect(fold.Validation.Select(i => groups[i])));
                Assert.Equal(t.Labels.Distinct().Order(), fold.Validation.Select(i => t.Labels[i]).Distinct().Order());
            }
            // Dealing the largest first leaves no class more uneven than its largest group.
            Assert.All(t.Labels.Distinct(), label => AssertWithin(t.Size, folds.Select(fold => fold.Validation.Count(i => t.Labels[i] == label))));
        });

    [Fact]
    public void Groups_of_several_classes_stay_together() => Gen.Select(Gen.Int[0, 2].Array[60], Gen.Long[0, 1000]).Sample((labels, seed) =>
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 3)];
        int[] all = [.. labels.Select((label, i) => i < 18 ? i / 3 % 3 : label)]; // two pure groups of every class
        var folds = StratifiedKFold.Split(all, 2, SeedTree.FromSeed(seed).Random(), groups);
        AssertPartition(60, folds);
        Assert.All(folds, fold => Assert.Empty(fold.Training.Select(i => groups[i]).Intersect(fold.Validation.Select(i => groups[i]))));
        AssertWithin(12, folds.Select(fold => fold.Validation.Length)); // no bound is known; 200,000 draws gave 0 or 6
    });

    [Fact]
    public void The_seed_decides() => Assert.NotEqual(
        StratifiedKFold.Split(new int[30], 3, SeedTree.FromSeed(1).Random())[0].Validation,
        StratifiedKFold.Split(new int[30], 3, SeedTree.FromSeed(2).Random())[0].Validation);

    [Fact]
    public void The_split_is_frozen() // a change would silently change every study's folds
        => Assert.Equal([6, 8, 9, 10], StratifiedKFold.Split([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 3, SeedTree.FromSeed(1).Random())[0].Validation);

    [Fact]
    public void A_class_with_fewer_images_than_folds_is_named_with_the_remedy()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 1, 1, 1];
        TestImages.Refused(() => Split(labels, 5, classNames: ["good", "crack"]), "5 folds need at least 5 images in every class; class 'crack' has 3. Use --folds 3 or add images.");
        TestImages.Refused(() => Split([.. labels, 2], 5), "class 2 has 1, class 1 has 3. Add images");
    }

    [Fact]
    public void Copies_count_once() => TestImages.Refused(
        () => Split([0, 0, 0, 0, 1, 1, 1, 1], 3, groups: [1, 2, 3, 4, 5, 5, 5, 6], classNames: ["good", "crack"]),
        "3 folds need at least 3 images in every class; class 'crack' has 2 (4 images, but identical or grouped ones count once). Use --folds 2 or add images.");

    [Fact]
    public void Splits_that_cannot_be_are_refused()
    {
        TestImages.Refused(() => Split([0, 0, 0], 1), "at least 2 folds");
        TestImages.Refused(() => Split([], 2), "Folds need images");
        Assert.Throws<ArgumentException>(() => Split([0, 0, 0], 2, groups: [1, 2]));
    }

    private static IReadOnlyList<Fold> Split(int[] labels, int folds, int[]? groups = null, string[]? classNames = null) =>
        StratifiedKFold.Split(labels, folds, SeedTree.FromSeed(1).Random(), groups, classNames);

    private static void AssertPartition(int count, IReadOnlyList<Fold> folds)
    {
        Assert.Equal(Enumerable.Range(0, count), folds.SelectMany(fold => fold.Validation).Order());
        foreach (var fold in folds)
        {
            StratifiedSubsetTests.AssertAscending(fold.Validation);
            StratifiedSubsetTests.AssertAscending(fold.Training);
            Assert.Equal(Enumerable.Range(0, count), fold.Training.Concat(fold.Validation).Order());
        }
    }

    private static void AssertWithin(int difference, IEnumerable<int> counts) => Assert.InRange(counts.Max() - counts.Min(), 0, difference);
}
