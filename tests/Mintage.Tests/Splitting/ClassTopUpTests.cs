using CsCheck;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Tests.Splitting;

public sealed class ClassTopUpTests
{
    [Fact]
    public void Missing_images_bring_every_class_to_the_target_and_take_none_away()
    {
        Assert.Equal([0, 30, 45], ClassTopUp.Missing([50, 20, 5]));
        Assert.Equal([0, 0, 5], ClassTopUp.Missing([50, 20, 5], 10));
    }

    [Fact]
    public void Oversampled_rows_have_equal_classes_and_use_the_rows_of_a_class_evenly() =>
        Gen.Int[0, 4].Array[1, 80].Sample(labels =>
        {
            var rows = ClassTopUp.Oversampled(labels, 6, SeedTree.FromSeed(1).Random());
            var largest = labels.CountBy(l => l).Max(c => c.Value);
            Assert.All(labels.Distinct(), c => Assert.Equal(largest, rows.Count(r => labels[r] == c)));
            var uses = Enumerable.Range(0, labels.Length).ToLookup(r => labels[r], r => rows.Count(used => used == r));
            Assert.All(uses, u => Assert.InRange(u.Max() - u.Min(), 0, 1));
        });
}
