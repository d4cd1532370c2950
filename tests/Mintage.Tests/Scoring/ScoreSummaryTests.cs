using Mintage.Results;
using Mintage.Scoring;

namespace Mintage.Tests.Scoring;

public sealed class ScoreSummaryTests
{
    private static readonly FeatureSource Source = new("cnn:0");

    [Fact]
    public void Weak_classes_are_named_weakest_first_with_what_the_judge_can_reach()
    {
        var sentence = Assert.Single(ScoreSummary.Of([Record("label-agreement", 0.6), Record("label-agreement/cat", 0.9), Record("label-agreement/dog", 0.5), Record("label-agreement/cow", 0.4), Record("judge-accuracy", 0.98)]));
        Assert.StartsWith("2 of 3 classes hardly show what was asked for: cow (40 %), dog (50 %).", sentence, StringComparison.Ordinal); // half way from 1/3 to 0.98 is 0.66
        Assert.Contains("98.0 %", sentence, StringComparison.Ordinal);
        Assert.StartsWith("No class is lost", Assert.Single(ScoreSummary.Of([Record("label-agreement", 0.9), Record("label-agreement/cat", 0.9), Record("label-agreement/dog", 0.9), Record("judge-accuracy", 0.98)])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3.1, true)]
    [InlineData(-2.9, false)]
    [InlineData(4, false)]
    public void Copying_is_said_first(double value, bool isCopying)
    {
        var first = ScoreSummary.Of([Record("precision", 0.8), Record("precision-real", 0.8), Record("c-t", value)])[0];
        Assert.Equal(isCopying, first.Contains("look for copies", StringComparison.Ordinal));
    }

    [Fact]
    public void A_judge_that_knows_little_says_so_first()
    {
        MetricRecord[] Of(double judge) =>
            [Record("label-agreement", 0.7), Record("label-agreement/cat", 0.9), Record("label-agreement/dog", 0.7), Record("label-agreement/cow", 0.5), Record("judge-accuracy", judge)];
        Assert.StartsWith("The judge knows only 49.0 %", ScoreSummary.Of(Of(0.49))[0], StringComparison.Ordinal);
        Assert.Single(ScoreSummary.Of(Of(0.8)));
    }

    [Fact]
    public void Values_far_below_real_images_are_explained_and_others_only_told()
    {
        var found = ScoreSummary.Of([Record("precision", 0.7), Record("precision-real", 0.8), Record("recall", 0.1), Record("recall-real", 0.8), Record("classification-accuracy-score", 0.713)]);
        Assert.Equal(["Precision is 0.70, where real images reach 0.80.", "Recall is 0.10, where real images reach 0.80: much of what real images show is missing.",
            "A classifier that was trained on these images alone is right about 71.3 % of the test images."], found);
        Assert.Empty(ScoreSummary.Of([Record("fid", 3)]));
    }

    [Theory]
    [InlineData("fid", "lower is better")]
    [InlineData("label-agreement/cat", "higher is better")]
    [InlineData("judge-accuracy", "")]
    public void Directions(string name, string direction) => Assert.Equal(direction, MetricDirection.Of(name));

    private static MetricRecord Record(string name, double value) => Source.Record(name, value, 100, 100, []);
}
