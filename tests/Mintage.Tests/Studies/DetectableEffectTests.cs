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
    public void A_plan_of_MNIST_finds_what_the_evidence_says_it_finds()
    {
        // With 60 test images the test part rules: sqrt(0.01 / 60) is 1.3 points, and the critical values of a family of
        // two with 80 % power are about 3.1 standard errors.
        var effect = DetectableEffect.Of(TinyStudy.Graph(TinyStudy.Plan() with { Replicates = 10, Article = null, Frechet = null }))!;
        Assert.InRange(effect.LowPoints, 3, 5.5);
    }
}
