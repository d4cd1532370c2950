using Mintage.Statistics;
using Mintage.Studies;

namespace Mintage.Tests.Studies;

public sealed class DetectableEffectTests
{
    [Fact]
    public void More_replicates_find_smaller_effects_and_a_share_of_the_level_larger_ones()
    {
        var plan = TinyStudy.Plan() with { Article = null, Frechet = null };
        var (five, ten) = (Of(5, []), Of(10, []));
        Assert.All(new[] { five, ten }, e => Assert.True(e.LowPoints < e.HighPoints));
        Assert.True(ten.HighPoints < five.HighPoints);
        Assert.True(Of(5, [5, 10]).HighPoints > five.HighPoints);
        Assert.Null(DetectableEffect.Of(TinyStudy.Graph(plan with { Replicates = 4 })));

        DetectableEffect Of(int replicates, int[] looks) =>
            DetectableEffect.Of(TinyStudy.Graph(plan with { Replicates = replicates, Looks = looks }))!;
    }

    [Fact]
    public void Plans_of_studies_that_ran_find_what_those_studies_found()
    {
        // Standard errors of docs/evidence.md and docs/photographs.md times critical value and power: 0.36 to 0.52 points for
        // digits (ten replicates, four comparisons), 0.9 to 2.3 for photographs (five replicates, two comparisons).
        Assert.InRange(Expected(10, 4, Enumerable.Repeat(1000, 10)).LowPoints, 0.35, 0.6);
        Assert.InRange(Expected(5, 2, Enumerable.Repeat(1000, 10)).HighPoints, 1.5, 3);
    }

    [Fact]
    public void A_class_of_few_test_images_hides_what_a_balanced_measure_could_find()
    {
        // 66 test images of which the smallest class has 8: a study of photographs of animals could find 15.6 points.
        var effect = Expected(5, 1, [8, 16, 42], ClassMeasure.BalancedAccuracy);
        Assert.InRange(effect.LowPoints, 13, 18);
        Assert.Equal(100.0 / 24, effect.OneImagePoints, 1e-9);
        Assert.Equal(8, effect.FewestTestImages);
        Assert.True(Expected(5, 1, [22, 22, 22], ClassMeasure.BalancedAccuracy).LowPoints < effect.LowPoints / 2);
    }

    private static DetectableEffect Expected(
        int replicates, int comparisons, IEnumerable<int> testCounts, ClassMeasure measure = ClassMeasure.Accuracy) =>
        DetectableEffect.Of(replicates, 0.05 / comparisons, measure, [.. testCounts]);
}
