using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Tests.Classification;

public sealed class OutcomesTests
{
    [Fact]
    public void Accuracy_on_some_images_is_that_and_on_none_is_none()
    {
        var evaluation = new Evaluation(0.5, 1, [0, 1, 2, 2]);
        Assert.Equal(0.5, evaluation.AccuracyOn([1, 2], [0, 1, 1, 2]));
        Assert.Null(evaluation.AccuracyOn([], [0, 1, 1, 2]));
    }

    [Fact]
    public void A_confusion_matrix_counts_and_orders()
    {
        var matrix = ConfusionMatrix.Of([0, 0, 0, 1, 1, 2], [0, 1, 1, 1, 0, 0], ["a", "b", "c", "d"]);
        Assert.Equal([[1, 2, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], matrix.Counts);
        Assert.Equal([1.0 / 3, 0.5, 0, null], Enumerable.Range(0, 4).Select(matrix.Recall));
        Assert.Equal([1.0 / 3, 1.0 / 3, null, null], Enumerable.Range(0, 4).Select(matrix.Precision));
        Assert.Equal([("a", "b", 2), ("b", "a", 1), ("c", "a", 1)], matrix.Confused());
    }

    [Fact]
    public void The_surest_mistakes_come_first_and_probabilities_fit_the_evaluation()
    {
        var images = Shapes.Make(60, size: 16);
        using var network = new ConvClassifier(new(2, 3, 4), 1, 16, 16, images.ClassCount, SeedTree.FromSeed(3));
        using var tensors = new ImageTensors(images);
        var evaluation = Evaluation.Of(network, tensors);
        var outcome = Outcomes.Of("c", evaluation, images, mistakes: 5);
        Assert.Equal(5, outcome.WorstMistakes.Count); // untrained, so most are wrong
        Assert.Equal(outcome.WorstMistakes.OrderByDescending(m => m.Confidence), outcome.WorstMistakes);
        Assert.All(outcome.WorstMistakes, m => Assert.NotEqual(m.True, m.Predicted));
        var probabilities = Outcomes.Probabilities(network, images);
        for (var i = 0; i < images.Count; i++)
        {
            Assert.Equal(evaluation.Confidences[i], probabilities[i].Max(), 1e-5);
            Assert.Equal(evaluation.Losses[i], -Math.Log(probabilities[i][images.Labels[i]]), 1e-3);
        }
        Assert.Equal(evaluation.Loss, evaluation.Losses.Average(l => (double)l), 1e-9);
    }

    [Fact]
    public void The_page_escapes_names_and_shows_every_class()
    {
        const string Evil = "<script>alert(1)</script>";
        var outcome = new ClassifierOutcome
        {
            Classifier = Evil,
            TestSet = Evil,
            Accuracy = 0.5,
            AccuracyPercent = new(40, 60),
            Loss = 1,
            Confusion = ConfusionMatrix.Of([0, 1], [0, 0], [Evil, "b"]),
            WorstMistakes = [new Mistake(Evil, "b", Evil, 0.9, [1, 2, 3])],
        };
        var page = ClassifierPage.Render(outcome);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,AQID", page, StringComparison.Ordinal);
        var many = outcome with { Confusion = ConfusionMatrix.Of([0, 39], [1, 39], [.. Enumerable.Range(0, 40).Select(i => $"class {i}")]) };
        Assert.Contains("Most frequent confusions", ClassifierPage.Render(many), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_in_another_order_are_put_into_the_classifiers()
    {
        var facts = new ClassifierFacts(1, 2, 2, ["a", "b", "c"]);
        var images = new LabelledImages("x", new byte[8], [0, 1], 2, 2, 1, ["c", "a"]);
        var matched = ClassifierFile.InClassesOf(facts, images);
        Assert.Equal([2, 0], matched.Labels);
        Assert.Equal(["a", "b", "c"], matched.ClassNames);
        Assert.Same(images, ClassifierFile.InClassesOf(facts with { ClassNames = ["c", "a"] }, images));
        Assert.Throws<UserInputException>(() => ClassifierFile.InClassesOf(facts with { ClassNames = ["a", "d"] }, images));
        Assert.Throws<UserInputException>(() => ClassifierFile.InClassesOf(facts with { Height = 3 }, images));
    }
}
